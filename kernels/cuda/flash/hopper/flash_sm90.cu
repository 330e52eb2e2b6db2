// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Flash attention forward for sm_90a: asynchronous tensor-core products of whole warpgroups, K and V brought
// by the copy engine.
//
// Who does what, and through which buffers, is in pipeline.cuh. Compiled with -D
//   HEAD_DIM (a tile size)   PADDED (1 where the problem's is smaller: the rest is zeros)
//   BLOCK_M BLOCK_N   STAGES (of K and V) QUERY_STAGES (1 or 2)
//   CLUSTER (1 or 2: CTAs that share a tile)
//   ELEMENT (Fp16 or Bf16)   MASK (see flash/common/work_item.cuh)
//   where the problem has them, SOFT_CAP ALIBI DROPOUT (1)
//   PING_PONG (1: consumers take turns, so that the softmax of one runs beside the products of another)
#include "flash/hopper/blank_tiles.cuh"
#include "flash/hopper/hopper_consumer.cuh"
#include "flash/hopper/loader.cuh"

#if CLUSTER > 1
#define ATTNSCOPE_CLUSTER __cluster_dims__(CLUSTER)
#else
#define ATTNSCOPE_CLUSTER
#endif

extern "C" __global__ void ATTNSCOPE_CLUSTER __launch_bounds__(threads, 1)
    ATTNSCOPE_KERNEL(const __grid_constant__ HopperParameters parameters) {
  extern __shared__ __align__(1024) unsigned char memory[];
  const HopperLayout shared(memory);
  if (threadIdx.x == 0) shared.initialize_barriers();
  synchronize_tile();

  const int warpgroup = uniform_index(warpgroup_threads);
  if (warpgroup == consumers) {
    shrink_registers<producer_registers>();
    const int warp = threadIdx.x / 32 - consumer_warps;
    if (threadIdx.x == consumers * warpgroup_threads) Loader<HopperForm>(parameters, shared).run();
    if (warp == 1) write_blank_tiles(parameters.problem);
  } else {
    grow_registers<consumer_registers>();
    HopperConsumer(parameters, shared, warpgroup).run();
  }
  // A CTA's shared memory outlives what the other one still sends there.
  if constexpr (CLUSTER > 1) synchronize_cluster();
}
