// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Soft cap, ALiBi and dropout, as kernels/problem/score.h defines them, on the fragments of a product. Scores
// stay raw (q·k, before the softmax scale), so that the softmax knows nothing of it.
#pragma once

#include "flash/common/work_item.cuh"
#include "tile/philox.cuh"
#include "tile/score_flags.cuh"
#include "tile/tangent.cuh"

/// What the rows' probabilities are normalised to: dropout makes up for what it drops.
ATTNSCOPE_DEVICE float probability_total(const FlashParameters& problem) {
  return DROPOUT ? problem.scores.dropout_scale : 1.0f;
}

/// Two neighbours in a row by one word of a draw.
ATTNSCOPE_DEVICE void drop_pair(float* pair, uint32 word, const ScoreParameters& options) {
  if (word << 16 < options.dropout_threshold) pair[0] = 0;
  if (word < options.dropout_threshold) pair[1] = 0;
}

/// The options of one head. Only members that the variant needs take up registers.
struct HeadScores {
  float slope;        // ALiBi's, for raw scores
  uint32 batch_head;  // batch · query_heads + head

  /// `work` has a batch and a (query) head.
  template <typename Work>
  ATTNSCOPE_DEVICE void locate(const FlashParameters& problem, const Work& work) {
    if (ALIBI) {
      const ScoreParameters& scores = problem.scores;
      const float place = work.head < scores.alibi_heads
                              ? static_cast<float>(work.head + 1)
                              : static_cast<float>(work.head - scores.alibi_heads) + 0.5f;
      slope = exp2_fast(scores.alibi_step * place) * scores.inverse_scale;
    }
    if (DROPOUT) batch_head = work.batch * problem.query_heads + work.head;
  }

  /// Soft cap and ALiBi. `position` is the key position of this lane's first row (its other one is 8 further
  /// down), `first_key` the key of the fragments' first column.
  template <int column_groups>
  ATTNSCOPE_DEVICE void change(FragmentC (&scores)[column_groups], const FlashParameters& problem,
                               int position, int first_key, int lane) const {
    if (SOFT_CAP) cap(scores, problem.scores);
    if constexpr (ALIBI) {
#pragma unroll
      for (int half = 0; half < 2; ++half) {
        const float distance = slope * static_cast<float>(first_key + lane % 4 * 2 - position - half * 8);
#pragma unroll
        for (int n = 0; n < column_groups; ++n) {
#pragma unroll
          for (int i = 0; i < 2; ++i) {
            float& score = scores[n].at[half * 2 + i];
            score -= fabsf(fmaf(slope, static_cast<float>(n * 8 + i), distance));
          }
        }
      }
    }
  }

  /// Scores are mostly far below the cap, where a short polynomial is all that it takes; which of the two
  /// ways a warp goes has no bearing on the answer.
  template <int column_groups>
  static ATTNSCOPE_DEVICE void cap(FragmentC (&scores)[column_groups], const ScoreParameters& options) {
    float largest = 0;
#pragma unroll
    for (int n = 0; n < column_groups; ++n)
#pragma unroll
      for (int i = 0; i < 4; ++i) largest = fmaxf(largest, fabsf(scores[n].at[i]));
    if (__any_sync(~0u, !is_small_for_tanh(largest * options.inverse_cap))) {
#pragma unroll
      for (int n = 0; n < column_groups; ++n)
#pragma unroll
        for (float& score : scores[n].at) score = options.cap * tanh_accurate(score * options.inverse_cap);
    } else {
#pragma unroll
      for (int n = 0; n < column_groups; ++n)
#pragma unroll
        for (float& score : scores[n].at) score *= tanh_ratio_of_small(score * options.inverse_cap);
    }
  }

  /// Sets the probabilities that dropout drops to 0. `row` is this lane's first row within its head.
  template <int column_groups>
  ATTNSCOPE_DEVICE void drop(FragmentC (&probabilities)[column_groups], const FlashParameters& problem,
                             int row, int first_key, int lane) const {
    if (!DROPOUT) return;
    const ScoreParameters& options = problem.scores;
    // Fragments start at multiples of 16 rows and keys, so that a lane's eight of each are one draw.
    const uint32 row_counter = row / 16 * 8 + row % 8;
    const uint32 key_counter = first_key / 4 + lane % 4;
#pragma unroll
    for (int n = 0; n < column_groups; n += 2) {
      const PhiloxWords draw = philox(key_counter + n * 2, row_counter, batch_head, options.dropout_key[0],
                                      options.dropout_key[1]);
#pragma unroll
      for (int word = 0; word < 4; ++word) {
        drop_pair(probabilities[n + word % 2].at + word / 2 * 2, draw.at[word], options);
      }
    }
  }
};

/// The same for a warp of a kernel with one CTA for each work item; `row` is this lane's first row in the
/// tile. Where the tile lies is worked out anew, which takes up no registers between blocks.
template <int row_groups, int column_groups>
ATTNSCOPE_DEVICE void change_scores(FragmentC (&scores)[row_groups][column_groups],
                                    const FlashParameters& problem, int row, int first_key, int lane) {
  if (!SOFT_CAP && !ALIBI) return;
  const WorkItem work(problem);
  HeadScores head;
  head.locate(problem, work);
  const int position = work.query_tile * BLOCK_M + row + problem.kv_seqlen - problem.query_seqlen;
#pragma unroll
  for (int m = 0; m < row_groups; ++m) head.change(scores[m], problem, position + m * 16, first_key, lane);
}

template <int row_groups, int column_groups>
ATTNSCOPE_DEVICE void drop_probabilities(FragmentC (&probabilities)[row_groups][column_groups],
                                         const FlashParameters& problem, int row, int first_key, int lane) {
  if (!DROPOUT) return;
  const WorkItem work(problem);
  HeadScores head;
  head.locate(problem, work);
#pragma unroll
  for (int m = 0; m < row_groups; ++m)
    head.drop(probabilities[m], problem, work.query_tile * BLOCK_M + row + m * 16, first_key, lane);
}
