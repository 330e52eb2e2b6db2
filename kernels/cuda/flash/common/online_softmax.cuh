// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// The running softmax of one warp's rows: reference maximum, row sum, and the rescaling of what was
// accumulated.
#pragma once

#include "tile/mma.cuh"

/// Rows are rescaled only once their maximum has grown by more than 2^rescale_log2: until then the
/// probabilities are at most 2^8 times too large, in numerator and denominator alike, which fp32 sums and
/// 16-bit floats hold without loss. After the first few blocks the output is hardly ever touched.
constexpr float rescale_log2 = 8.0f;

template <int row_groups>
struct OnlineSoftmax {
  float reference[row_groups][2];  // the maximum that the sums refer to, in raw scores
  float sum[row_groups][2];        // this lane's part, until finish()

  ATTNSCOPE_DEVICE OnlineSoftmax() {
#pragma unroll
    for (int m = 0; m < row_groups; ++m) {
#pragma unroll
      for (int half = 0; half < 2; ++half) {
        reference[m][half] = -infinity;
        sum[m][half] = 0;
      }
    }
  }

  /// scores := exp(scale · (scores − reference)), where reference, sum and output follow the new maximum.
  template <int column_groups, int output_groups>
  ATTNSCOPE_DEVICE void update(FragmentC (&scores)[row_groups][column_groups],
                               FragmentC (&output)[row_groups][output_groups], float scale_log2) {
    float maximum[row_groups][2];
    bool grown = false;
#pragma unroll
    for (int m = 0; m < row_groups; ++m) {
#pragma unroll
      for (int half = 0; half < 2; ++half) {
        float largest = reference[m][half];
#pragma unroll
        for (int n = 0; n < column_groups; ++n)
          largest = fmaxf(largest, fmaxf(scores[m][n].at[half * 2], scores[m][n].at[half * 2 + 1]));
        maximum[m][half] = quad_maximum(largest);
        grown |= (maximum[m][half] - reference[m][half]) * scale_log2 > rescale_log2;
      }
    }
    if (__any_sync(~0u, grown)) rescale(output, maximum, scale_log2);

#pragma unroll
    for (int m = 0; m < row_groups; ++m) {
#pragma unroll
      for (int half = 0; half < 2; ++half) {
        const float shift = finite_reference(m, half) * -scale_log2;
#pragma unroll
        for (int n = 0; n < column_groups; ++n) {
#pragma unroll
          for (int i = half * 2; i < half * 2 + 2; ++i) {
            scores[m][n].at[i] = exp2_fast(fmaf(scores[m][n].at[i], scale_log2, shift));
            sum[m][half] += scores[m][n].at[i];
          }
        }
      }
    }
  }

  /// Adds up the lanes' parts of each row sum.
  ATTNSCOPE_DEVICE void finish() {
#pragma unroll
    for (int m = 0; m < row_groups; ++m) {
#pragma unroll
      for (int half = 0; half < 2; ++half) sum[m][half] = quad_sum(sum[m][half]);
    }
  }

  /// total / row sum; 0 for a row that saw no key.
  ATTNSCOPE_DEVICE float normalizer(int m, int half, float total) const {
    return sum[m][half] > 0 ? __fdividef(total, sum[m][half]) : 0.0f;
  }

  /// Natural log of the row's sum of exponentials; −∞ for a row that saw no key.
  ATTNSCOPE_DEVICE float log_sum_exp(int m, int half, float softmax_scale) const {
    return sum[m][half] > 0 ? reference[m][half] * softmax_scale + __logf(sum[m][half]) : -infinity;
  }

  /// The same to base 2, which saves the logarithm's and a later exponential's conversion.
  ATTNSCOPE_DEVICE float log2_sum(int m, int half, float scale_log2) const {
    return sum[m][half] > 0 ? reference[m][half] * scale_log2 + log2_fast(sum[m][half]) : -infinity;
  }

 private:
  /// A row that has seen no key yet has the maximum −∞, and −∞ − −∞ would be NaN.
  ATTNSCOPE_DEVICE float finite_reference(int m, int half) const {
    return reference[m][half] == -infinity ? 0.0f : reference[m][half];
  }

  template <int output_groups>
  ATTNSCOPE_DEVICE void rescale(FragmentC (&output)[row_groups][output_groups],
                                const float (&maximum)[row_groups][2], float scale_log2) {
#pragma unroll
    for (int m = 0; m < row_groups; ++m) {
#pragma unroll
      for (int half = 0; half < 2; ++half) {
        const float before = reference[m][half];
        reference[m][half] = maximum[m][half];
        const float factor = exp2_fast((before - finite_reference(m, half)) * scale_log2);
        sum[m][half] *= factor;
#pragma unroll
        for (int d = 0; d < output_groups; ++d) {
          output[m][d].at[half * 2] *= factor;
          output[m][d].at[half * 2 + 1] *= factor;
        }
      }
    }
  }
};
