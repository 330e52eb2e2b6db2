// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// The running softmax of the two rows that a lane shares with its quad in a warpgroup's product. As
// OnlineSoftmax, but the output is rescaled later: when a block's scores are known, the product that adds the
// block before to the output is still under way.
#pragma once

#include "flash/online_softmax.cuh"

struct WarpgroupSoftmax {
  float reference[2];  // the maximum that the sums refer to, in raw scores
  float sum[2];        // this lane's part, until finish()
  float factor[2];     // what the output is to be multiplied by, where update() said so

  ATTNSCOPE_DEVICE WarpgroupSoftmax() {
#pragma unroll
    for (int half = 0; half < 2; ++half) {
      reference[half] = -infinity;
      sum[half] = 0;
    }
  }

  /// scores := exp(scale · (scores − reference)). True, for a whole warp, if the reference has moved.
  template <int column_groups>
  ATTNSCOPE_DEVICE bool update(FragmentC (&scores)[column_groups], float scale_log2) {
    float maximum[2];
    bool grown = false;
#pragma unroll
    for (int half = 0; half < 2; ++half) {
      // Two chains: half the time until the first exponential can start.
      float even = fmaxf(reference[half], scores[0].at[half * 2]);
      float odd = scores[0].at[half * 2 + 1];
#pragma unroll
      for (int n = 1; n < column_groups; ++n) {
        even = fmaxf(even, scores[n].at[half * 2]);
        odd = fmaxf(odd, scores[n].at[half * 2 + 1]);
      }
      maximum[half] = fmaxf(even, odd);
    }
#pragma unroll
    for (int half = 0; half < 2; ++half) {
      maximum[half] = fmaxf(maximum[half], __shfl_xor_sync(~0u, maximum[half], 1));
      maximum[half] = fmaxf(maximum[half], __shfl_xor_sync(~0u, maximum[half], 2));
      grown |= (maximum[half] - reference[half]) * scale_log2 > rescale_log2;
    }
    grown = __any_sync(~0u, grown);
    if (grown) move_reference(maximum, scale_log2);

#pragma unroll
    for (int half = 0; half < 2; ++half) {
      const float shift = finite_reference(half) * -scale_log2;
      float odd = 0;
#pragma unroll
      for (int n = 0; n < column_groups; ++n) {
        // Some for the FMA units, where the special-function units would be what the products wait for.
        const bool polynomial = n * POLYNOMIAL_EIGHTHS % 8 < POLYNOMIAL_EIGHTHS;
        float& left = scores[n].at[half * 2];
        float& right = scores[n].at[half * 2 + 1];
        left = exp2(fmaf(left, scale_log2, shift), polynomial);
        right = exp2(fmaf(right, scale_log2, shift), polynomial);
        sum[half] += left;
        odd += right;
      }
      sum[half] += odd;
    }
    return grown;
  }

  template <int output_groups>
  ATTNSCOPE_DEVICE void rescale(FragmentC (&output)[output_groups]) const {
#pragma unroll
    for (int d = 0; d < output_groups; ++d)
#pragma unroll
      for (int i = 0; i < 4; ++i) output[d].at[i] *= factor[i / 2];
  }

  /// Adds up the lanes' parts of each row sum.
  ATTNSCOPE_DEVICE void finish() {
#pragma unroll
    for (int half = 0; half < 2; ++half) {
      sum[half] += __shfl_xor_sync(~0u, sum[half], 1);
      sum[half] += __shfl_xor_sync(~0u, sum[half], 2);
    }
  }

  /// 1 / row sum; 0 for a row that saw no key.
  ATTNSCOPE_DEVICE float normalizer(int half) const {
    return sum[half] > 0 ? __fdividef(1.0f, sum[half]) : 0.0f;
  }

  /// Natural log of the row's sum of exponentials; −∞ for a row that saw no key.
  ATTNSCOPE_DEVICE float log_sum_exp(int half, float softmax_scale) const {
    return sum[half] > 0 ? reference[half] * softmax_scale + __logf(sum[half]) : -infinity;
  }

 private:
  static ATTNSCOPE_DEVICE float exp2(float x, bool polynomial) {
    return polynomial ? exp2_polynomial(x) : exp2_fast(x);
  }

  /// A row that has seen no key yet has the maximum −∞, and −∞ − −∞ would be NaN.
  ATTNSCOPE_DEVICE float finite_reference(int half) const {
    return reference[half] == -infinity ? 0.0f : reference[half];
  }

  ATTNSCOPE_DEVICE void move_reference(const float (&maximum)[2], float scale_log2) {
#pragma unroll
    for (int half = 0; half < 2; ++half) {
      const float before = reference[half];
      reference[half] = maximum[half];
      factor[half] = exp2_fast((before - finite_reference(half)) * scale_log2);
      sum[half] *= factor[half];
    }
  }
};
