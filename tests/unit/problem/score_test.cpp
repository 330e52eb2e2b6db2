// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/problem/score.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "kernels/problem/philox.h"

namespace attnscope {
namespace {

// The known answers that the authors of Philox publish with their code, for 4×32 with ten rounds.
TEST(Philox, GivesThePublishedAnswers) {
  EXPECT_EQ((philox<10>({0, 0, 0, 0}, 0)), (PhiloxWords{0x6627e8d5U, 0xe169c58dU, 0xbc57ac4cU, 0x9b00dbd8U}));
  EXPECT_EQ((philox<10>({0xffffffffU, 0xffffffffU, 0xffffffffU, 0xffffffffU}, 0xffffffffffffffffU)),
            (PhiloxWords{0x408f276dU, 0x41c83b0eU, 0xa20bc7c6U, 0x6d5451fdU}));
}

TEST(Score, IsScaledThenCappedThenBiased) {
  Problem problem;
  problem.query_heads = problem.kv_heads = 8;
  problem.query_seqlen = 4;
  problem.kv_seqlen = 10;
  problem.softmax_scale = 0.5;
  EXPECT_DOUBLE_EQ(score(problem, 0, 0, 0, 6), 3);
  problem.soft_cap = 2;
  EXPECT_DOUBLE_EQ(score(problem, 0, 0, 0, 6), 2 * std::tanh(1.5));
  problem.alibi = true;
  // Query 0 sits at position 6; head 0 of 8 has the slope 1/2.
  EXPECT_DOUBLE_EQ(score(problem, 0, 0, 6, 6), 2 * std::tanh(1.5));
  EXPECT_DOUBLE_EQ(score(problem, 0, 0, 4, 6), 2 * std::tanh(1.5) - 1);
  EXPECT_DOUBLE_EQ(score(problem, 0, 0, 8, 6), 2 * std::tanh(1.5) - 1);
}

TEST(Score, AlibiSlopesFollowThePaper) {
  for (int head = 0; head < 8; ++head) EXPECT_DOUBLE_EQ(alibi_slope(8, head), std::exp2(-(head + 1)));
  // Twelve heads: those of eight, then every second one of sixteen.
  EXPECT_DOUBLE_EQ(alibi_slope(12, 7), std::exp2(-8));
  EXPECT_DOUBLE_EQ(alibi_slope(12, 8), std::exp2(-0.5));
  EXPECT_DOUBLE_EQ(alibi_slope(12, 11), std::exp2(-3.5));
}

TEST(Dropout, DropsItsShareAndScalesTheRest) {
  Problem problem;
  problem.dropout = 0.3;
  problem.dropout_seed = 17;
  constexpr std::int64_t rows = 64;
  constexpr std::int64_t keys = 512;
  std::int64_t kept = 0;
  for (std::int64_t row = 0; row < rows; ++row)
    for (std::int64_t key = 0; key < keys; ++key) kept += dropout_keeps(problem, 3, row, key) ? 1 : 0;
  // Five standard deviations of a binomial count.
  EXPECT_NEAR(static_cast<double>(kept), 0.7 * rows * keys, 5 * std::sqrt(0.21 * rows * keys));
  EXPECT_NEAR(dropout_scale(problem), 1 / 0.7, 1e-5);
}

TEST(Dropout, UsesEachHalfwordOnceInATile) {
  // Without dropping a whole tile's words could repeat unnoticed: compare the keep pattern of many
  // thresholds.
  Problem problem;
  problem.dropout_seed = 5;
  std::set<std::uint32_t> first_kept;
  for (std::int64_t row = 0; row < 16; ++row) {
    for (std::int64_t key = 0; key < 16; ++key) {
      std::uint32_t low = 0;
      std::uint32_t high = 65536;
      while (high - low > 1) {  // the largest threshold that keeps it is its random number
        const std::uint32_t middle = (low + high) / 2;
        problem.dropout = middle / 65536.0;
        (dropout_keeps(problem, 0, row, key) ? low : high) = middle;
      }
      first_kept.insert(low);
    }
  }
  // 256 draws from 65536: about half a collision is expected, five are next to impossible.
  EXPECT_GE(first_kept.size(), 252U);
}

TEST(Dropout, DependsOnSeedAndHead) {
  Problem problem;
  problem.dropout = 0.5;
  problem.dropout_seed = 1;
  Problem other = problem;
  other.dropout_seed = std::uint64_t{1} << 32U;
  int seeds_differ = 0;
  int heads_differ = 0;
  for (std::int64_t key = 0; key < 1000; ++key) {
    seeds_differ += dropout_keeps(problem, 0, 0, key) != dropout_keeps(other, 0, 0, key) ? 1 : 0;
    heads_differ += dropout_keeps(problem, 0, 0, key) != dropout_keeps(problem, 1, 0, key) ? 1 : 0;
  }
  EXPECT_GT(seeds_differ, 400);
  EXPECT_GT(heads_differ, 400);
}

TEST(Score, PlainMeansNothingIsDoneToIt) {
  EXPECT_TRUE(plain_scores({}));
  Problem capped;
  capped.soft_cap = 30;
  Problem biased;
  biased.alibi = true;
  Problem dropped;
  dropped.dropout = 0.1;
  EXPECT_FALSE(plain_scores(capped) || plain_scores(biased) || plain_scores(dropped));
}

}  // namespace
}  // namespace attnscope
