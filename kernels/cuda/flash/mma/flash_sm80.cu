// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// FlashAttention-2 forward for sm_80 and newer: mma.sync, ldmatrix, cp.async.
//
// Who computes what is in row_tile.cuh. Compiled with -D
//   HEAD_DIM (a tile size)   PADDED (1 where the problem's is smaller: the rest is zeros)
//   BLOCK_M BLOCK_N WARPS   STAGES (1 or 2)
//   MIN_CTAS (per SM, for the register allocator)   ELEMENT (Fp16 or Bf16)
//   MASK (see flash/common/work_item.cuh)
//   and, where the problem has them, SOFT_CAP ALIBI DROPOUT (1)
#include "flash/mma/row_tile.cuh"
#include "tile/copy.cuh"
#include "tile/record.cuh"
#include "tile/tile_copy.cuh"

extern "C" __global__ void __launch_bounds__(threads, MIN_CTAS)
    ATTNSCOPE_KERNEL(const __grid_constant__ FlashParameters problem) {
  extern __shared__ __align__(128) unsigned char shared[];
  const TileRecorder recorder;
  const int lane = threadIdx.x % 32;
  const int warp = threadIdx.x / 32;

  const WorkItem work(problem);
  const int first_row = work.query_tile * BLOCK_M;
  const int64 kv_offset = work.kv_offset(problem);

  const uint32 query_tile = shared_address(shared);
  const uint32 key_tile = query_tile + query_bytes;
  const uint32 value_tile = key_tile + STAGES * kv_bytes;
  const auto load_block = [&](const uint16* tensor, int block, uint32 tile) {
    copy_tile_async<BLOCK_N, HEAD_DIM, threads, PADDED>(
        tile, tensor + kv_offset + block * BLOCK_N * problem.kv_strides.row, problem.kv_strides.row,
        problem.kv_seqlen - block * BLOCK_N, problem.head_dim);
  };
  const auto load_key = [&](int block, int stage) {
    load_block(problem.key, block, key_tile + stage * kv_bytes);
  };
  const auto load_value = [&](int block, int stage) {
    load_block(problem.value, block, value_tile + stage * kv_bytes);
  };

  const Mask mask(problem, first_row);
  const int end_block = mask.end_block();
  const int first_full_block = mask.first_full_block();
  int block = mask.first_block();

  const uint32 warp_query = query_tile + warp * warp_rows * Layout::row_bytes;
  const uint32 query_address = lane_address_a<HEAD_DIM>(warp_query, lane);
  const uint32 key_address = lane_address_b<HEAD_DIM>(key_tile, lane);
  const uint32 value_address = lane_address_b_transposed<HEAD_DIM>(value_tile, lane);

  Output output = {};
  OnlineSoftmax<row_groups> softmax;

  if (block < end_block) {
    copy_tile_async<BLOCK_M, HEAD_DIM, threads, PADDED>(
        query_tile, problem.query + work.query_offset(problem, first_row), problem.query_strides.row,
        problem.query_seqlen - first_row, problem.head_dim);
    load_key(block, 0);
    if (STAGES == 2) load_value(block, 0);
    commit_copies();
  }
  int stage = 0;
  for (; block < end_block; ++block) {
    // One stage: V arrives behind S = Q·Kᵀ, the next K behind the softmax and P·V.
    // Two stages: the next K and V arrive behind the whole iteration.
    wait_for_copies<0>();
    __syncthreads();
    if (STAGES == 1) {
      load_value(block, 0);
      commit_copies();
    } else if (block + 1 < end_block) {
      load_key(block + 1, stage ^ 1);
      load_value(block + 1, stage ^ 1);
      commit_copies();
    }

    Scores scores;
    multiply_query_key<ELEMENT, HEAD_DIM>(scores, query_address, key_address + stage * kv_bytes);

    if (STAGES == 1) {
      wait_for_copies<0>();
      __syncthreads();
      if (block + 1 < end_block) {
        load_key(block + 1, 0);
        commit_copies();
      }
    }
    take_scores(scores, output, softmax, problem, block, end_block, first_full_block, warp, lane);
    multiply_probability_value<ELEMENT, HEAD_DIM>(output, scores, value_address + stage * kv_bytes);
    if (STAGES == 2) stage ^= 1;
  }

  const uint32 done = write_rows<ELEMENT>(output, softmax, warp_query, problem, warp, lane);
  recorder.finish(problem.records, done);
}
