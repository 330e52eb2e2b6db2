// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Mask and softmax of both standard implementations. Compiled with DTYPE and either LONG_ROWS=1 or, for rows
// that fit in registers, ROW_VECTORS (a thread's) and BLOCK_ROWS; always with ROW_THREADS and SM_BLOCKS, the
// blocks an SM is to hold, which caps the registers.
#include "standard/softmax.cuh"

#if defined(LONG_ROWS)
extern "C" __global__ void __launch_bounds__(ROW_THREADS, SM_BLOCKS)
    ATTNSCOPE_KERNEL(const __grid_constant__ attnscope::SoftmaxArguments arguments) {
  attnscope::softmax_long<ROW_THREADS>(arguments);
}
#else
extern "C" __global__ void __launch_bounds__(ROW_THREADS* BLOCK_ROWS, SM_BLOCKS)
    ATTNSCOPE_KERNEL(const __grid_constant__ attnscope::SoftmaxArguments arguments) {
  attnscope::softmax_held<ROW_THREADS, ROW_VECTORS, BLOCK_ROWS>(arguments);
}
#endif
