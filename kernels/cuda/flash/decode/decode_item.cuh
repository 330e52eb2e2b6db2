// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// What a CTA of flash_decode.cu computes: rows of all query heads that share a KV head, against one split of
// the keys that they see. Row r of a KV head is query r / group of its head number r % group, where group is
// the number of query heads that share it.
#pragma once

#include "flash/common/parameters.cuh"
#include "flash/decode/split.cuh"
#include "tile/mma.cuh"

/// As Parameters in decode_call.h.
struct DecodeParameters {
  FlashParameters problem;
  float* partial_outputs;    // [row tiles of all heads][splits][tile_rows][HEAD_DIM]; null with one split
  float* partial_log2_sums;  // the same without HEAD_DIM
  int rows;                  // of one KV head
  int tile_rows;             // of a full tile: BLOCK_M, or `rows` where those are fewer
  int splits;
  Divider row_tiles;  // of one KV head
  Divider splits_of;  // `splits`
  Divider kv_heads;
};

struct BatchAndHead {
  int batch;
  int head;
};

struct DecodeItem {
  int batch;
  int kv_head;
  int first_row;
  int rows;
  int split;
  uint32 row_tile;  // over tiles, KV heads and batch
  uint32 index;     // of this split of it

  /// Tiles that read the same keys are neighbours in launch order: the L2 serves all but the first.
  ATTNSCOPE_DEVICE explicit DecodeItem(const DecodeParameters& parameters) {
    const uint32 head_split = parameters.row_tiles.quotient(blockIdx.x);
    const uint32 tile = blockIdx.x - head_split * parameters.row_tiles.divisor;
    const uint32 head = parameters.splits_of.quotient(head_split);
    split = head_split - head * parameters.splits;
    batch = parameters.kv_heads.quotient(head);
    kv_head = head - batch * parameters.kv_heads.divisor;
    first_row = tile * BLOCK_M;
    rows = min(BLOCK_M, parameters.rows - first_row);
    row_tile = head * parameters.row_tiles.divisor + tile;
    index = row_tile * parameters.splits + split;
  }

  /// Query and head of row `row` of this tile.
  ATTNSCOPE_DEVICE int query_of(const FlashParameters& problem, int row) const {
    return problem.heads_per_kv_head.quotient(first_row + row);
  }
  ATTNSCOPE_DEVICE int head_of(const FlashParameters& problem, int row) const {
    const int group = problem.heads_per_kv_head.divisor;
    return kv_head * group + first_row + row - query_of(problem, row) * group;
  }

  ATTNSCOPE_DEVICE BatchAndHead batch_and_head(const FlashParameters& problem, int row) const {
    return {batch, head_of(problem, row)};
  }

  /// The key position at which a row's query sits.
  ATTNSCOPE_DEVICE int diagonal(const FlashParameters& problem, int row) const {
    return query_of(problem, row) + problem.kv_seqlen - problem.query_seqlen;
  }

  /// Offsets, in elements, of a row in Q and O, and in the log-sum-exps.
  ATTNSCOPE_DEVICE int64 query_offset(const FlashParameters& problem, int row) const {
    return problem.query_strides.offset(batch, head_of(problem, row), query_of(problem, row));
  }
  ATTNSCOPE_DEVICE int64 log_sum_exp_offset(const FlashParameters& problem, int row) const {
    return problem.log_sum_exp_offset(batch, head_of(problem, row), query_of(problem, row));
  }

  /// The same of key 0 in K and V.
  ATTNSCOPE_DEVICE int64 kv_offset(const FlashParameters& problem) const {
    return problem.kv_strides.offset(batch, kv_head, 0);
  }

  /// Keys [first, end) that a row sees.
  ATTNSCOPE_DEVICE int first_key(const FlashParameters& problem, int row) const {
    return max(diagonal(problem, row) - problem.window_left, 0);
  }
  ATTNSCOPE_DEVICE int end_key(const FlashParameters& problem, int row) const {
    return max(min(diagonal(problem, row) + problem.window_right + 1, problem.kv_seqlen), 0);
  }

  /// The KV blocks of BLOCK_N keys of this split.
  ATTNSCOPE_DEVICE BlockRange blocks(const DecodeParameters& parameters) const {
    const FlashParameters& problem = parameters.problem;
    return split_blocks(first_key(problem, 0) / BLOCK_N, (end_key(problem, rows - 1) + BLOCK_N - 1) / BLOCK_N,
                        parameters.splits, split);
  }

  /// Sets the masked ones of a warp's scores to −∞; the first of their columns is key `key`.
  template <int row_groups, int column_groups>
  ATTNSCOPE_DEVICE void mask(const FlashParameters& problem, FragmentC (&scores)[row_groups][column_groups],
                             int key, int lane) const {
#pragma unroll
    for (int m = 0; m < row_groups; ++m) {
#pragma unroll
      for (int half = 0; half < 2; ++half) {
        const int row = min(m * 16 + half * 8 + lane / 4, rows - 1);
        const int first = first_key(problem, row) - key - lane % 4 * 2;
        const int end = end_key(problem, row) - key - lane % 4 * 2;
#pragma unroll
        for (int n = 0; n < column_groups; ++n) {
#pragma unroll
          for (int i = 0; i < 2; ++i)
            if (n * 8 + i < first || n * 8 + i >= end) scores[m][n].at[half * 2 + i] = -infinity;
        }
      }
    }
  }
};
