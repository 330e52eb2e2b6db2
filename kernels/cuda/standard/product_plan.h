// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// The two matrix products of standard attention as a GEMM library takes them: column-major matrices, and
// batches of them at fixed strides. Pure arithmetic, no library.
#pragma once

#include <cstdint>
#include <vector>

#include "kernels/problem/problem.h"

namespace attnscope {

/// What a batch dimension's index is multiplied by to find A, B and C, in elements.
struct BatchDimension {
  std::int64_t count = 1;
  std::int64_t a = 0;
  std::int64_t b = 0;
  std::int64_t c = 0;

  auto operator<=>(const BatchDimension&) const = default;  // NOLINT(modernize-use-nullptr): a false alarm
};

/// C[m × n] = A · B for every index of `dimensions`, all column-major: A is m × k (or k × m, then
/// transposed), B is k × n. Dimensions of one item are left out, and those that one stride can walk are one
/// dimension.
struct ProductPlan {
  std::int64_t m = 0;
  std::int64_t n = 0;
  std::int64_t k = 0;
  bool transpose_a = false;
  std::int64_t lda = 0;
  std::int64_t ldb = 0;
  std::int64_t ldc = 0;
  Dtype dtype = Dtype::fp16;               ///< of A and B; C's too, but bf16 where that is fp8
  bool fast_accumulation = false;          ///< fp8: sums keep what the tensor cores keep
  std::vector<BatchDimension> dimensions;  ///< outermost first

  auto operator<=>(const ProductPlan&) const = default;  // NOLINT(modernize-use-nullptr): a false alarm

  /// Products in all.
  std::int64_t items() const;
};

/// Elements from one score row to the next: kv_seqlen, rounded up to 16 bytes.
std::int64_t score_row_stride(const Problem& problem);

/// Scores = Q Kᵀ: A is K, B is Q, C the scores, [batch, query_heads, query_seqlen, score_row_stride]. Queries
/// of one KV head are rows of one product where their rows are evenly spaced (always for bhsd), so that K is
/// read once for the group.
ProductPlan scores_product(const Problem& problem);

/// Output = P V: A is V, B the probabilities, C the output.
ProductPlan output_product(const Problem& problem);

/// `plan` as one call with a single batch dimension, to be repeated for each of `repeats`.
struct StridedCalls {
  BatchDimension batch;                 ///< the longest dimension
  std::vector<BatchDimension> repeats;  ///< the others, outermost first
};
StridedCalls strided_calls(const ProductPlan& plan);

/// Offsets of one item, in elements.
struct ItemOffsets {
  std::int64_t a = 0;
  std::int64_t b = 0;
  std::int64_t c = 0;

  auto operator<=>(const ItemOffsets&) const = default;
};

/// Every index of `dimensions` in order, the last fastest; one item at 0 if there are none.
std::vector<ItemOffsets> item_offsets(const std::vector<BatchDimension>& dimensions);

}  // namespace attnscope
