// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/reference/reference.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "kernels/problem/score.h"
#include "kernels/problem/strides.h"
#include "kernels/reference/convert.h"
#include "kernels/reference/parallel.h"
#include "kernels/reference/small_gemm.h"

namespace attnscope {
namespace {

constexpr std::int64_t key_block = 64;  // a block of K or V in fp64 stays in the L2 cache
constexpr std::int64_t max_row_block = 48;
constexpr std::int64_t score_block_bytes = std::int64_t{4} << 20;

std::int64_t round_up(std::int64_t value, std::int64_t multiple) {
  return (value + multiple - 1) / multiple * multiple;
}

/// Query rows computed together: enough to share the conversion of K and V, few enough that their scores,
/// kept whole so that the softmax is the textbook's two passes, stay in cache.
std::int64_t rows_per_block(const Problem& problem) {
  const std::int64_t fit =
      score_block_bytes / (static_cast<std::int64_t>(sizeof(double)) * problem.kv_seqlen);
  return std::clamp<std::int64_t>(fit / 6 * 6, 6, max_row_block);
}

/// One block of query rows of one head.
class BlockOfRows {
 public:
  BlockOfRows(const Problem& problem, std::span<const std::int64_t> rows)
      : problem_(problem), rows_(rows), score_stride_(round_up(problem.kv_seqlen, key_block)) {
    for (const std::int64_t row : rows_) {
      const KeyRange keys = visible_keys(problem_, row);
      visible_.push_back(keys);
      if (keys.empty()) continue;
      any_visible_.first = any_visible_.empty() ? keys.first : std::min(any_visible_.first, keys.first);
      any_visible_.end = std::max(any_visible_.end, keys.end);
    }
  }

  void compute(const void* query, const void* key, const void* value, std::int64_t batch, std::int64_t head,
               double* output, double* log_sum_exp) {
    const std::int64_t group = problem_.query_heads / problem_.kv_heads;
    load_queries(query, batch, head);
    const std::int64_t kv_base = kv_strides(problem_).offset(batch, head / group, 0);
    multiply_query_key(key, kv_base);
    // Scores proper only where they differ from scale · q·k, which the softmax takes into its exponentials.
    const bool plain = plain_scores(problem_);
    if (!plain) score(head);
    softmax(plain ? effective_softmax_scale(problem_) : 1.0, log_sum_exp);
    if (problem_.dropout > 0) drop(batch * problem_.query_heads + head);
    weigh(value, kv_base, output);
  }

 private:
  std::int64_t count() const { return static_cast<std::int64_t>(rows_.size()); }

  void load_queries(const void* query, std::int64_t batch, std::int64_t head) {
    queries_.resize(static_cast<std::size_t>(count() * problem_.head_dim));
    for (std::int64_t row = 0; row < count(); ++row) {
      widen(problem_.dtype, query, query_strides(problem_).offset(batch, head, rows_[row]), problem_.head_dim,
            queries_.data() + row * problem_.head_dim);
    }
  }

  /// q·k of every key block that some row sees; the others keep whatever they hold, unread.
  void multiply_query_key(const void* key, std::int64_t kv_base) {
    const std::int64_t depth = problem_.head_dim;
    scores_.assign(static_cast<std::size_t>(count() * score_stride_), 0);
    std::vector<double> block(static_cast<std::size_t>(depth));
    std::vector<double> transposed(static_cast<std::size_t>(depth * key_block));
    for_each_key_block([&](std::int64_t first, std::int64_t keys) {
      std::fill(transposed.begin(), transposed.end(), 0);
      for (std::int64_t index = 0; index < keys; ++index) {
        widen(problem_.dtype, key, kv_base + (first + index) * kv_strides(problem_).row, depth, block.data());
        for (std::int64_t step = 0; step < depth; ++step) transposed[step * key_block + index] = block[step];
      }
      multiply_add(count(), key_block, depth, queries_.data(), depth, transposed.data(), key_block,
                   scores_.data() + first, score_stride_);
    });
  }

  void score(std::int64_t head) {
    for_each_visible([&](double& value, std::int64_t query, std::int64_t key) {
      value = attnscope::score(problem_, head, query, key, value);
    });
  }

  void drop(std::int64_t batch_head) {
    const double kept = dropout_scale(problem_);
    for_each_visible([&](double& value, std::int64_t query, std::int64_t key) {
      value = dropout_keeps(problem_, batch_head, query, key) ? value * kept : 0;
    });
  }

