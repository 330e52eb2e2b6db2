// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/cuda/standard/scratch.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <tuple>

#include "kernels/problem/cost.h"

namespace attnscope {
namespace {

TEST(StandardScratch, HoldsOneScoreMatrix) {
  Problem problem;
  problem.batch = 1;
  EXPECT_EQ(standard_scratch(problem).bytes, score_matrix_bytes(problem, problem.dtype));
}

TEST(StandardScratch, HasTablesWhereNoStrideWalksTheBatch) {
  Problem problem;
  problem.batch = 4;
  problem.layout = Layout::bshd;
  const StandardScratch scratch = standard_scratch(problem);
  EXPECT_EQ(scratch.pointers.bytes, static_cast<std::uint64_t>(4 * 16 * 6 * 8));
  EXPECT_GE(scratch.pointers.offset, scratch.scores.offset + scratch.scores.bytes);
  EXPECT_GE(scratch.bytes, scratch.pointers.offset + scratch.pointers.bytes);
  problem.layout = Layout::bhsd;
  EXPECT_EQ(standard_scratch(problem).pointers.bytes, 0U);
}

TEST(EagerScratch, HoldsTwoScoreMatricesAndRepeatedKeysAndValues) {
  Problem problem;
  problem.query_heads = 32;
  problem.kv_heads = 8;
  problem.kv_seqlen = 1000;
  problem.query_seqlen = 999;
  const EagerScratch scratch = eager_scratch(problem);
  EXPECT_EQ(scratch.even.bytes, score_matrix_bytes(problem, problem.dtype));
  EXPECT_EQ(scratch.odd.bytes, scratch.even.bytes);
  EXPECT_EQ(scratch.key.bytes, static_cast<std::uint64_t>(32 * 1000 * 128 * 2));
  EXPECT_EQ(scratch.value.bytes, scratch.key.bytes);
  // No two parts meet, and each starts where vectors of 16 bytes may.
  std::uint64_t end = 0;
  for (const ScratchPart& part : {scratch.even, scratch.odd, scratch.key, scratch.value, scratch.pointers}) {
    EXPECT_GE(part.offset, end);
    EXPECT_EQ(part.offset % 256, 0U);
    end = part.offset + part.bytes;
  }
  EXPECT_GE(scratch.bytes, end);
}

TEST(EagerScratch, RepeatsNothingWithoutGroups) {
  EXPECT_EQ(eager_scratch(Problem{}).key.bytes, 0U);
}

TEST(ScoreBytes, CountsThePadding) {
  Problem problem;
  problem.batch = 2;
  problem.query_heads = 3;
  problem.kv_heads = 3;
  problem.query_seqlen = 5;
  problem.kv_seqlen = 9;
  EXPECT_EQ(score_bytes(problem), static_cast<std::uint64_t>(2 * 3 * 5 * 16 * 2));
}

/// The largest problems that validate() lets through, padding included, still count in 64 bits.
TEST(EagerScratch, DoesNotOverflowOnAnyValidProblem) {
  for (const Dtype dtype : {Dtype::fp16, Dtype::fp32}) {
    for (const auto& [query_log2, kv_log2, batch_log2] :
         {std::tuple{30, 0, 25}, {30, 28, 1}, {0, 30, 25}, {29, 29, 1}}) {
      Problem problem;
      problem.dtype = dtype;
      problem.head_dim = 16;
      problem.query_heads = 1;
      problem.kv_heads = 1;
      problem.query_seqlen = std::int64_t{1} << query_log2;
      problem.kv_seqlen = std::int64_t{1} << kv_log2;
      problem.batch = std::int64_t{1} << batch_log2;
      ASSERT_TRUE(validate(problem)) << to_string(problem);
      const EagerScratch scratch = eager_scratch(problem);
      const long double expected =
          2.0L * static_cast<long double>(problem.batch * problem.query_seqlen) *
          static_cast<long double>(std::max<std::int64_t>(problem.kv_seqlen, 16 / bytes_of(dtype))) *
          static_cast<long double>(bytes_of(dtype));
      EXPECT_NEAR(static_cast<long double>(scratch.bytes) / expected, 1.0L, 1e-3L) << to_string(problem);
    }
  }
}

}  // namespace
}  // namespace attnscope
