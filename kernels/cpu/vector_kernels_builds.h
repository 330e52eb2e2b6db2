// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// The builds of the inner loops that kernels_for() chooses from.
#pragma once

#include "kernels/cpu/vector_kernels.h"

namespace attnscope::cpu {

const VectorKernels& portable_kernels();
#if defined(__x86_64__)
const VectorKernels& avx2_kernels();
const VectorKernels& avx512_kernels();
#endif

}  // namespace attnscope::cpu
