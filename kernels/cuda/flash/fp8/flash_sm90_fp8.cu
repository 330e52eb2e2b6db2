// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Flash attention forward for sm_90a on e4m3 numbers: as flash_sm90.cu, with twice the multiplications a
// cycle, and V transposed on the way.
//
// As many CTAs as there are SMs, each with one producer warpgroup and BLOCK_M / 64 consumer warpgroups, go
// through query tiles of BLOCK_M rows, and each tile through the KV blocks of BLOCK_N keys that it sees.
// Compiled with -D
//   HEAD_DIM (the problem's)   BLOCK_M BLOCK_N
//   STAGES (of K and Vᵀ) VALUE_STAGES (of V) QUERY_STAGES (1 or 2)
//   SLICE (output columns of one product)
//   ELEMENT (Fp16 or Bf16: the output's)   MASK (see flash/common/work_item.cuh)
//   PING_PONG (1: consumers take turns, so that the softmax of one runs beside the products of another)
//   OVERLAP (1: S is under way while the last slice is added to the output; takes registers)
#include "flash/fp8/fp8_consumer.cuh"
#include "flash/fp8/fp8_producer.cuh"
#include "flash/hopper/hopper_blank.cuh"

// All of an SM's registers: the producers need few, the consumers get the rest.
constexpr int producer_registers = consumers == 2 ? 40 : 32;
constexpr int consumer_registers = consumers == 2 ? 232 : 160;

extern "C" __global__ void __launch_bounds__(threads, 1)
    ATTNSCOPE_KERNEL(const __grid_constant__ Fp8Parameters parameters) {
  extern __shared__ __align__(1024) unsigned char memory[];
  const SharedLayout shared(memory);
  if (threadIdx.x == 0) shared.initialize_barriers();
  __syncthreads();

  // The same for all lanes, which the compiler does not know of threadIdx.x / 128.
  const int warpgroup = __shfl_sync(~0u, threadIdx.x / warpgroup_threads, 0);
  if (warpgroup == consumers) {
    shrink_registers<producer_registers>();
    const int warp = __shfl_sync(~0u, threadIdx.x / 32, 0) - consumers * 4;
    if (warp == 0) {
      if (threadIdx.x % 32 == 0) Loader(parameters, shared).run();
    } else {
      transpose_values(shared, warp - 1);
      if (warp == 1) write_blank_tiles(parameters.problem);
    }
  } else {
    grow_registers<consumer_registers>();
    Consumer(parameters, shared, warpgroup).run();
  }
}
