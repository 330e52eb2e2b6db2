// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Where a row of a tensor starts: element strides of the two layouts.
#pragma once

#include <cstdint>

#include "kernels/problem/problem.h"

namespace attnscope {

/// Distance in elements between neighbours along each axis; along head_dim it is 1.
struct Strides {
  std::int64_t batch = 0;
  std::int64_t head = 0;
  std::int64_t row = 0;

  std::int64_t offset(std::int64_t batch_index, std::int64_t head_index, std::int64_t row_index) const {
    return batch_index * batch + head_index * head + row_index * row;
  }
};

inline Strides strides_of(Layout layout, std::int64_t heads, std::int64_t seqlen, std::int64_t head_dim) {
  if (layout == Layout::bhsd) return Strides{heads * seqlen * head_dim, seqlen * head_dim, head_dim};
  return Strides{seqlen * heads * head_dim, head_dim, heads * head_dim};
}

/// Strides of Q and O.
inline Strides query_strides(const Problem& problem) {
  return strides_of(problem.layout, problem.query_heads, problem.query_seqlen, problem.head_dim);
}

/// Strides of K and V.
inline Strides kv_strides(const Problem& problem) {
  return strides_of(problem.layout, problem.kv_heads, problem.kv_seqlen, problem.head_dim);
}

}  // namespace attnscope
