// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Flash attention forward for sm_90a: asynchronous tensor-core products of whole warpgroups, K and V brought
// by the copy engine.
//
// As many CTAs as there are SMs, each with one producer warpgroup and BLOCK_M / 64 consumer warpgroups, go
// through query tiles of BLOCK_M rows, and each tile through the KV blocks of BLOCK_N keys that it sees.
// Compiled with -D
//   HEAD_DIM (a tile size)   PADDED (1 where the problem's is smaller: the rest is zeros)
//   BLOCK_M BLOCK_N   STAGES (of K and V) QUERY_STAGES (1 or 2)
//   ELEMENT (Fp16 or Bf16)   MASK (see flash/common/work_item.cuh)
//   where the problem has them, SOFT_CAP ALIBI DROPOUT (1)
//   PING_PONG (1: consumers take turns, so that the softmax of one runs beside the products of another)
#include "flash/hopper/hopper_blank.cuh"
#include "flash/hopper/hopper_consumer.cuh"
#include "flash/hopper/hopper_producer.cuh"

// All of an SM's registers: the producer needs few, the consumers get the rest.
constexpr int producer_registers = consumers == 2 ? 40 : 32;
constexpr int consumer_registers = consumers == 2 ? 232 : 160;

extern "C" __global__ void __launch_bounds__(threads, 1)
    ATTNSCOPE_KERNEL(const __grid_constant__ HopperParameters parameters) {
  extern __shared__ __align__(1024) unsigned char memory[];
  const SharedLayout shared(memory);
  if (threadIdx.x == 0) shared.initialize_barriers();
  __syncthreads();

  // The same for all lanes, which the compiler does not know of threadIdx.x / 128.
  const int warpgroup = __shfl_sync(~0u, threadIdx.x / warpgroup_threads, 0);
  if (warpgroup == consumers) {
    shrink_registers<producer_registers>();
    const int warp = threadIdx.x / 32 - consumers * 4;
    if (threadIdx.x == consumers * warpgroup_threads) Producer(parameters, shared).run();
    if (warp == 1) write_blank_tiles(parameters.problem);
  } else {
    grow_registers<consumer_registers>();
    Consumer(parameters, shared, warpgroup).run();
  }
}
