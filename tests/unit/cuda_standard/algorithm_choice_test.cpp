// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/cuda/standard/algorithm_choice.h"

#include <gtest/gtest.h>

namespace attnscope {
namespace {

constexpr std::uint64_t gibibyte = std::uint64_t{1} << 30;

TEST(ReducedForTiming, KeepsWhatFits) {
  Problem problem;
  problem.batch = 4;
  EXPECT_EQ(reduced_for_timing(problem, 2 * gibibyte), problem);
}

TEST(ReducedForTiming, TakesBatchesFirst) {
  Problem problem;
  problem.batch = 64;
  problem.query_seqlen = problem.kv_seqlen = 4096;
  const Problem reduced = reduced_for_timing(problem, 2 * gibibyte);
  EXPECT_LT(reduced.batch, problem.batch);
  EXPECT_GT(reduced.batch, 1);
  EXPECT_EQ(reduced.query_heads, problem.query_heads);
  EXPECT_LE(timing_bytes(reduced), 2 * gibibyte);
  Problem more = reduced;
  more.batch += 1;
  EXPECT_GT(timing_bytes(more), 2 * gibibyte);
}

TEST(ReducedForTiming, ThenHeadsInWholeGroups) {
  Problem problem;
  problem.query_heads = 32;
  problem.kv_heads = 8;
  problem.query_seqlen = problem.kv_seqlen = 8192;
  const Problem reduced = reduced_for_timing(problem, 2 * gibibyte);
  EXPECT_EQ(reduced.batch, 1);
  EXPECT_LT(reduced.kv_heads, 8);
  EXPECT_EQ(reduced.query_heads, reduced.kv_heads * 4);
  EXPECT_LE(timing_bytes(reduced), 2 * gibibyte);
}

TEST(ReducedForTiming, NeverLessThanOneKvHead) {
  Problem problem;
  problem.query_seqlen = problem.kv_seqlen = 131072;
  const Problem reduced = reduced_for_timing(problem, gibibyte);
  EXPECT_EQ(reduced.kv_heads, 1);
  EXPECT_EQ(reduced.query_heads, 1);
  EXPECT_GT(timing_bytes(reduced), gibibyte);  // the caller sees that it does not fit
  EXPECT_EQ(reduced_for_timing(problem, 0).kv_heads, 1);
}

}  // namespace
}  // namespace attnscope
