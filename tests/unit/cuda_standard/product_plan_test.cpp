// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Carries the plans out on the CPU, with small integers so that every sum is exact, and compares with the
// definition.
#include "kernels/cuda/standard/product_plan.h"

#include <gtest/gtest.h>

#include <random>
#include <set>
#include <tuple>

#include "kernels/cuda/standard/attention_products.h"

namespace attnscope {
namespace {

using Numbers = std::vector<std::int64_t>;

Numbers small_integers(std::int64_t count, unsigned seed) {
  std::mt19937 random(seed);
  Numbers numbers(static_cast<std::size_t>(count));
  for (std::int64_t& number : numbers) number = static_cast<std::int64_t>(random() % 9) - 4;
  return numbers;
}

/// Column-major, as a GEMM library does it.
void multiply(const ProductPlan& plan, const Numbers& a, const Numbers& b, Numbers& c) {
  for (const ItemOffsets& item : item_offsets(plan.dimensions)) {
    for (std::int64_t i = 0; i < plan.m; ++i) {
      for (std::int64_t j = 0; j < plan.n; ++j) {
        std::int64_t sum = 0;
        for (std::int64_t l = 0; l < plan.k; ++l) {
          const std::int64_t of_a = plan.transpose_a ? l + i * plan.lda : i + l * plan.lda;
          sum += a.at(static_cast<std::size_t>(item.a + of_a)) *
                 b.at(static_cast<std::size_t>(item.b + l + j * plan.ldb));
        }
        c.at(static_cast<std::size_t>(item.c + i + j * plan.ldc)) = sum;
      }
    }
  }
}

std::size_t element(const Problem& problem, std::int64_t heads, std::int64_t seqlen, std::int64_t batch,
                    std::int64_t head, std::int64_t row, std::int64_t column) {
  const std::int64_t line = problem.layout == Layout::bhsd ? (batch * heads + head) * seqlen + row
                                                           : (batch * seqlen + row) * heads + head;
  return static_cast<std::size_t>(line * problem.head_dim + column);
}

void expect_products_as_defined(const Problem& problem) {
  SCOPED_TRACE(to_string(problem));
  const Numbers query = small_integers(query_elements(problem), 1);
  const Numbers key = small_integers(kv_elements(problem), 2);
  const Numbers value = small_integers(kv_elements(problem), 3);
  const std::int64_t stride = score_row_stride(problem);
  const std::int64_t rows = problem.batch * problem.query_heads * problem.query_seqlen;
  Numbers scores(static_cast<std::size_t>(rows * stride), -1000000);
  Numbers output(query.size(), -1000000);
  multiply(scores_product(problem), key, query, scores);
  multiply(output_product(problem), value, scores, output);

  const std::int64_t group = problem.query_heads / problem.kv_heads;
  for (std::int64_t batch = 0; batch < problem.batch; ++batch) {
    for (std::int64_t head = 0; head < problem.query_heads; ++head) {
      for (std::int64_t i = 0; i < problem.query_seqlen; ++i) {
        const std::int64_t row = (batch * problem.query_heads + head) * problem.query_seqlen + i;
        Numbers expected(static_cast<std::size_t>(problem.head_dim), 0);
        for (std::int64_t j = 0; j < problem.kv_seqlen; ++j) {
          std::int64_t score = 0;
          for (std::int64_t d = 0; d < problem.head_dim; ++d) {
            score += query[element(problem, problem.query_heads, problem.query_seqlen, batch, head, i, d)] *
                     key[element(problem, problem.kv_heads, problem.kv_seqlen, batch, head / group, j, d)];
          }
          ASSERT_EQ(scores[static_cast<std::size_t>(row * stride + j)], score);
          for (std::int64_t d = 0; d < problem.head_dim; ++d) {
            expected[static_cast<std::size_t>(d)] +=
                score *
                value[element(problem, problem.kv_heads, problem.kv_seqlen, batch, head / group, j, d)];
          }
        }
        for (std::int64_t d = 0; d < problem.head_dim; ++d) {
          ASSERT_EQ(output[element(problem, problem.query_heads, problem.query_seqlen, batch, head, i, d)],
                    expected[static_cast<std::size_t>(d)]);
        }
      }
    }
  }
}

/// Every mixture of batch, heads, lengths and layout that changes the strides.
std::vector<Problem> varied_problems() {
  std::vector<Problem> problems;
  for (const Layout layout : {Layout::bhsd, Layout::bshd}) {
    for (const std::int64_t batch : {1, 3}) {
      for (const auto& [query_heads, kv_heads] : {std::pair{1, 1}, {4, 4}, {4, 2}, {4, 1}}) {
        for (const auto& [query_seqlen, kv_seqlen] : {std::pair{1, 5}, {6, 6}, {5, 17}}) {
          Problem problem;
          problem.batch = batch;
          problem.query_heads = query_heads;
          problem.kv_heads = kv_heads;
          problem.query_seqlen = query_seqlen;
          problem.kv_seqlen = kv_seqlen;
          problem.head_dim = 16;
          problem.layout = layout;
          problems.push_back(problem);
        }
      }
    }
  }
  return problems;
}

TEST(ProductPlan, ProductsAreThoseOfTheDefinition) {
  for (const Problem& problem : varied_problems()) expect_products_as_defined(problem);
}

TEST(ProductPlan, StridedCallsCoverTheSameItems) {
  for (const Problem& problem : varied_problems()) {
    for (const ProductPlan& plan : {scores_product(problem), output_product(problem)}) {
      std::multiset<std::tuple<std::int64_t, std::int64_t, std::int64_t>> expected;
      for (const ItemOffsets& item : item_offsets(plan.dimensions)) expected.insert({item.a, item.b, item.c});
      std::multiset<std::tuple<std::int64_t, std::int64_t, std::int64_t>> covered;
      const StridedCalls calls = strided_calls(plan);
      for (const ItemOffsets& repeat : item_offsets(calls.repeats)) {
        for (std::int64_t i = 0; i < calls.batch.count; ++i) {
          covered.insert(
              {repeat.a + i * calls.batch.a, repeat.b + i * calls.batch.b, repeat.c + i * calls.batch.c});
        }
      }
      EXPECT_EQ(covered, expected) << to_string(problem);
    }
  }
}

TEST(ProductPlan, GroupedQueriesOfBhsdAreRowsOfOneBatch) {
  Problem problem;
  problem.batch = 2;
  problem.query_heads = 32;
  problem.kv_heads = 8;
  problem.query_seqlen = 100;
  problem.kv_seqlen = 200;
  problem.layout = Layout::bhsd;
  const ProductPlan plan = scores_product(problem);
  EXPECT_EQ(plan.n, 400);
  ASSERT_EQ(plan.dimensions.size(), 1U);
  EXPECT_EQ(plan.dimensions[0].count, 16);
}

TEST(ProductPlan, OneBatchOfBshdIsOneCall) {
  Problem problem;
  problem.layout = Layout::bshd;
  EXPECT_EQ(scores_product(problem).dimensions.size(), 1U);
  problem.batch = 2;
  EXPECT_EQ(scores_product(problem).dimensions.size(), 2U);
}

TEST(ProductPlan, DecodingGroupsHeadsWhateverTheLayout) {
  Problem problem;
  problem.query_seqlen = 1;
  problem.query_heads = 32;
  problem.kv_heads = 8;
  for (const Layout layout : {Layout::bhsd, Layout::bshd}) {
    problem.layout = layout;
    EXPECT_EQ(scores_product(problem).n, 4);
    EXPECT_EQ(scores_product(problem).items(), 8);
  }
}

TEST(ProductPlan, ScoreRowsStartOn16Bytes) {
  Problem problem;
  problem.kv_seqlen = 1001;
  EXPECT_EQ(score_row_stride(problem), 1008);
  problem.dtype = Dtype::fp32;
  EXPECT_EQ(score_row_stride(problem), 1004);
  problem.kv_seqlen = 1024;
  EXPECT_EQ(score_row_stride(problem), 1024);
}

/// The tables that the kernel writes, worked out as it does.
TEST(ProductPlan, PointerTablesHoldTheItems) {
  for (const Problem& problem : varied_problems()) {
    const ProductPlan scores = scores_product(problem);
    const ProductPlan output = output_product(problem);
    ProductBuffers buffers;
    buffers.query = reinterpret_cast<void*>(0x1000000);
    buffers.key = reinterpret_cast<void*>(0x2000000);
    buffers.value = reinterpret_cast<void*>(0x3000000);
    buffers.output = reinterpret_cast<void*>(0x4000000);
    buffers.scores = reinterpret_cast<void*>(0x5000000);
    buffers.probabilities = reinterpret_cast<void*>(0x6000000);
    const PointersArguments arguments = pointers_arguments(scores, output, buffers);
    ASSERT_EQ(arguments.items, scores.items());
    ASSERT_EQ(arguments.count[0] * arguments.count[1] * arguments.count[2], arguments.items);
    const auto entry = [&](int table, std::int64_t item) {
      const auto& of = arguments.table[table];
      const std::int64_t inner = item % arguments.count[2];
      const std::int64_t middle = item / arguments.count[2] % arguments.count[1];
      const std::int64_t outer = item / arguments.count[2] / arguments.count[1];
      return static_cast<const char*>(of.base) + outer * of.stride[0] + middle * of.stride[1] +
             inner * of.stride[2];
    };
    const auto expect_tables = [&](const ProductPlan& plan, int first, const void* a, const void* b,
                                   const void* c) {
      const std::vector<ItemOffsets> items = item_offsets(plan.dimensions);
      for (std::size_t i = 0; i < items.size(); ++i) {
        const auto item = static_cast<std::int64_t>(i);
        EXPECT_EQ(entry(first, item), static_cast<const char*>(a) + items[i].a * 2);
        EXPECT_EQ(entry(first + 1, item), static_cast<const char*>(b) + items[i].b * 2);
        EXPECT_EQ(entry(first + 2, item), static_cast<const char*>(c) + items[i].c * 2);
      }
    };
    expect_tables(scores, 0, buffers.key, buffers.query, buffers.scores);
    expect_tables(output, 3, buffers.value, buffers.probabilities, buffers.output);
  }
}

}  // namespace
}  // namespace attnscope
