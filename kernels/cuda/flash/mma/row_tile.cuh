// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// What flash_sm75.cu and flash_sm80.cu have in common: a CTA takes one query tile of BLOCK_M rows through all
// KV blocks of BLOCK_N keys that it sees, and each warp owns BLOCK_M / WARPS rows, from scores to output.
#pragma once

#include "flash/common/online_softmax.cuh"
#include "flash/common/parameters.cuh"
#include "flash/common/score.cuh"
#include "flash/common/work_item.cuh"
#include "flash/mma/products.cuh"
#include "tile/shared_tile.cuh"

constexpr int threads = WARPS * 32;
constexpr int warp_rows = BLOCK_M / WARPS;
constexpr int row_groups = warp_rows / 16;
constexpr int column_groups = BLOCK_N / 8;
using Layout = TileLayout<HEAD_DIM>;
using Mask = TileMask<MASK, BLOCK_M, BLOCK_N>;

constexpr uint32 query_bytes = BLOCK_M * Layout::row_bytes;
constexpr uint32 kv_bytes = BLOCK_N * Layout::row_bytes;

// Of a warp's rows.
using Scores = FragmentC[row_groups][column_groups];
using Output = FragmentC[row_groups][HEAD_DIM / 8];

/// Scores to probabilities, whose sums and maxima `softmax` and `output` follow: options, mask (where block
/// `block` needs one: it is among the last of [0, end_block), or before `first_full_block`), softmax. Where
/// the tile lies is worked out anew, which takes up no registers between blocks.
ATTNSCOPE_DEVICE void take_scores(Scores& scores, Output& output, OnlineSoftmax<row_groups>& softmax,
                                  const FlashParameters& problem, int block, int end_block,
                                  int first_full_block, int warp, int lane) {
  const int row = warp * warp_rows + lane / 4;
  change_scores(scores, problem, row, block * BLOCK_N, lane);
  if (block + Mask::masked_tail >= end_block || block < first_full_block)
    Mask(problem, WorkItem(problem).query_tile * BLOCK_M).apply(scores, block, row, lane);
  softmax.update(scores, output, problem.scale_log2);
  drop_probabilities(scores, problem, row, block * BLOCK_N, lane);
}

/// A warp's rows, once they have seen all keys, by way of `staging`, its rows of the Q tile. The result is
/// the work item's index.
template <typename Element>
ATTNSCOPE_DEVICE uint32 write_rows(const Output& output, OnlineSoftmax<row_groups>& softmax, uint32 staging,
                                   const FlashParameters& problem, int warp, int lane) {
  softmax.finish();
  const WorkItem done(problem);
  const int row = done.query_tile * BLOCK_M + warp * warp_rows;
  const int valid_rows = problem.query_seqlen - row;
  write_output<Element, HEAD_DIM>(output, softmax, staging, problem.output + done.query_offset(problem, row),
                                  problem.query_strides.row, valid_rows, problem.head_dim, lane,
                                  probability_total(problem));
  if (problem.log_sum_exp != nullptr)
    write_log_sum_exp(softmax, problem.log_sum_exp + done.log_sum_exp_offset(problem, row), valid_rows,
                      problem.softmax_scale, lane);
  return done.index;
}
