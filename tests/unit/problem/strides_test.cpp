// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/problem/strides.h"

#include <gtest/gtest.h>

#include <vector>

namespace attnscope {
namespace {

TEST(Strides, AreThoseOfTheLayout) {
  Problem problem{.batch = 2,
                  .query_heads = 6,
                  .kv_heads = 3,
                  .query_seqlen = 5,
                  .kv_seqlen = 7,
                  .head_dim = 16,
                  .layout = Layout::bhsd};
  EXPECT_EQ(query_strides(problem).offset(1, 2, 3), ((1 * 6 + 2) * 5 + 3) * 16);
  EXPECT_EQ(kv_strides(problem).offset(1, 2, 3), ((1 * 3 + 2) * 7 + 3) * 16);
  problem.layout = Layout::bshd;
  EXPECT_EQ(query_strides(problem).offset(1, 2, 3), ((1 * 5 + 3) * 6 + 2) * 16);
  EXPECT_EQ(kv_strides(problem).offset(1, 2, 3), ((1 * 7 + 3) * 3 + 2) * 16);
}

TEST(Strides, ReachEveryRowOnce) {
  const Problem problem{.batch = 2,
                        .query_heads = 3,
                        .kv_heads = 3,
                        .query_seqlen = 4,
                        .kv_seqlen = 4,
                        .head_dim = 16,
                        .layout = Layout::bshd};
  std::vector<int> seen(static_cast<std::size_t>(query_elements(problem) / 16));
  for (std::int64_t b = 0; b < 2; ++b)
    for (std::int64_t h = 0; h < 3; ++h)
      for (std::int64_t s = 0; s < 4; ++s)
        ++seen.at(static_cast<std::size_t>(query_strides(problem).offset(b, h, s) / 16));
  for (const int count : seen) EXPECT_EQ(count, 1);
}

}  // namespace
}  // namespace attnscope
