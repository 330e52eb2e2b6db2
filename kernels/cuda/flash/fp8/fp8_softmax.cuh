// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// The running softmax of the two rows that a lane shares with its quad in a warpgroup's product, for
// probabilities in e4m3. As WarpgroupSoftmax, but probabilities refer to the exact maximum so far, since e4m3
// has no room to spare, and the output's rescaling is left to the addition of the next block's part.
#pragma once

#include "tile/wgmma_e4m3.cuh"

/// Probabilities are 2^8 times too large, in numerator and denominator alike: then e4m3, which goes from 2^−9
/// to 448, holds those that are 2^−17 of a row's largest.
constexpr float probability_scale_log2 = 8.0f;
constexpr float log_of_2 = 0.693147180559945f;

class Fp8Softmax {
 public:
  /// Forgets the rows so far: what comes is a tile's first block.
  ATTNSCOPE_DEVICE void restart() {
    reference_[0] = reference_[1] = -infinity;
    sum_[0] = sum_[1] = 0;
  }

  /// probabilities := exp(scale · (scores − reference)), rounded; factor() is what the sums so far, and the
  /// output, are to be multiplied by.
  template <int column_groups>
  ATTNSCOPE_DEVICE void update(FragmentC (&scores)[column_groups],
                               FragmentA (&probabilities)[column_groups / 4], float scale_log2) {
    float shift[2];
#pragma unroll
    for (int half = 0; half < 2; ++half) {
      const float before = reference_[half];
      reference_[half] = maximum(scores, half);
      // A row that has seen no key yet has the maximum −∞, and −∞ − −∞ would be NaN.
      const float finite = reference_[half] == -infinity ? 0.0f : reference_[half];
      factor_[half] = exp2_fast((before - finite) * scale_log2);
      sum_[half] *= factor_[half];
      shift[half] = probability_scale_log2 - finite * scale_log2;
    }
    float odd[2] = {0, 0};
#pragma unroll
    for (int step = 0; step < column_groups / 4; ++step) {
#pragma unroll
      for (int pair = 0; pair < 2; ++pair) {
#pragma unroll
        for (int half = 0; half < 2; ++half) {
          const float* const left = scores[step * 4 + pair * 2].at + half * 2;
          const float* const right = scores[step * 4 + pair * 2 + 1].at + half * 2;
          const float first = exp2_fast(fmaf(left[0], scale_log2, shift[half]));
          const float second = exp2_fast(fmaf(left[1], scale_log2, shift[half]));
          const float third = exp2_fast(fmaf(right[0], scale_log2, shift[half]));
          const float fourth = exp2_fast(fmaf(right[1], scale_log2, shift[half]));
          sum_[half] += first + third;
          odd[half] += second + fourth;
          probabilities[step].at[pair * 2 + half] = pack_e4m3(first, second, third, fourth);
        }
      }
    }
    sum_[0] += odd[0];
    sum_[1] += odd[1];
  }

  ATTNSCOPE_DEVICE float factor(int half) const {
    return factor_[half];
  }

  /// Adds up the lanes' parts of each row sum.
  ATTNSCOPE_DEVICE void finish() {
#pragma unroll
    for (int half = 0; half < 2; ++half) sum_[half] = quad_sum(sum_[half]);
  }

  /// 1 / row sum; 0 for a row that saw no key.
  ATTNSCOPE_DEVICE float normalizer(int half) const {
    return sum_[half] > 0 ? __fdividef(1.0f, sum_[half]) : 0.0f;
  }

  /// Natural log of the row's sum of exponentials; −∞ for a row that saw no key.
  ATTNSCOPE_DEVICE float log_sum_exp(int half, float scale_log2) const {
    return sum_[half] > 0
               ? (reference_[half] * scale_log2 - probability_scale_log2) * log_of_2 + __logf(sum_[half])
               : -infinity;
  }

 private:
  /// Of a row of the block and its reference, over the quad that shares it.
  template <int column_groups>
  ATTNSCOPE_DEVICE float maximum(const FragmentC (&scores)[column_groups], int half) const {
    // Four chains: a quarter of the time until the first exponential can start.
    float largest[4];
#pragma unroll
    for (int chain = 0; chain < 4; ++chain) largest[chain] = scores[chain / 2].at[half * 2 + chain % 2];
    largest[0] = fmaxf(largest[0], reference_[half]);
#pragma unroll
    for (int n = 2; n < column_groups; ++n)
#pragma unroll
      for (int i = 0; i < 2; ++i)
        largest[n % 2 * 2 + i] = fmaxf(largest[n % 2 * 2 + i], scores[n].at[half * 2 + i]);
    return quad_maximum(fmaxf(fmaxf(largest[0], largest[1]), fmaxf(largest[2], largest[3])));
  }

  float reference_[2];  // the rows' maximum so far, in raw scores
  float sum_[2];        // this lane's part, until finish()
  float factor_[2];
};
