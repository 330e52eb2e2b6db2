// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/cpu/score_matrix.h"

#include <algorithm>

namespace attnscope::cpu {
namespace {

constexpr std::int64_t most_keys_per_item = 256;  // Kᵀ packed for one item of Q·Kᵀ: 128 KiB at head dim 128
constexpr std::int64_t most_queries_per_item = 128;  // of P·V
constexpr std::int64_t keys_per_pass = 256;          // V packed for one pass of P·V
constexpr std::int64_t query_group = 16;             // rows that take their turn with all panels
constexpr std::int64_t pieces_per_thread = 3;

/// The largest piece up to `most`, in whole `unit`s, that still gives every thread some items.
std::int64_t piece(std::int64_t length, std::int64_t heads, int threads, std::int64_t most,
                   std::int64_t unit) {
  const std::int64_t pieces_wanted = ceil_div(pieces_per_thread * threads, heads);
  return std::clamp(round_up(ceil_div(length, pieces_wanted), unit), unit, round_up(most, unit));
}

std::int64_t query_key_floats(const Problem& problem, std::int64_t columns) {
  return (round_up(most_keys_per_item, columns) + std::max(columns, query_group)) * problem.head_dim;
}

std::int64_t probability_value_floats(const Problem& problem, std::int64_t columns) {
  const std::int64_t width = round_up(problem.head_dim, columns);
  return (keys_per_pass + most_queries_per_item) * width + problem.head_dim;
}

/// Copies `keys` rows of V into panels [panel][keys][columns]; columns past head_dim become 0.
void pack_values(const Problem& problem, const VectorKernels& kernels, const KvTensor& value,
                 std::int64_t start, std::int64_t keys, float* row_buffer, float* packed) {
  const std::int64_t columns = kernels.panel_columns;
  const std::int64_t panels = ceil_div(problem.head_dim, columns);
  for (std::int64_t key = 0; key < keys; ++key) {
    const float* row = read_rows(kernels, problem.dtype, value.data, start + key * value.strides.row,
                                 problem.head_dim, 1, problem.head_dim, row_buffer)
                           .data;
    for (std::int64_t panel = 0; panel < panels; ++panel) {
      float* to = packed + (panel * keys + key) * columns;
      const std::int64_t filled = std::min(columns, problem.head_dim - panel * columns);
      std::copy_n(row + panel * columns, filled, to);
      std::fill(to + filled, to + columns, 0.0F);
    }
  }
}

}  // namespace

std::int64_t score_row_stride(const Problem& problem, const Engine& engine) {
  constexpr std::int64_t cache_line = 16;
  return round_up(round_up(problem.kv_seqlen, engine.kernels.panel_columns), cache_line) + cache_line;
}

std::int64_t score_elements(const Problem& problem, const Engine& engine) {
  return problem.batch * problem.query_heads * problem.query_seqlen * score_row_stride(problem, engine);
}

ProductBuffers::ProductBuffers(ScratchCutter& scratch, const Problem& problem, const Engine& engine) {
  const std::int64_t columns = engine.kernels.panel_columns;
  per_thread = round_up(
      std::max(query_key_floats(problem, columns), probability_value_floats(problem, columns)), columns);
  data = scratch.take(per_thread * engine.pool.threads());
}

void multiply_query_key(const Problem& problem, Engine& engine, const void* query, const KvTensor& key,
                        const ScoreMatrix& scores, const ProductBuffers& buffers) {
  const VectorKernels& kernels = engine.kernels;
  const std::int64_t columns = kernels.panel_columns;
  const std::int64_t depth = problem.head_dim;
  const std::int64_t heads = problem.batch * problem.query_heads;
  const std::int64_t keys_per_item =
      piece(problem.kv_seqlen, heads, engine.pool.threads(), most_keys_per_item, columns);
  const std::int64_t items_per_head = ceil_div(problem.kv_seqlen, keys_per_item);
  const Strides query_stride = query_strides(problem);
  engine.pool.run(heads * items_per_head, [&](std::int64_t item, int thread) {
    float* packed = buffers.data + thread * buffers.per_thread;
    float* row_buffer = packed + round_up(most_keys_per_item, columns) * depth;
    const std::int64_t head = item / items_per_head;
    const std::int64_t batch = head / problem.query_heads;
    const std::int64_t head_in_batch = head % problem.query_heads;
    const std::int64_t first_key = item % items_per_head * keys_per_item;
    const std::int64_t panels = ceil_div(std::min(keys_per_item, problem.kv_seqlen - first_key), columns);
    for (std::int64_t panel = 0; panel < panels; ++panel) {
      const std::int64_t first = first_key + panel * columns;
      const std::int64_t count = std::min(columns, problem.kv_seqlen - first);
      const std::int64_t start = key.strides.offset(batch, head_in_batch / key.query_heads_per_head, first);
      const FloatRows rows =
          read_rows(kernels, problem.dtype, key.data, start, key.strides.row, count, depth, row_buffer);
      kernels.transpose_into_panel(rows.data, rows.row_stride, count, depth, 1.0F,
                                   packed + panel * columns * depth);
    }
    for (std::int64_t first = 0; first < problem.query_seqlen; first += query_group) {
      const std::int64_t count = std::min(query_group, problem.query_seqlen - first);
      const FloatRows rows =
          read_rows(kernels, problem.dtype, query, query_stride.offset(batch, head_in_batch, first),
                    query_stride.row, count, depth, row_buffer);
      for (std::int64_t panel = 0; panel < panels; ++panel) {
        kernels.multiply(
            count, depth, Factor{rows.data, rows.row_stride, 1}, packed + panel * columns * depth,
            Target{scores.row(problem, head, first) + first_key + panel * columns, scores.row_stride},
            Accumulate::overwrite, nullptr);
      }
    }
  });
}

void multiply_probability_value(const Problem& problem, Engine& engine, const ScoreMatrix& probabilities,
                                const KvTensor& value, void* output, const ProductBuffers& buffers) {
  const VectorKernels& kernels = engine.kernels;
  const std::int64_t columns = kernels.panel_columns;
  const std::int64_t panels = ceil_div(problem.head_dim, columns);
  const std::int64_t width = panels * columns;
  const std::int64_t heads = problem.batch * problem.query_heads;
  const std::int64_t queries_per_item =
      piece(problem.query_seqlen, heads, engine.pool.threads(), most_queries_per_item, query_group);
  const std::int64_t items_per_head = ceil_div(problem.query_seqlen, queries_per_item);
  const Strides output_stride = query_strides(problem);
  engine.pool.run(heads * items_per_head, [&](std::int64_t item, int thread) {
    float* packed = buffers.data + thread * buffers.per_thread;
    float* sums = packed + keys_per_pass * width;
    float* row_buffer = sums + most_queries_per_item * width;
    const std::int64_t head = item / items_per_head;
    const std::int64_t batch = head / problem.query_heads;
    const std::int64_t head_in_batch = head % problem.query_heads;
    const std::int64_t first_query = item % items_per_head * queries_per_item;
    const std::int64_t queries = std::min(queries_per_item, problem.query_seqlen - first_query);
    for (std::int64_t first_key = 0; first_key < problem.kv_seqlen; first_key += keys_per_pass) {
      const std::int64_t keys = std::min(keys_per_pass, problem.kv_seqlen - first_key);
      pack_values(problem, kernels, value,
                  value.strides.offset(batch, head_in_batch / value.query_heads_per_head, first_key), keys,
                  row_buffer, packed);
      for (std::int64_t first = 0; first < queries; first += query_group) {
        const Factor left{probabilities.row(problem, head, first_query + first) + first_key,
                          probabilities.row_stride, 1};
        for (std::int64_t panel = 0; panel < panels; ++panel) {
          kernels.multiply(std::min(query_group, queries - first), keys, left,
                           packed + panel * keys * columns,
                           Target{sums + first * width + panel * columns, width},
                           first_key == 0 ? Accumulate::overwrite : Accumulate::add, nullptr);
        }
      }
    }
    write_rows(kernels, problem.dtype, sums, width, queries, problem.head_dim, output,
               output_stride.offset(batch, head_in_batch, first_query), output_stride.row);
  });
}

}  // namespace attnscope::cpu
