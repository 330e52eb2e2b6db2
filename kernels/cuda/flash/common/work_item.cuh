// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Which query tile a CTA computes, which KV blocks that tile sees, and which scores of a block are masked.
#pragma once

#include "flash/common/parameters.cuh"
#include "tile/mma.cuh"

/// Masks, from cheap to general: only the end of K; causal or right window; left window too.
constexpr int mask_ends = 0;
constexpr int mask_right = 1;
constexpr int mask_window = 2;

struct WorkItem {
  int batch;
  int head;
  int query_tile;
  uint32 index;  // over tiles, heads and batch, in memory order

  /// Reads the CTA's index in a way that the compiler does not merge, so that a second WorkItem at the
  /// kernel's end is computed anew instead of taking up registers throughout the loop.
  ATTNSCOPE_DEVICE explicit WorkItem(const FlashParameters& problem)
      : WorkItem(problem, cta_index(), false) {}

  /// Heads are walked in sections; within one, all heads' tiles of the same kind side by side. `position` is
  /// the item's place in that walk. A walk of persistent CTAs may have a last section that is longer than the
  /// others; where it has none, not asking saves a register.
  ATTNSCOPE_DEVICE WorkItem(const FlashParameters& problem, uint32 position,
                            bool longer_last_section = true) {
    uint32 section = problem.section_tiles.quotient(position);
    if (longer_last_section) section = min(section, static_cast<uint32>(problem.sections) - 1);
    const uint32 within = position - section * problem.section_tiles.divisor;
    const Divider& heads =
        section + 1 == problem.sections ? problem.last_section_heads : problem.section_heads;
    const uint32 order = heads.quotient(within);
    const uint32 batch_head = section * problem.section_heads.divisor + within - order * heads.divisor;
    query_tile = problem.longest_tiles_first ? problem.query_tiles - 1 - order : order;
    batch = problem.heads_per_batch.quotient(batch_head);
    head = batch_head - batch * problem.heads_per_batch.divisor;
    index = batch_head * problem.query_tiles + query_tile;
  }

  /// Offsets, in elements, of row `row` of this item's head in Q and O, and in the log-sum-exps.
  ATTNSCOPE_DEVICE int64 query_offset(const FlashParameters& problem, int row) const {
    return problem.query_strides.offset(batch, head, row);
  }
  ATTNSCOPE_DEVICE int64 log_sum_exp_offset(const FlashParameters& problem, int row) const {
    return problem.log_sum_exp_offset(batch, head, row);
  }

  ATTNSCOPE_DEVICE int kv_head(const FlashParameters& problem) const {
    return problem.heads_per_kv_head.quotient(head);
  }
  /// The same of row 0 of its head in K and V.
  ATTNSCOPE_DEVICE int64 kv_offset(const FlashParameters& problem) const {
    return batch * problem.kv_strides.batch + kv_head(problem) * problem.kv_strides.head;
  }

 private:
  static ATTNSCOPE_DEVICE uint32 cta_index() {
    uint32 cta;
    asm volatile("mov.u32 %0, %%ctaid.x;" : "=r"(cta));
    return cta;
  }
};

/// The mask over one query tile of `block_m` rows, KV cut into blocks of `block_n`.
template <int mask, int block_m, int block_n>
struct TileMask {
  int diagonal;  // key position of the tile's first row
  int left;
  int right;
  int kv_seqlen;
  int last_row;  // of the tile, within the problem

  ATTNSCOPE_DEVICE TileMask(const FlashParameters& problem, int first_row)
      : diagonal(first_row + problem.kv_seqlen - problem.query_seqlen),
        left(problem.window_left),
        right(problem.window_right),
        kv_seqlen(problem.kv_seqlen),
        last_row(min(block_m, problem.query_seqlen - first_row) - 1) {}

  /// Keys [first, end) that row `row` of the tile sees.
  ATTNSCOPE_DEVICE int first_key(int row) const {
    return mask == mask_window ? max(diagonal + row - left, 0) : 0;
  }
  ATTNSCOPE_DEVICE int end_key(int row) const {
    return mask == mask_ends ? kv_seqlen : min(diagonal + row + right + 1, kv_seqlen);
  }

  /// KV blocks [first, end) that any row sees; empty if end ≤ first.
  ATTNSCOPE_DEVICE int first_block() const { return first_key(0) / block_n; }
  ATTNSCOPE_DEVICE int end_block() const { return end_block(last_row); }

  /// Only the last `masked_tail` blocks hold keys that are beyond some row's end (rows' ends lie at most
  /// block_m − 1 apart): a constant, where the exact number would take up a register throughout the loop …
  static constexpr int masked_tail = mask == mask_ends ? 1 : (block_m + 3 * block_n - 4) / block_n;

  /// … and only those before this one hold keys that are before some row's first.
  ATTNSCOPE_DEVICE int first_full_block() const { return first_full_block(last_row); }

  /// The end of the blocks that row `row` and those before it see.
  ATTNSCOPE_DEVICE int end_block(int row) const { return (max(end_key(row), 0) + block_n - 1) / block_n; }

  /// The same, exactly, for some of the tile's rows: the first block that holds keys beyond the end of
  /// `first_row`, the rows' first, and the first block that holds none before the first key of their last.
  ATTNSCOPE_DEVICE int first_partial_block(int first_row) const {
    return max(end_key(first_row), 0) / block_n;
  }
  ATTNSCOPE_DEVICE int first_full_block(int row) const {
    return mask == mask_window ? (first_key(row) + block_n - 1) / block_n : 0;
  }

  /// Sets the masked ones of a warp's scores to −∞. `row` is this lane's first row within the tile; its
  /// others follow 8 apart.
  template <int row_groups, int column_groups>
  ATTNSCOPE_DEVICE void apply(FragmentC (&scores)[row_groups][column_groups], int block, int row,
                              int lane) const {
#pragma unroll
    for (int m = 0; m < row_groups; ++m) apply(scores[m], block, row + m * 16, lane);
  }

  template <int column_groups>
  ATTNSCOPE_DEVICE void apply(FragmentC (&scores)[column_groups], int block, int row, int lane) const {
    const int column = block * block_n + (lane % 4) * 2;
#pragma unroll
    for (int half = 0; half < 2; ++half) {
      const int first = first_key(row + half * 8) - column;
      const int end = end_key(row + half * 8) - column;
#pragma unroll
      for (int n = 0; n < column_groups; ++n) {
#pragma unroll
        for (int i = 0; i < 2; ++i) {
          const int key = n * 8 + i;
          if (key >= end || (mask == mask_window && key < first)) scores[n].at[half * 2 + i] = -infinity;
        }
      }
    }
  }
};
