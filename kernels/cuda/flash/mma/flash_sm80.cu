// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// FlashAttention-2 forward for sm_80 and newer: mma.sync, ldmatrix, cp.async.
//
// One CTA takes one query tile of BLOCK_M rows through all KV blocks of BLOCK_N keys that it sees; each warp
// owns BLOCK_M / WARPS rows, from scores to output. Compiled with -D
//   HEAD_DIM (a tile size)   PADDED (1 where the problem's is smaller: the rest is zeros)
//   BLOCK_M BLOCK_N WARPS   STAGES (1 or 2)
//   MIN_CTAS (per SM, for the register allocator)   ELEMENT (Fp16 or Bf16)
//   MASK (see flash/common/work_item.cuh)
//   and, where the problem has them, SOFT_CAP ALIBI DROPOUT (1)
#include "flash/common/online_softmax.cuh"
#include "flash/common/parameters.cuh"
#include "flash/common/work_item.cuh"
#include "flash/mma/products.cuh"
#include "tile/copy.cuh"
#include "tile/record.cuh"
#include "tile/shared_tile.cuh"
#include "tile/tile_copy.cuh"

constexpr int threads = WARPS * 32;
constexpr int warp_rows = BLOCK_M / WARPS;
constexpr int row_groups = warp_rows / 16;
constexpr int column_groups = BLOCK_N / 8;
using Layout = TileLayout<HEAD_DIM>;
using Mask = TileMask<MASK, BLOCK_M, BLOCK_N>;

constexpr uint32 query_bytes = BLOCK_M * Layout::row_bytes;
constexpr uint32 kv_bytes = BLOCK_N * Layout::row_bytes;

/// Starts copying `rows` rows of one tensor into a shared tile; rows from `valid` on and columns beyond the
/// problem's head dim become zeros.
template <int rows>
ATTNSCOPE_DEVICE void copy_tile(uint32 shared, const uint16* global, int64 row_stride, int valid,
                                int head_dim) {
  TileCopy<rows, HEAD_DIM, threads, PADDED>::for_each(
      global, row_stride, valid, head_dim, [&](int, uint32 offset, const void* pointer, bool inside) {
        copy_chunk_async(shared + offset, pointer, inside);
      });
}

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
  const auto load_key = [&](int block, int stage) {
    copy_tile<BLOCK_N>(key_tile + stage * kv_bytes,
                       problem.key + kv_offset + block * BLOCK_N * problem.kv_strides.row,
                       problem.kv_strides.row, problem.kv_seqlen - block * BLOCK_N, problem.head_dim);
  };
  const auto load_value = [&](int block, int stage) {
    copy_tile<BLOCK_N>(value_tile + stage * kv_bytes,
                       problem.value + kv_offset + block * BLOCK_N * problem.kv_strides.row,
                       problem.kv_strides.row, problem.kv_seqlen - block * BLOCK_N, problem.head_dim);
  };

  const Mask mask(problem, first_row);
  const int end_block = mask.end_block();
  const int first_full_block = mask.first_full_block();
  int block = mask.first_block();

  const uint32 warp_query = query_tile + warp * warp_rows * Layout::row_bytes;
  const uint32 query_address = lane_address_a<HEAD_DIM>(warp_query, lane);
  const uint32 key_address = lane_address_b<HEAD_DIM>(key_tile, lane);
  const uint32 value_address = lane_address_b_transposed<HEAD_DIM>(value_tile, lane);

  FragmentC output[row_groups][HEAD_DIM / 8] = {};
  OnlineSoftmax<row_groups> softmax;

  if (block < end_block) {
    copy_tile<BLOCK_M>(query_tile, problem.query + work.query_offset(problem, first_row),
                       problem.query_strides.row, problem.query_seqlen - first_row, problem.head_dim);
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

    FragmentC scores[row_groups][column_groups];
    multiply_query_key<ELEMENT, HEAD_DIM>(scores, query_address, key_address + stage * kv_bytes);

    if (STAGES == 1) {
      wait_for_copies<0>();
      __syncthreads();
      if (block + 1 < end_block) {
        load_key(block + 1, 0);
        commit_copies();
      }
    }
    change_scores(scores, problem, warp * warp_rows + lane / 4, block * BLOCK_N, lane);
    if (block + Mask::masked_tail >= end_block || block < first_full_block)
      Mask(problem, WorkItem(problem).query_tile * BLOCK_M)
          .apply(scores, block, warp * warp_rows + lane / 4, lane);
    softmax.update(scores, output, problem.scale_log2);
    drop_probabilities(scores, problem, warp * warp_rows + lane / 4, block * BLOCK_N, lane);
    multiply_probability_value<ELEMENT, HEAD_DIM>(output, scores, value_address + stage * kv_bytes);
    if (STAGES == 2) stage ^= 1;
  }

  softmax.finish();
  const WorkItem done(problem);
  const int done_row = done.query_tile * BLOCK_M + warp * warp_rows;
  const int valid_rows = problem.query_seqlen - done_row;
  write_output<ELEMENT, HEAD_DIM>(
      output, softmax, warp_query, problem.output + done.query_offset(problem, done_row),
      problem.query_strides.row, valid_rows, problem.head_dim, lane, probability_total(problem));
  if (problem.log_sum_exp != nullptr)
    write_log_sum_exp(softmax, problem.log_sum_exp + done.log_sum_exp_offset(problem, done_row), valid_rows,
                      problem.softmax_scale, lane);
  recorder.finish(problem.records, done.index);
}
