// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// The inner loops with the architecture's base instructions (SSE2, NEON).
#include <cstddef>
#include <cstdint>

#include "kernels/cpu/vector_kernels_builds.h"
#include "kernels/problem/half.h"

#define ATTNSCOPE_LANES 4
#define ATTNSCOPE_PANEL_VECTORS 2
#define ATTNSCOPE_ROW_STEP 4
#include "kernels/cpu/vector_kernels_body.inc"

namespace attnscope::cpu {

const VectorKernels& portable_kernels() {
  static constexpr VectorKernels kernels = kernels_of(InstructionSet::portable);
  return kernels;
}

}  // namespace attnscope::cpu
