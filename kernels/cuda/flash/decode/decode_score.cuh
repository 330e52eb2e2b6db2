// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Soft cap, ALiBi and dropout (score.cuh) where the rows of a tile belong to several heads.
#pragma once

#include "flash/common/score.cuh"
#include "flash/decode/decode_item.cuh"

/// Calls visit(group of rows, half of it, row within the tile, its head's options) for each row of this lane.
template <int row_groups, typename Visit>
ATTNSCOPE_DEVICE void for_each_row(const FlashParameters& problem, const DecodeItem& item, int lane,
                                   Visit visit) {
#pragma unroll
  for (int m = 0; m < row_groups; ++m) {
#pragma unroll
    for (int half = 0; half < 2; ++half) {
      const int row = min(m * 16 + half * 8 + lane / 4, item.rows - 1);
      HeadScores head;
      head.locate(problem, item.batch_and_head(problem, row));
      visit(m, half, row, head);
    }
  }
}

/// Soft cap and ALiBi; `first_key` is the key of the scores' first column.
template <int row_groups, int column_groups>
ATTNSCOPE_DEVICE void change_row_scores(FragmentC (&scores)[row_groups][column_groups],
                                        const FlashParameters& problem, const DecodeItem& item, int first_key,
                                        int lane) {
  if (!SOFT_CAP && !ALIBI) return;
  for_each_row<row_groups>(problem, item, lane, [&](int m, int half, int row, const HeadScores& head) {
    const int from_diagonal = first_key + lane % 4 * 2 - item.diagonal(problem, row);
#pragma unroll
    for (int n = 0; n < column_groups; ++n) {
#pragma unroll
      for (int i = 0; i < 2; ++i) {
        float& score = scores[m][n].at[half * 2 + i];
        if (SOFT_CAP) score = problem.scores.cap * tanh_accurate(score * problem.scores.inverse_cap);
        if (ALIBI) score -= head.slope * fabsf(static_cast<float>(from_diagonal + n * 8 + i));
      }
    }
  });
}

/// Sets the probabilities that dropout drops to 0. A draw serves two rows of a head, eight queries apart,
/// which here are rarely both in the tile: each row takes its own.
template <int row_groups, int column_groups>
ATTNSCOPE_DEVICE void drop_row_probabilities(FragmentC (&probabilities)[row_groups][column_groups],
                                             const FlashParameters& problem, const DecodeItem& item,
                                             int first_key, int lane) {
  if (!DROPOUT) return;
  for_each_row<row_groups>(problem, item, lane, [&](int m, int half, int row, const HeadScores& head) {
    const ScoreParameters& options = problem.scores;
    const int query = item.query_of(problem, row);
#pragma unroll
    for (int n = 0; n < column_groups; n += 2) {
      const PhiloxWords draw = philox(first_key / 4 + lane % 4 + n * 2, query / 16 * 8 + query % 8,
                                      head.batch_head, options.dropout_key[0], options.dropout_key[1]);
#pragma unroll
      for (int next = 0; next < 2; ++next) {
        const uint32 word = query % 16 < 8 ? draw.at[next] : draw.at[2 + next];
        drop_pair(probabilities[m][n + next].at + half * 2, word, options);
      }
    }
  });
}
