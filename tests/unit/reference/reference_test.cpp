// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// The oracle itself, against the definition written out element by element.
#include "kernels/reference/reference.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

#include "kernels/problem/half.h"
#include "kernels/problem/score.h"
#include "kernels/reference/convert.h"
#include "kernels/reference/random_inputs.h"

namespace attnscope {
namespace {

struct Inputs {
  std::vector<std::byte> query, key, value;
};

Inputs inputs_of(const Problem& problem, std::uint64_t seed = 7) {
  Inputs inputs;
  const auto fill = [&](std::vector<std::byte>& bytes, InputTensor tensor, std::int64_t count) {
    bytes.resize(static_cast<std::size_t>(count * bytes_of(problem.dtype)));
    random_inputs(problem.dtype, seed, tensor, count, bytes.data(), 1);
  };
  fill(inputs.query, InputTensor::query, query_elements(problem));
  fill(inputs.key, InputTensor::key, kv_elements(problem));
  fill(inputs.value, InputTensor::value, kv_elements(problem));
  return inputs;
}

/// Element (b, h, s, d) of a tensor, its index written out for each layout.
double element(const Problem& problem, const std::vector<std::byte>& tensor, std::int64_t heads,
               std::int64_t seqlen, std::int64_t b, std::int64_t h, std::int64_t s, std::int64_t d) {
  const std::int64_t index = problem.layout == Layout::bhsd
                                 ? ((b * heads + h) * seqlen + s) * problem.head_dim + d
                                 : ((b * seqlen + s) * heads + h) * problem.head_dim + d;
  double value = 0;
  widen(problem.dtype, tensor.data(), index, 1, &value);
  return value;
}

bool is_visible(const Problem& problem, std::int64_t query, std::int64_t key) {
  const std::int64_t diagonal = query + problem.kv_seqlen - problem.query_seqlen;
  if (problem.causal && key > diagonal) return false;
  if (problem.window_left && key < diagonal - *problem.window_left) return false;
  if (problem.window_right && key > diagonal + *problem.window_right) return false;
  return true;
}

void expect_matches_definition(const Problem& problem, int threads) {
  SCOPED_TRACE(to_string(problem));
  ASSERT_TRUE(validate(problem));
  const Inputs in = inputs_of(problem);
  const auto rows = all_rows(problem);
  const ReferenceRows found =
      reference_attention(problem, in.query.data(), in.key.data(), in.value.data(), rows, threads);
  ASSERT_EQ(found.output.size(), static_cast<std::size_t>(query_elements(problem)));
  const double scale = problem.softmax_scale.value_or(1 / std::sqrt(problem.head_dim));
  std::size_t at = 0;
  for (std::int64_t b = 0; b < problem.batch; ++b)
    for (std::int64_t h = 0; h < problem.query_heads; ++h)
      for (std::int64_t q = 0; q < problem.query_seqlen; ++q, ++at) {
        const std::int64_t kv_head = h / (problem.query_heads / problem.kv_heads);
        std::vector<double> weights(static_cast<std::size_t>(problem.kv_seqlen));
        double sum = 0;
        for (std::int64_t k = 0; k < problem.kv_seqlen; ++k) {
          if (!is_visible(problem, q, k)) continue;
          double score = 0;
          for (std::int64_t d = 0; d < problem.head_dim; ++d)
            score += element(problem, in.query, problem.query_heads, problem.query_seqlen, b, h, q, d) *
                     element(problem, in.key, problem.kv_heads, problem.kv_seqlen, b, kv_head, k, d);
          score *= scale;
          if (problem.soft_cap) score = *problem.soft_cap * std::tanh(score / *problem.soft_cap);
          if (problem.alibi)
            score -= alibi_slope(problem.query_heads, h) *
                     static_cast<double>(std::abs(k - (q + problem.kv_seqlen - problem.query_seqlen)));
          sum += weights[k] = std::exp(score);
        }
        if (sum > 0) {
          ASSERT_NEAR(found.log_sum_exp[at], std::log(sum), 1e-12);
        } else {
          ASSERT_EQ(found.log_sum_exp[at], -std::numeric_limits<double>::infinity());
        }
        for (std::int64_t d = 0; d < problem.head_dim; ++d) {
          double expected = 0;
          for (std::int64_t k = 0; k < problem.kv_seqlen; ++k)
            if (weights[k] > 0 &&
                (problem.dropout == 0 || dropout_keeps(problem, b * problem.query_heads + h, q, k)))
              expected += weights[k] / sum * dropout_scale(problem) *
                          element(problem, in.value, problem.kv_heads, problem.kv_seqlen, b, kv_head, k, d);
          ASSERT_NEAR(found.output[at * problem.head_dim + d], expected, 1e-13)
              << "batch " << b << " head " << h << " query " << q << " dim " << d;
        }
      }
}

TEST(Reference, MatchesTheDefinitionForEveryMaskLayoutAndType) {
  for (const Dtype dtype : {Dtype::fp16, Dtype::bf16, Dtype::fp32, Dtype::fp8_e4m3})
    for (const Layout layout : {Layout::bhsd, Layout::bshd})
      for (int mask = 0; mask < 5; ++mask) {
        Problem problem{.batch = 2,
                        .query_heads = 4,
                        .kv_heads = 2,
                        .query_seqlen = 19,
                        .kv_seqlen = 23,
                        .head_dim = 24,
                        .dtype = dtype,
                        .layout = layout};
        problem.causal = mask == 1 || mask == 3;
        if (mask >= 2) problem.window_left = 4;
        if (mask >= 3) problem.window_right = 1;
        if (mask == 4) problem.window_left.reset();
        expect_matches_definition(problem, 2);
      }
}

TEST(Reference, MatchesTheDefinitionWithSoftCapAlibiAndDropout) {
  // Each alone and all together, with rows that see nothing.
  for (int options = 1; options < 8; ++options) {
    Problem problem{.batch = 2,
                    .query_heads = 3,
                    .kv_heads = 1,
                    .query_seqlen = 70,
                    .kv_seqlen = 67,
                    .head_dim = 16,
                    .dtype = Dtype::fp16,
                    .causal = options % 2 == 1,
                    .softmax_scale = 0.7};
    if ((options & 1) != 0) problem.soft_cap = 3;
    problem.alibi = (options & 2) != 0;
    if ((options & 4) != 0) {
      problem.dropout = 0.4;
      problem.dropout_seed = 0x123456789abcdefU;
    }
    expect_matches_definition(problem, 2);
  }
}

TEST(Reference, MatchesTheDefinitionAcrossItsOwnBlocks) {
  // More keys and rows than one block of either, and more queries than keys, so that rows see nothing.
  expect_matches_definition({.query_heads = 2,
                             .kv_heads = 1,
                             .query_seqlen = 67,
                             .kv_seqlen = 150,
                             .head_dim = 16,
                             .dtype = Dtype::fp32,
                             .causal = true},
                            3);
  expect_matches_definition({.query_heads = 1,
                             .kv_heads = 1,
                             .query_seqlen = 130,
                             .kv_seqlen = 65,
                             .head_dim = 16,
                             .dtype = Dtype::fp32,
                             .causal = true,
                             .window_left = 10},
                            2);
  expect_matches_definition({.query_heads = 3,
                             .kv_heads = 3,
                             .query_seqlen = 1,
                             .kv_seqlen = 300,
                             .head_dim = 40,
                             .dtype = Dtype::fp16,
                             .softmax_scale = 0.3},
                            1);
}

TEST(Reference, ChosenRowsEqualTheSameRowsOfAll) {
  const Problem problem{.batch = 2,
                        .query_heads = 2,
                        .kv_heads = 1,
                        .query_seqlen = 100,
                        .kv_seqlen = 100,
                        .head_dim = 16,
                        .dtype = Dtype::bf16,
                        .causal = true};
  const Inputs in = inputs_of(problem);
  const auto every = all_rows(problem);
  const auto all = reference_attention(problem, in.query.data(), in.key.data(), in.value.data(), every, 1);
  const std::vector<std::int64_t> chosen{0, 31, 32, 99};
  const auto some = reference_attention(problem, in.query.data(), in.key.data(), in.value.data(), chosen, 4);
  EXPECT_EQ(some.query_rows, chosen);
  for (std::size_t head = 0; head < 4; ++head)
    for (std::size_t row = 0; row < chosen.size(); ++row) {
      const std::size_t from = head * 100 + static_cast<std::size_t>(chosen[row]);
      EXPECT_DOUBLE_EQ(some.log_sum_exp[head * chosen.size() + row], all.log_sum_exp[from]);
      for (std::size_t d = 0; d < 16; ++d)
        EXPECT_DOUBLE_EQ(some.output[(head * chosen.size() + row) * 16 + d], all.output[from * 16 + d]);
    }
}

TEST(RowsToCheck, AreAllRowsWhereTheyFit) {
  const Problem problem{.query_seqlen = 5, .kv_seqlen = 5};
  EXPECT_THAT(rows_to_check(problem, 2, 5), testing::ElementsAre(0, 1, 2, 3, 4));
}

TEST(RowsToCheck, AreTheFirstAndLastRowOfEveryTileWhereThoseFit) {
  const Problem problem{.query_seqlen = 300, .kv_seqlen = 300};
  EXPECT_THAT(rows_to_check(problem, 128, 10), testing::ElementsAre(0, 127, 128, 255, 256, 299));
}

TEST(RowsToCheck, SpreadOverTilesFromTheFirstToTheLastWhereTheyDoNot) {
  const Problem problem{.query_seqlen = 16384, .kv_seqlen = 16384};
  const auto rows = rows_to_check(problem, 64, 16);
  ASSERT_EQ(rows.size(), 16U);
  EXPECT_EQ(rows.front(), 0);
  EXPECT_EQ(rows.back(), 16383);
  for (std::size_t index = 0; index < rows.size(); ++index)
    EXPECT_EQ(rows[index] % 64, index % 2 == 0 ? 0 : 63);
  EXPECT_TRUE(std::is_sorted(rows.begin(), rows.end()));
}

TEST(RowsToCheck, NeverExceedTheLimitNorRepeatARow) {
  const Problem problem{.query_seqlen = 129, .kv_seqlen = 129};
  EXPECT_THAT(rows_to_check(problem, 128, 4), testing::ElementsAre(0, 127, 128));
  EXPECT_THAT(rows_to_check(problem, 128, 1), testing::ElementsAre(0));
}

}  // namespace
}  // namespace attnscope
