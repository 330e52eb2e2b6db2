// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/problem/cost.h"

#include <gtest/gtest.h>

#include "tests/unit/problem/brute_force.h"

namespace attnscope {
namespace {

double pairs_by_counting(const Problem& problem) {
  double pairs = 0;
  for (std::int64_t query = 0; query < problem.query_seqlen; ++query)
    for (std::int64_t key = 0; key < problem.kv_seqlen; ++key) pairs += sees(problem, query, key) ? 1 : 0;
  return pairs * static_cast<double>(problem.batch * problem.query_heads);
}

TEST(Cost, UnmaskedPairsAndFlopsEqualCounting) {
  for (const Problem& problem : small_masks()) {
    ASSERT_EQ(unmasked_pairs(problem), pairs_by_counting(problem)) << to_string(problem);
    ASSERT_EQ(forward_flops(problem), 4.0 * 16 * pairs_by_counting(problem));
  }
}

TEST(Cost, LongLengthsInClosedForm) {
  const double length = 65536;
  Problem problem{
      .batch = 2, .query_heads = 8, .kv_heads = 8, .query_seqlen = 65536, .kv_seqlen = 65536, .head_dim = 64};
  EXPECT_DOUBLE_EQ(forward_flops(problem), 4 * 64 * 16 * length * length);
  problem.causal = true;
  EXPECT_DOUBLE_EQ(forward_flops(problem), 4 * 64 * 16 * length * (length + 1) / 2);
}

TEST(Cost, CausalHalfCountsHalfOfAllPairsOnlyWhereItIsDefined) {
  Problem problem{.batch = 1,
                  .query_heads = 1,
                  .kv_heads = 1,
                  .query_seqlen = 100,
                  .kv_seqlen = 100,
                  .head_dim = 16,
                  .causal = true};
  EXPECT_TRUE(causal_half_applies(problem));
  EXPECT_DOUBLE_EQ(forward_flops(problem, FlopConvention::causal_half), 4.0 * 16 * 100 * 100 / 2);
  EXPECT_DOUBLE_EQ(forward_flops(problem, FlopConvention::exact), 4.0 * 16 * 100 * 101 / 2);
  for (auto change : {+[](Problem& p) { p.causal = false; }, +[](Problem& p) { p.kv_seqlen = 101; },
                      +[](Problem& p) { p.window_left = 3; }, +[](Problem& p) { p.window_right = 3; }}) {
    Problem other = problem;
    change(other);
    EXPECT_FALSE(causal_half_applies(other)) << to_string(other);
    EXPECT_EQ(forward_flops(other, FlopConvention::causal_half), forward_flops(other)) << to_string(other);
  }
}

TEST(Cost, BytesOfTensors) {
  Problem problem{
      .batch = 2, .query_heads = 4, .kv_heads = 2, .query_seqlen = 3, .kv_seqlen = 5, .head_dim = 16};
  EXPECT_EQ(input_bytes(problem), 2U * 16 * (2 * 4 * 3 + 2 * 2 * 2 * 5));
  EXPECT_EQ(output_bytes(problem), 2U * 16 * 2 * 4 * 3);
  EXPECT_EQ(score_matrix_bytes(problem, Dtype::fp32), 4U * 2 * 4 * 3 * 5);
  EXPECT_EQ(score_matrix_bytes(problem, Dtype::fp16), 2U * 2 * 4 * 3 * 5);
  problem.dtype = Dtype::fp32;
  EXPECT_EQ(output_bytes(problem), 4U * 16 * 2 * 4 * 3);
  problem.dtype = Dtype::fp8_e4m3;  // one byte in, two out
  EXPECT_EQ(input_bytes(problem), 1U * 16 * (2 * 4 * 3 + 2 * 2 * 2 * 5));
  EXPECT_EQ(output_bytes(problem), 2U * 16 * 2 * 4 * 3);
}

}  // namespace
}  // namespace attnscope
