// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// The two matrix products of attention on one warp's rows, operands in shared memory, and the way out.
#pragma once

#include "flash/common/online_softmax.cuh"
#include "flash/common/parameters.cuh"
#include "flash/common/score.cuh"
#include "tile/copy.cuh"
#include "tile/mma.cuh"
#include "tile/shared_tile.cuh"

/// S = Q·Kᵀ. `query` and `key` are this lane's addresses into the warp's rows of Q and into the K block.
template <typename Element, int head_dim, int row_groups, int column_groups>
ATTNSCOPE_DEVICE void multiply_query_key(FragmentC (&scores)[row_groups][column_groups], uint32 query,
                                         uint32 key) {
  using Layout = TileLayout<head_dim>;
#pragma unroll
  for (int m = 0; m < row_groups; ++m)
#pragma unroll
    for (int n = 0; n < column_groups; ++n) scores[m][n] = {};

#pragma unroll
  for (int k = 0; k < head_dim / 16; ++k) {
    FragmentA a[row_groups];
#pragma unroll
    for (int m = 0; m < row_groups; ++m)
      load_matrices(a[m].at, Layout::advance(query, k * 2) + m * 16 * Layout::row_bytes);
#pragma unroll
    for (int n = 0; n < column_groups; n += 2) {
      FragmentPairB b;
      load_matrices(b.at, Layout::advance(key, k * 2) + n * 8 * Layout::row_bytes);
#pragma unroll
      for (int m = 0; m < row_groups; ++m) {
        mma_16x8x16<Element>(scores[m][n], a[m], b.at[0], b.at[1]);
        mma_16x8x16<Element>(scores[m][n + 1], a[m], b.at[2], b.at[3]);
      }
    }
  }
}

/// O += P·V. P is the scores' own registers, rounded: an accumulator's lanes are an A operand's lanes.
template <typename Element, int head_dim, int row_groups, int column_groups>
ATTNSCOPE_DEVICE void multiply_probability_value(FragmentC (&output)[row_groups][head_dim / 8],
                                                 const FragmentC (&probabilities)[row_groups][column_groups],
                                                 uint32 value) {
  using Layout = TileLayout<head_dim>;
#pragma unroll
  for (int k = 0; k < column_groups / 2; ++k) {
    FragmentA a[row_groups];
#pragma unroll
    for (int m = 0; m < row_groups; ++m) {
      const FragmentC& left = probabilities[m][k * 2];
      const FragmentC& right = probabilities[m][k * 2 + 1];
      a[m] = {pack_pair<Element>(left.at[0], left.at[1]), pack_pair<Element>(left.at[2], left.at[3]),
              pack_pair<Element>(right.at[0], right.at[1]), pack_pair<Element>(right.at[2], right.at[3])};
    }
#pragma unroll
    for (int d = 0; d < head_dim / 8; d += 2) {
      FragmentPairB b;
      load_matrices_transposed(b.at, Layout::advance(value, d) + k * 16 * Layout::row_bytes);
#pragma unroll
      for (int m = 0; m < row_groups; ++m) {
        mma_16x8x16<Element>(output[m][d], a[m], b.at[0], b.at[1]);
        mma_16x8x16<Element>(output[m][d + 1], a[m], b.at[2], b.at[3]);
      }
    }
  }
}

/// Normalises a warp's rows to a sum of `total` and writes them, through the warp's own rows of the Q tile,
/// whose contents are no longer needed, so that device memory sees whole 16-byte chunks. `rows` of them lie
/// within the problem.
template <typename Element, int head_dim, int row_groups>
ATTNSCOPE_DEVICE void write_output(const FragmentC (&output)[row_groups][head_dim / 8],
                                   const OnlineSoftmax<row_groups>& softmax, uint32 staging, uint16* global,
                                   int64 row_stride, int rows, int problem_head_dim, int lane, float total) {
  using Layout = TileLayout<head_dim>;
  __syncwarp();
#pragma unroll
  for (int m = 0; m < row_groups; ++m) {
#pragma unroll
    for (int half = 0; half < 2; ++half) {
      const int row = m * 16 + half * 8 + lane / 4;
      const float normalizer = softmax.normalizer(m, half, total);
#pragma unroll
      for (int d = 0; d < head_dim / 8; ++d)
        store_shared_pair(staging + Layout::offset(row, d) + (lane % 4) * 4,
                          pack_pair<Element>(output[m][d].at[half * 2] * normalizer,
                                             output[m][d].at[half * 2 + 1] * normalizer));
    }
  }
  __syncwarp();
#pragma unroll
  for (int index = lane; index < row_groups * 16 * Layout::chunks; index += 32) {
    const int row = index / Layout::chunks;
    const int chunk = index % Layout::chunks;
    if (row < rows && (!PADDED || chunk * chunk_elements < problem_head_dim))
      store_chunk(global + row * row_stride + chunk * chunk_elements,
                  load_shared_chunk(staging + Layout::offset(row, chunk)));
  }
}

/// `log_sum_exp` points at the warp's first row.
template <int row_groups>
ATTNSCOPE_DEVICE void write_log_sum_exp(const OnlineSoftmax<row_groups>& softmax, float* log_sum_exp,
                                        int rows, float softmax_scale, int lane) {
  if (lane % 4 != 0) return;
#pragma unroll
  for (int m = 0; m < row_groups; ++m) {
#pragma unroll
    for (int half = 0; half < 2; ++half) {
      const int row = m * 16 + half * 8 + lane / 4;
      if (row < rows) log_sum_exp[row] = softmax.log_sum_exp(m, half, softmax_scale);
    }
  }
}
