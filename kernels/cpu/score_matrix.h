// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// The two matrix products of standard attention, over score matrices kept whole in memory for every head.
#pragma once

#include <algorithm>
#include <cstdint>

#include "kernels/cpu/engine.h"
#include "kernels/implementation/implementation.h"
#include "kernels/problem/strides.h"

namespace attnscope::cpu {

/// fp32 scores [batch · query_heads][query_seqlen][row_stride].
struct ScoreMatrix {
  float* data = nullptr;
  std::int64_t row_stride = 0;

  float* row(const Problem& problem, std::int64_t head, std::int64_t query) const {
    return data + (head * problem.query_seqlen + query) * row_stride;
  }
};

/// Elements between score rows: room for whole panels, and never a power of two, whose rows would all compete
/// for the same few cache sets.
std::int64_t score_row_stride(const Problem& problem, const Engine& engine);
std::int64_t score_elements(const Problem& problem, const Engine& engine);

/// K or V as the products read it: where, and how many query heads share one of its heads.
struct KvTensor {
  const void* data = nullptr;
  Strides strides;
  std::int64_t query_heads_per_head = 1;
};

/// Memory of the products' threads.
struct ProductBuffers {
  ProductBuffers(ScratchCutter& scratch, const Problem& problem, const Engine& engine);

  float* data = nullptr;
  std::int64_t per_thread = 0;  ///< floats
};

/// scores = Q · Kᵀ of every head.
void multiply_query_key(const Problem& problem, Engine& engine, const void* query, const KvTensor& key,
                        const ScoreMatrix& scores, const ProductBuffers& buffers);

/// output = probabilities · V of every head.
void multiply_probability_value(const Problem& problem, Engine& engine, const ScoreMatrix& probabilities,
                                const KvTensor& value, void* output, const ProductBuffers& buffers);

/// Calls body(head, query) for every score row, in pieces spread over the threads.
template <typename Body>
void for_each_score_row(const Problem& problem, Engine& engine, const Body& body) {
  constexpr std::int64_t rows_per_item = 32;
  const std::int64_t rows = problem.batch * problem.query_heads * problem.query_seqlen;
  engine.pool.run(ceil_div(rows, rows_per_item), [&](std::int64_t item, int /*thread*/) {
    const std::int64_t end = std::min(rows, (item + 1) * rows_per_item);
    for (std::int64_t row = item * rows_per_item; row < end; ++row) {
      body(row / problem.query_seqlen, row % problem.query_seqlen);
    }
  });
}

}  // namespace attnscope::cpu