  /// Probabilities of exp(scale · score), 0 for masked keys.
  void softmax(double scale, double* log_sum_exp) {
    for (std::int64_t row = 0; row < count(); ++row) {
      const KeyRange keys = visible_[row];
      double* scores = scores_.data() + row * score_stride_;
      std::fill(scores, scores + keys.first, 0);
      std::fill(scores + std::max(keys.first, keys.end), scores + score_stride_, 0);
      if (keys.empty()) {
        log_sum_exp[row] = -std::numeric_limits<double>::infinity();
        continue;
      }
      const double highest = *std::max_element(scores + keys.first, scores + keys.end);
      double sum = 0;
      for (std::int64_t index = keys.first; index < keys.end; ++index) {
        scores[index] = std::exp(scale * (scores[index] - highest));
        sum += scores[index];
      }
      for (std::int64_t index = keys.first; index < keys.end; ++index) scores[index] /= sum;
      log_sum_exp[row] = scale * highest + std::log(sum);
    }
  }

  void weigh(const void* value, std::int64_t kv_base, double* output) {
    const std::int64_t depth = problem_.head_dim;
    std::vector<double> block(static_cast<std::size_t>(depth * key_block));
    std::fill(output, output + count() * depth, 0);
    for_each_key_block([&](std::int64_t first, std::int64_t keys) {
      for (std::int64_t index = 0; index < keys; ++index) {
        widen(problem_.dtype, value, kv_base + (first + index) * kv_strides(problem_).row, depth,
              block.data() + index * depth);
      }
      multiply_add(count(), depth, keys, scores_.data() + first, score_stride_, block.data(), depth, output,
                   depth);
    });
  }

  template <typename Body>
  void for_each_key_block(const Body& body) const {
    for (std::int64_t first = any_visible_.first / key_block * key_block; first < any_visible_.end;
         first += key_block) {
      body(first, std::min(key_block, problem_.kv_seqlen - first));
    }
  }

  /// body(score or probability, query, key) of what is not masked.
  template <typename Body>
  void for_each_visible(const Body& body) {
    for (std::int64_t row = 0; row < count(); ++row)
      for (std::int64_t key = visible_[row].first; key < visible_[row].end; ++key)
        body(scores_[row * score_stride_ + key], rows_[row], key);
  }

  const Problem& problem_;
  std::span<const std::int64_t> rows_;
  std::int64_t score_stride_;
  std::vector<KeyRange> visible_;
  KeyRange any_visible_;
  std::vector<double> queries_;
  std::vector<double> scores_;
};

}  // namespace

ReferenceRows reference_attention(const Problem& problem, const void* query, const void* key,
                                  const void* value, std::span<const std::int64_t> query_rows, int threads) {
  ReferenceRows reference;
  reference.query_rows.assign(query_rows.begin(), query_rows.end());
  const auto rows = static_cast<std::int64_t>(query_rows.size());
  const std::int64_t heads = problem.batch * problem.query_heads;
  reference.output.resize(static_cast<std::size_t>(heads * rows * problem.head_dim));
  reference.log_sum_exp.resize(static_cast<std::size_t>(heads * rows));

  const std::int64_t block = rows_per_block(problem);
  const std::int64_t blocks = (rows + block - 1) / block;
  parallel_for(heads * blocks, threads, [&](std::int64_t item) {
    const std::int64_t head = item / blocks;
    const std::int64_t first = item % blocks * block;
    const std::int64_t size = std::min(block, rows - first);
    BlockOfRows block_of_rows(problem, query_rows.subspan(first, size));
    block_of_rows.compute(query, key, value, head / problem.query_heads, head % problem.query_heads,
                          reference.output.data() + (head * rows + first) * problem.head_dim,
                          reference.log_sum_exp.data() + head * rows + first);
  });
  return reference;
}

std::vector<std::int64_t> all_rows(const Problem& problem) {
  std::vector<std::int64_t> rows(static_cast<std::size_t>(problem.query_seqlen));
  std::iota(rows.begin(), rows.end(), std::int64_t{0});
  return rows;
}

std::vector<std::int64_t> rows_to_check(const Problem& problem, std::int64_t tile_m, std::int64_t max_rows) {
  if (problem.query_seqlen <= max_rows) return all_rows(problem);
  const std::int64_t tiles = (problem.query_seqlen + tile_m - 1) / tile_m;
  const std::int64_t wanted = std::clamp<std::int64_t>(max_rows / 2, 1, tiles);
  std::vector<std::int64_t> rows;
  for (std::int64_t index = 0; index < wanted; ++index) {
    const std::int64_t tile = wanted > 1 ? index * (tiles - 1) / (wanted - 1) : 0;
    rows.push_back(tile * tile_m);
    rows.push_back(std::min((tile + 1) * tile_m, problem.query_seqlen) - 1);
  }
  // A tile of one row has one first and last row.
  rows.erase(std::unique(rows.begin(), rows.end()), rows.end());
  if (static_cast<std::int64_t>(rows.size()) > max_rows)
    rows.resize(static_cast<std::size_t>(std::max<std::int64_t>(max_rows, 0)));
  return rows;
}

}  // namespace attnscope
