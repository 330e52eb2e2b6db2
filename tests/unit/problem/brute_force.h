// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// The mask's definition, pair by pair, and a set of small problems that reaches its corners.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "kernels/problem/problem.h"

namespace attnscope {

/// Whether query `query` sees key `key`, straight from Problem's comment.
inline bool sees(const Problem& problem, std::int64_t query, std::int64_t key) {
  const std::int64_t diagonal = query + problem.kv_seqlen - problem.query_seqlen;
  return (!problem.causal || key <= diagonal) &&
         (!problem.window_left || key >= diagonal - *problem.window_left) &&
         (!problem.window_right || key <= diagonal + *problem.window_right);
}

/// All masks on all pairs of some lengths: longer queries, longer keys, single rows.
inline std::vector<Problem> small_masks() {
  std::vector<Problem> problems;
  const std::optional<std::int64_t> sides[] = {{}, 0, 1, 3, 100};
  for (const std::int64_t query : {1, 2, 5, 8, 13})
    for (const std::int64_t key : {1, 3, 8, 14})
      for (const bool causal : {false, true})
        for (const auto& left : sides)
          for (const auto& right : sides)
            problems.push_back(Problem{.batch = 2,
                                       .query_heads = 3,
                                       .kv_heads = 1,
                                       .query_seqlen = query,
                                       .kv_seqlen = key,
                                       .head_dim = 16,
                                       .causal = causal,
                                       .window_left = left,
                                       .window_right = right});
  return problems;
}

}  // namespace attnscope
