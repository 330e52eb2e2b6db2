// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/reference/compare.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "kernels/problem/half.h"

namespace attnscope {
namespace {

constexpr float infinity = std::numeric_limits<float>::infinity();

const Problem two_rows{.query_heads = 2,
                       .kv_heads = 2,
                       .query_seqlen = 3,
                       .kv_seqlen = 3,
                       .head_dim = 16,
                       .dtype = Dtype::fp32,
                       .layout = Layout::bshd};

/// Rows 0 and 2 of two heads, all values 2.
ReferenceRows twos() {
  return {{0, 2}, std::vector<double>(std::size_t{2} * 2 * 16, 2.0), std::vector<double>(4, 1.0)};
}

TEST(CompareOutput, IsZeroForTheSameNumbersAndIgnoresOtherRows) {
  std::vector<float> output(std::size_t{3} * 2 * 16, 2.0F);
  for (std::size_t index = 32; index < 64; ++index) output[index] = 99;  // row 1 of both heads
  const OutputError error = compare_output(two_rows, output.data(), twos());
  EXPECT_EQ(error.max_abs, 0);
  EXPECT_EQ(error.relative_rms, 0);
  EXPECT_EQ(error.not_finite, 0);
}

TEST(CompareOutput, GivesTheLargestDifferenceAndTheRelativeNorm) {
  std::vector<float> output(std::size_t{3} * 2 * 16, 2.0F);
  output[64 + 16 + 5] = 2.5F;  // row 2, head 1, dim 5
  const OutputError error = compare_output(two_rows, output.data(), twos());
  EXPECT_DOUBLE_EQ(error.max_abs, 0.5);
  EXPECT_DOUBLE_EQ(error.relative_rms, 0.5 / (2 * std::sqrt(64.0)));
}

TEST(CompareOutput, ReportsUnwrittenAndInfiniteElements) {
  std::vector<float> output(std::size_t{3} * 2 * 16, 2.0F);
  output[3] = std::numeric_limits<float>::quiet_NaN();
  output[70] = infinity;
  const OutputError error = compare_output(two_rows, output.data(), twos());
  EXPECT_EQ(error.not_finite, 2);
  EXPECT_TRUE(std::isinf(error.max_abs));
  EXPECT_TRUE(std::isinf(error.relative_rms));
}

TEST(CompareOutput, ReadsNarrowTypes) {
  Problem problem = two_rows;
  problem.dtype = Dtype::fp16;
  const std::vector<std::uint16_t> halves(std::size_t{3} * 2 * 16, half_of_float(2.0F));
  EXPECT_EQ(compare_output(problem, halves.data(), twos()).max_abs, 0);
  problem.dtype = Dtype::fp8_e4m3;  // writes bf16
  const std::vector<std::uint16_t> bfloats(std::size_t{3} * 2 * 16, bfloat16_of_float(2.0F));
  EXPECT_EQ(compare_output(problem, bfloats.data(), twos()).max_abs, 0);
}

TEST(CompareOutput, OfAllZeroReferenceIsInfiniteOnlyForOtherOutput) {
  ReferenceRows zeros = twos();
  zeros.output.assign(64, 0.0);
  std::vector<float> output(std::size_t{3} * 2 * 16, 0.0F);
  EXPECT_EQ(compare_output(two_rows, output.data(), zeros).relative_rms, 0);
  output[0] = 1;
  EXPECT_TRUE(std::isinf(compare_output(two_rows, output.data(), zeros).relative_rms));
}

TEST(CompareLogSumExp, CountsMisplacedInfinitiesAndMeasuresTheRest) {
  ReferenceRows reference = twos();
  reference.log_sum_exp = {1.0, -std::numeric_limits<double>::infinity(), 1.0, 1.0};
  std::vector<float> found{1.25F, 50.0F, -infinity, 1.0F, 50.0F, 1.0F};
  LogSumExpError error = compare_log_sum_exp(two_rows, found.data(), reference);
  EXPECT_EQ(error.misplaced, 0);
  EXPECT_DOUBLE_EQ(error.max_abs, 0.25);
  found[2] = 0;                                        // should be −∞
  found[3] = std::numeric_limits<float>::quiet_NaN();  // should be 1
  found[5] = -infinity;                                // should be 1
  error = compare_log_sum_exp(two_rows, found.data(), reference);
  EXPECT_EQ(error.misplaced, 3);
}

}  // namespace
}  // namespace attnscope
