// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Standard attention as a program in the problem's own type computes it: scores and probabilities are rounded
// to the type, sums are not. Its error is the yardstick for flash attention's.
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include "kernels/problem/problem.h"
#include "kernels/problem/score.h"
#include "kernels/problem/strides.h"
#include "kernels/reference/convert.h"
#include "kernels/reference/parallel.h"
#include "kernels/reference/small_gemm.h"

namespace attnscope {

inline void round_to(Dtype dtype, double& value) {
  auto single = static_cast<float>(value);
  std::uint16_t bits[1];
  narrow(dtype, &single, 1, bits, 0);
  widen(dtype, bits, 0, 1, &value);
}

/// One row's visible scores become probabilities, rounded; the rest becomes 0.
inline void standard_softmax(const Problem& problem, std::int64_t batch, std::int64_t head,
                             std::int64_t query, double* scores) {
  const KeyRange keys = visible_keys(problem, query);
  const double scale = effective_softmax_scale(problem);
  double highest = -INFINITY;
  for (std::int64_t key = keys.first; key < keys.end; ++key) {
    // score() wants the product itself; what is stored is the scaled one.
    double scaled = scores[key] * scale;
    round_to(problem.dtype, scaled);
    scores[key] = score(problem, head, query, key, scaled / scale);
    highest = std::max(highest, scores[key]);
  }
  double sum = 0;
  for (std::int64_t key = keys.first; key < keys.end; ++key)
    sum += scores[key] = std::exp(scores[key] - highest);
  for (std::int64_t key = 0; key < problem.kv_seqlen; ++key) {
    const bool kept =
        key >= keys.first && key < keys.end &&
        (problem.dropout == 0 || dropout_keeps(problem, batch * problem.query_heads + head, query, key));
    scores[key] = kept ? scores[key] / sum * dropout_scale(problem) : 0;
    round_to(problem.dtype, scores[key]);
  }
}

/// The output, in the problem's type and layout.
inline std::vector<unsigned char> standard_in_type(const Problem& problem,
                                                   const std::vector<unsigned char>& query,
                                                   const std::vector<unsigned char>& key,
                                                   const std::vector<unsigned char>& value) {
  std::vector<unsigned char> output(query.size());
  const std::int64_t depth = problem.head_dim;
  const std::int64_t keys = (problem.kv_seqlen + 7) / 8 * 8;
  parallel_for(problem.batch * problem.query_heads, 0, [&](std::int64_t item) {
    const std::int64_t batch = item / problem.query_heads;
    const std::int64_t head = item % problem.query_heads;
    const std::int64_t kv_head = head / (problem.query_heads / problem.kv_heads);
    std::vector<double> transposed(static_cast<std::size_t>(depth * keys));
    std::vector<double> values(static_cast<std::size_t>(keys * depth));
    std::vector<double> row(static_cast<std::size_t>(depth));
    for (std::int64_t at = 0; at < problem.kv_seqlen; ++at) {
      const std::int64_t start = kv_strides(problem).offset(batch, kv_head, at);
      widen(problem.dtype, key.data(), start, depth, row.data());
      for (std::int64_t d = 0; d < depth; ++d) transposed[d * keys + at] = row[d];
      widen(problem.dtype, value.data(), start, depth, values.data() + at * depth);
    }
    std::vector<double> scores(static_cast<std::size_t>(keys));
    std::vector<float> rounded(static_cast<std::size_t>(depth));
    for (std::int64_t at = 0; at < problem.query_seqlen; ++at) {
      const std::int64_t start = query_strides(problem).offset(batch, head, at);
      widen(problem.dtype, query.data(), start, depth, row.data());
      std::fill(scores.begin(), scores.end(), 0);
      multiply_add(1, keys, depth, row.data(), depth, transposed.data(), keys, scores.data(), keys);
      standard_softmax(problem, batch, head, at, scores.data());
      std::fill(row.begin(), row.end(), 0);
      multiply_add(1, depth, keys, scores.data(), keys, values.data(), depth, row.data(), depth);
      std::copy(row.begin(), row.end(), rounded.begin());
      narrow(problem.dtype, rounded.data(), depth, output.data(), start);
    }
  });
  return output;
}

}  // namespace attnscope
