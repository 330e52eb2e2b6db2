// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// The inner loops with AVX-512.
#include <cstddef>
#include <cstdint>

#include "kernels/cpu/vector_kernels_builds.h"
#include "kernels/problem/half.h"

#if defined(__x86_64__)

#if defined(__clang__)
#pragma clang attribute push( \
    __attribute__((target("avx2,fma,bmi,bmi2,avx512f,avx512bw,avx512dq,avx512vl"))), apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("avx2,fma,bmi,bmi2,avx512f,avx512bw,avx512dq,avx512vl,prefer-vector-width=512")
#endif

#define ATTNSCOPE_LANES 16
#define ATTNSCOPE_PANEL_VECTORS 2
#define ATTNSCOPE_ROW_STEP 8
#include "kernels/cpu/vector_kernels_body.inc"

#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif

namespace attnscope::cpu {

const VectorKernels& avx512_kernels() {
  static constexpr VectorKernels kernels = kernels_of(InstructionSet::avx512);
  return kernels;
}

}  // namespace attnscope::cpu

#endif  // __x86_64__
