// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Mask and softmax of both standard implementations. Compiled with DTYPE and either LONG_ROWS=1 or, for rows
// that fit in registers, ROW_VECTORS (a thread's) and BLOCK_ROWS; always with ROW_THREADS and REGISTERS, a
// thread's cap. For long rows, and where the problem has them, with SOFT_CAP, ALIBI, DROPOUT=1 (but dropout's
// scale is the output product's business).
#include "standard/softmax.cuh"

#if defined(LONG_ROWS)
extern "C" __global__ void __maxnreg__(REGISTERS)
    ATTNSCOPE_KERNEL(const __grid_constant__ attnscope::SoftmaxArguments arguments) {
  attnscope::softmax_long<ROW_THREADS>(arguments);
}
#else
extern "C" __global__ void __maxnreg__(REGISTERS)
    ATTNSCOPE_KERNEL(const __grid_constant__ attnscope::SoftmaxArguments arguments) {
  attnscope::softmax_held<ROW_THREADS, ROW_VECTORS, BLOCK_ROWS>(arguments);
}
#endif
