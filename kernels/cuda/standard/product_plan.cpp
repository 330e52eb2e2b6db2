// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/cuda/standard/product_plan.h"

#include <algorithm>
#include <limits>

namespace attnscope {
namespace {

/// Strides of one tensor, in elements: [batch, KV head, query head of its group, row].
struct TensorStrides {
  std::int64_t batch;
  std::int64_t kv_head;
  std::int64_t member;
  std::int64_t row;
};

TensorStrides strides(Layout layout, std::int64_t heads, std::int64_t members, std::int64_t seqlen,
                      std::int64_t head_dim) {
  const std::int64_t head = layout == Layout::bhsd ? seqlen * head_dim : head_dim;
  const std::int64_t row = layout == Layout::bhsd ? head_dim : heads * head_dim;
  return {heads * seqlen * head_dim, members * head, head, row};
}

struct AttentionStrides {
  TensorStrides query;  // and output
  TensorStrides key;    // and value
  TensorStrides scores;
  std::int64_t group;  // query heads of a KV head
  bool group_is_rows;  // they are rows of one product
  std::int64_t product_rows;
};

AttentionStrides strides_of(const Problem& problem) {
  AttentionStrides all{};
  all.group = problem.query_heads / problem.kv_heads;
  all.query = strides(problem.layout, problem.query_heads, all.group, problem.query_seqlen, problem.head_dim);
  all.key = strides(problem.layout, problem.kv_heads, 1, problem.kv_seqlen, problem.head_dim);
  all.key.member = 0;
  all.scores =
      strides(Layout::bhsd, problem.query_heads, all.group, problem.query_seqlen, score_row_stride(problem));
  // One query a head: its rows are the heads.
  if (problem.query_seqlen == 1) all.query.row = all.query.member;
  all.group_is_rows = all.query.member == problem.query_seqlen * all.query.row &&
                      all.group * problem.query_seqlen <= std::numeric_limits<std::int32_t>::max();
  all.product_rows = all.group_is_rows ? all.group * problem.query_seqlen : problem.query_seqlen;
  return all;
}

/// Leaves out dimensions of one item and joins neighbours that one stride walks in all three matrices.
std::vector<BatchDimension> joined(const std::vector<BatchDimension>& dimensions) {
  std::vector<BatchDimension> result;
  for (const BatchDimension& inner : dimensions) {
    if (inner.count == 1) continue;
    if (!result.empty()) {
      BatchDimension& outer = result.back();
      if (outer.a == inner.count * inner.a && outer.b == inner.count * inner.b &&
          outer.c == inner.count * inner.c) {
        outer = {outer.count * inner.count, inner.a, inner.b, inner.c};
        continue;
      }
    }
    result.push_back(inner);
  }
  return result;
}

std::vector<BatchDimension> dimensions_of(const Problem& problem, const AttentionStrides& all,
                                          const TensorStrides& b, const TensorStrides& c) {
  std::vector<BatchDimension> dimensions{
      {problem.batch, all.key.batch, b.batch, c.batch},
      {problem.kv_heads, all.key.kv_head, b.kv_head, c.kv_head},
  };
  if (!all.group_is_rows) dimensions.push_back({all.group, all.key.member, b.member, c.member});
  return joined(dimensions);
}

}  // namespace

std::int64_t ProductPlan::items() const {
  std::int64_t count = 1;
  for (const BatchDimension& dimension : dimensions) count *= dimension.count;
  return count;
}

std::int64_t score_row_stride(const Problem& problem) {
  const std::int64_t elements = 16 / bytes_of(problem.dtype);
  return (problem.kv_seqlen + elements - 1) / elements * elements;
}

ProductPlan scores_product(const Problem& problem) {
  const AttentionStrides all = strides_of(problem);
  ProductPlan plan;
  plan.m = problem.kv_seqlen;
  plan.n = all.product_rows;
  plan.k = problem.head_dim;
  plan.transpose_a = true;
  plan.lda = all.key.row;
  plan.ldb = all.query.row;
  plan.ldc = all.scores.row;
  plan.dtype = problem.dtype;
  plan.dimensions = dimensions_of(problem, all, all.query, all.scores);
  return plan;
}

ProductPlan output_product(const Problem& problem) {
  const AttentionStrides all = strides_of(problem);
  ProductPlan plan;
  plan.m = problem.head_dim;
  plan.n = all.product_rows;
  plan.k = problem.kv_seqlen;
  plan.lda = all.key.row;
  plan.ldb = all.scores.row;
  plan.ldc = all.query.row;
  plan.dtype = problem.dtype;
  plan.dimensions = dimensions_of(problem, all, all.scores, all.query);
  return plan;
}

StridedCalls strided_calls(const ProductPlan& plan) {
  StridedCalls calls;
  calls.repeats = plan.dimensions;
  const auto longest =
      std::max_element(calls.repeats.begin(), calls.repeats.end(),
                       [](const BatchDimension& x, const BatchDimension& y) { return x.count < y.count; });
  if (longest != calls.repeats.end()) {
    calls.batch = *longest;
    calls.repeats.erase(longest);
  }
  return calls;
}

std::vector<ItemOffsets> item_offsets(const std::vector<BatchDimension>& dimensions) {
  std::vector<ItemOffsets> offsets{{}};
  for (const BatchDimension& dimension : dimensions) {
    std::vector<ItemOffsets> finer;
    finer.reserve(offsets.size() * static_cast<std::size_t>(dimension.count));
    for (const ItemOffsets& outer : offsets) {
      for (std::int64_t index = 0; index < dimension.count; ++index) {
        finer.push_back(
            {outer.a + index * dimension.a, outer.b + index * dimension.b, outer.c + index * dimension.c});
      }
    }
    offsets = std::move(finer);
  }
  return offsets;
}

}  // namespace attnscope
