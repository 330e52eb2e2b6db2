// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// What no implementation is ever asked to compute, and the words that say why.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "kernels/problem/cost.h"
#include "kernels/problem/problem.h"

namespace attnscope {
namespace {

constexpr std::int64_t far_too_many = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t lowest = std::numeric_limits<std::int64_t>::min();

std::string refusal(const Problem& problem) {
  const auto valid = validate(problem);
  if (valid) return "accepted";
  EXPECT_EQ(valid.error().kind, ErrorKind::usage);
  return valid.error().message;
}

TEST(Validate, AcceptsTheDefaultAndItsExtremes) {
  EXPECT_TRUE(validate(Problem{}));
  EXPECT_TRUE(validate({.query_heads = 1, .kv_heads = 1, .query_seqlen = 1, .kv_seqlen = 1, .head_dim = 16}));
  EXPECT_TRUE(validate({.query_heads = 128, .kv_heads = 1, .head_dim = 256}));
  EXPECT_TRUE(validate({.window_left = 0, .window_right = far_too_many, .softmax_scale = 1e-3}));
  for (std::int64_t head_dim = 16; head_dim <= 256; head_dim += 8)
    EXPECT_TRUE(validate({.head_dim = head_dim}));
}

TEST(Validate, NamesTheFieldThatIsNotPositive) {
  EXPECT_EQ(refusal({.batch = 0}), "batch must be at least 1, not 0");
  EXPECT_EQ(refusal({.query_heads = -1}), "query heads must be at least 1, not -1");
  EXPECT_EQ(refusal({.kv_heads = 0}), "KV heads must be at least 1, not 0");
  EXPECT_EQ(refusal({.query_seqlen = 0}), "query length must be at least 1, not 0");
  EXPECT_EQ(refusal({.kv_seqlen = lowest}), "KV length must be at least 1, not -9223372036854775808");
  EXPECT_EQ(refusal({.head_dim = 0}), "head dim must be at least 1, not 0");
}

TEST(Validate, KvHeadsMustDivideQueryHeads) {
  EXPECT_EQ(refusal({.query_heads = 32, .kv_heads = 5}),
            "KV heads must divide query heads, and 5 does not divide 32");
  EXPECT_EQ(refusal({.query_heads = 8, .kv_heads = 16}),
            "KV heads must divide query heads, and 16 does not divide 8");
}

TEST(Validate, HeadDimIsAMultipleOfEightFrom16To256) {
  for (const std::int64_t head_dim : {std::int64_t{1}, std::int64_t{8}, std::int64_t{15}, std::int64_t{20},
                                      std::int64_t{257}, std::int64_t{264}, far_too_many})
    EXPECT_EQ(refusal({.head_dim = head_dim}),
              "head dim must be a multiple of 8 from 16 to 256, not " + std::to_string(head_dim));
}

TEST(Validate, SoftCapAndDropoutAreInTheirRanges) {
  EXPECT_TRUE(validate({.soft_cap = 30, .alibi = true, .dropout = 0.5, .dropout_seed = 7}));
  EXPECT_EQ(refusal({.soft_cap = 0}), "the soft cap must be a positive number");
  EXPECT_EQ(refusal({.soft_cap = std::numeric_limits<double>::infinity()}),
            "the soft cap must be a positive number");
  for (const double dropout : {-0.1, 1.0, std::nan("")})
    EXPECT_EQ(refusal({.dropout = dropout}), "dropout must be 0 or more and less than 1");
  EXPECT_EQ(refusal({.dropout_seed = 3}), "a dropout seed is given, but no dropout");
  EXPECT_EQ(refusal({.dropout = 0.1, .dropout_seed = std::uint64_t{1} << 63U}),
            "the dropout seed must be below 2⁶³");
}

TEST(Validate, WindowSidesAreNotNegative) {
  EXPECT_EQ(refusal({.window_left = -1}), "a window side must be 0 or more");
  EXPECT_EQ(refusal({.window_left = 4, .window_right = lowest}), "a window side must be 0 or more");
}

TEST(Validate, ScaleIsAPositiveNumber) {
  for (const double scale : {0.0, -0.5, std::nan(""), std::numeric_limits<double>::infinity()})
    EXPECT_EQ(refusal({.softmax_scale = scale}), "the softmax scale must be a positive number");
}

TEST(Validate, RefusesProductsThatOverflow) {
  const std::string message = "batch, heads and lengths are too large: their product overflows";
  EXPECT_EQ(refusal({.batch = far_too_many}), message);
  EXPECT_EQ(refusal({.query_heads = far_too_many, .kv_heads = far_too_many}), message);
  EXPECT_EQ(refusal({.query_seqlen = far_too_many}), message);
  EXPECT_EQ(refusal({.kv_seqlen = far_too_many}), message);
  EXPECT_EQ(refusal({.query_seqlen = std::int64_t{1} << 28, .kv_seqlen = std::int64_t{1} << 28}), message);
  EXPECT_EQ(refusal({.batch = std::int64_t{1} << 32, .query_heads = std::int64_t{1} << 20, .kv_heads = 1}),
            message);
}

TEST(Validate, TheLargestItAcceptsOverflowsNoFigure) {
  // 2^26 × 2^27 × 16 heads × 8 bytes is 2^60; with 64 heads it is 2^62, the limit.
  const Problem largest{.query_heads = 64,
                        .kv_heads = 64,
                        .query_seqlen = std::int64_t{1} << 26,
                        .kv_seqlen = std::int64_t{1} << 27,
                        .head_dim = 256,
                        .dtype = Dtype::fp32};
  ASSERT_TRUE(validate(largest));
  EXPECT_EQ(score_matrix_bytes(largest, Dtype::fp32), std::uint64_t{1} << 61);
  EXPECT_EQ(input_bytes(largest), (std::uint64_t{1} << 42) + 2 * (std::uint64_t{1} << 43));
  EXPECT_EQ(output_bytes(largest), std::uint64_t{1} << 42);
  Problem larger = largest;
  larger.query_heads = larger.kv_heads = 65;
  EXPECT_FALSE(validate(larger));
}

}  // namespace
}  // namespace attnscope
