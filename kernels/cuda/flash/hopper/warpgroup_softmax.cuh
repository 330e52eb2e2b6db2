// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// The running softmax of the two rows that a lane shares with its quad in a warpgroup's product. As
// OnlineSoftmax, but the output is rescaled later: when a block's scores are known, the product that adds the
// block before to the output is still under way.
#pragma once

#include "flash/common/online_softmax.cuh"

class WarpgroupSoftmax {
 public:
  /// A tile's first block: scores := exp(scale · (scores − reference)).
  template <int column_groups>
  ATTNSCOPE_DEVICE void begin(FragmentC (&scores)[column_groups], float scale_log2) {
#pragma unroll
    for (int half = 0; half < 2; ++half) {
      reference_[half] = maximum(scores, half);
      sum_[half] = 0;
    }
    exponentiate(scores, scale_log2);
  }

  /// The same of a further block. True, for a whole warp, if the reference has moved and the output is to be
  /// rescaled.
  template <int column_groups>
  ATTNSCOPE_DEVICE bool update(FragmentC (&scores)[column_groups], float scale_log2) {
    float largest[2];
    bool grown = false;
#pragma unroll
    for (int half = 0; half < 2; ++half) {
      largest[half] = fmaxf(maximum(scores, half), reference_[half]);
      grown |= (largest[half] - reference_[half]) * scale_log2 > rescale_log2;
    }
    grown = __any_sync(~0u, grown);
    if (grown) {
#pragma unroll
      for (int half = 0; half < 2; ++half) {
        const float before = reference_[half];
        reference_[half] = largest[half];
        factor_[half] = exp2_fast((before - finite_reference(half)) * scale_log2);
        sum_[half] *= factor_[half];
      }
    }
    exponentiate(scores, scale_log2);
    return grown;
  }

  template <int output_groups>
  ATTNSCOPE_DEVICE void rescale(FragmentC (&output)[output_groups]) const {
#pragma unroll
    for (int d = 0; d < output_groups; ++d)
#pragma unroll
      for (int i = 0; i < 4; ++i) output[d].at[i] *= factor_[i / 2];
  }

  /// Adds up the lanes' parts of each row sum.
  ATTNSCOPE_DEVICE void finish() {
#pragma unroll
    for (int half = 0; half < 2; ++half) sum_[half] = quad_sum(sum_[half]);
  }

  /// total / row sum; 0 for a row that saw no key.
  ATTNSCOPE_DEVICE float normalizer(int half, float total) const {
    return sum_[half] > 0 ? __fdividef(total, sum_[half]) : 0.0f;
  }

  /// Natural log of the row's sum of exponentials; −∞ for a row that saw no key.
  ATTNSCOPE_DEVICE float log_sum_exp(int half, float softmax_scale) const {
    return sum_[half] > 0 ? reference_[half] * softmax_scale + __logf(sum_[half]) : -infinity;
  }

 private:
  /// Of a row of the block, over the quad that shares it.
  template <int column_groups>
  static ATTNSCOPE_DEVICE float maximum(const FragmentC (&scores)[column_groups], int half) {
    // Two chains: half the time until the first exponential can start.
    float even = scores[0].at[half * 2];
    float odd = scores[0].at[half * 2 + 1];
#pragma unroll
    for (int n = 1; n < column_groups; ++n) {
      even = fmaxf(even, scores[n].at[half * 2]);
      odd = fmaxf(odd, scores[n].at[half * 2 + 1]);
    }
    return quad_maximum(fmaxf(even, odd));
  }

  template <int column_groups>
  ATTNSCOPE_DEVICE void exponentiate(FragmentC (&scores)[column_groups], float scale_log2) {
#pragma unroll
    for (int half = 0; half < 2; ++half) {
      const float shift = finite_reference(half) * -scale_log2;
      float odd = 0;
#pragma unroll
      for (int n = 0; n < column_groups; ++n) {
        float& left = scores[n].at[half * 2];
        float& right = scores[n].at[half * 2 + 1];
        left = exp2_fast(fmaf(left, scale_log2, shift));
        right = exp2_fast(fmaf(right, scale_log2, shift));
        sum_[half] += left;
        odd += right;
      }
      sum_[half] += odd;
    }
  }

  /// A row that has seen no key yet has the maximum −∞, and −∞ − −∞ would be NaN.
  ATTNSCOPE_DEVICE float finite_reference(int half) const {
    return reference_[half] == -infinity ? 0.0f : reference_[half];
  }

  float reference_[2];  // the maximum that the sums refer to, in raw scores
  float sum_[2];        // this lane's part, until finish()
  float factor_[2];     // what the output is to be multiplied by, where update() said so
};
