// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Flash attention forward for sm_90a on e4m3 numbers: as flash_sm90.cu, with twice the multiplications a
// cycle, and V transposed on the way.
//
// Who does what, and through which buffers, is in hopper/pipeline.cuh. Compiled with -D
//   HEAD_DIM (the problem's)   BLOCK_M BLOCK_N
//   STAGES (of K and Vᵀ) VALUE_STAGES (of V) QUERY_STAGES (1 or 2)
//   SLICE (output columns of one product)
//   ELEMENT (Fp16 or Bf16: the output's)   MASK (see flash/common/work_item.cuh)
//   PING_PONG (1: consumers take turns, so that the softmax of one runs beside the products of another)
//   OVERLAP (1: S is under way while the last slice is added to the output; takes registers)
#include "flash/fp8/fp8_consumer.cuh"
#include "flash/fp8/value_transposer.cuh"
#include "flash/hopper/blank_tiles.cuh"
#include "flash/hopper/loader.cuh"

extern "C" __global__ void __launch_bounds__(threads, 1)
    ATTNSCOPE_KERNEL(const __grid_constant__ Fp8Parameters parameters) {
  extern __shared__ __align__(1024) unsigned char memory[];
  const Fp8Layout shared(memory);
  if (threadIdx.x == 0) shared.initialize_barriers();
  __syncthreads();

  const int warpgroup = uniform_index(warpgroup_threads);
  if (warpgroup == consumers) {
    shrink_registers<producer_registers>();
    const int warp = uniform_index(32) - consumer_warps;
    if (warp == 0) {
      if (threadIdx.x % 32 == 0) Loader<Fp8Form>(parameters, shared).run();
    } else {
      transpose_values(shared, warp - 1);
      if (warp == 1) write_blank_tiles(parameters.problem);
    }
  } else {
    grow_registers<consumer_registers>();
    Fp8Consumer(parameters, shared, warpgroup).run();
  }
}
