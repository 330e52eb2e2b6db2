// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Attention in fp64 on the CPU, from the definition: the oracle of every test and of every point's error.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "kernels/problem/problem.h"

namespace attnscope {

/// Exact answers for some query rows of every head.
struct ReferenceRows {
  std::vector<std::int64_t> query_rows;
  std::vector<double> output;       ///< [batch, query_heads, query_rows, head_dim], whatever the layout
  std::vector<double> log_sum_exp;  ///< [batch, query_heads, query_rows]; −∞ for a row that sees no key
};

/// Attention of `query_rows` in every head and batch. The pointers are on the host, in the problem's dtype
/// and layout. `threads` 0 means all that this process may use. The answer does not depend on `threads`.
ReferenceRows reference_attention(const Problem& problem, const void* query, const void* key,
                                  const void* value, std::span<const std::int64_t> query_rows,
                                  int threads = 0);

/// Every query row, in order.
std::vector<std::int64_t> all_rows(const Problem& problem);

/// At most `max_rows` query rows in order: all of them if they fit, otherwise the first and last row of tiles
/// of `tile_m` rows; of every tile if that fits, otherwise of tiles spread evenly from the first to the last.
std::vector<std::int64_t> rows_to_check(const Problem& problem, std::int64_t tile_m, std::int64_t max_rows);

}  // namespace attnscope
