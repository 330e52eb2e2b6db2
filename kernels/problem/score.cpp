// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/problem/score.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "kernels/problem/philox.h"

namespace attnscope {
namespace {

constexpr double draws = 65536;

}  // namespace

bool plain_scores(const Problem& problem) {
  return !problem.soft_cap && !problem.alibi && problem.dropout == 0;
}

double alibi_slope(std::int64_t query_heads, std::int64_t head) {
  const auto power_of_two =
      static_cast<std::int64_t>(std::bit_floor(static_cast<std::uint64_t>(query_heads)));
  const double step = -8.0 / static_cast<double>(power_of_two);
  if (head < power_of_two) return std::exp2(step * static_cast<double>(head + 1));
  return std::exp2(step * (static_cast<double>(head - power_of_two) + 0.5));
}

double score(const Problem& problem, std::int64_t head, std::int64_t query, std::int64_t key, double dot) {
  double value = effective_softmax_scale(problem) * dot;
  if (problem.soft_cap) value = *problem.soft_cap * std::tanh(value / *problem.soft_cap);
  if (problem.alibi) {
    const std::int64_t position = query + problem.kv_seqlen - problem.query_seqlen;
    value -= alibi_slope(problem.query_heads, head) * static_cast<double>(std::abs(key - position));
  }
  return value;
}

std::uint32_t dropout_threshold(const Problem& problem) {
  return static_cast<std::uint32_t>(std::min(std::round(problem.dropout * draws), draws - 1));
}

double dropout_scale(const Problem& problem) {
  return draws / (draws - dropout_threshold(problem));
}

bool dropout_keeps(const Problem& problem, std::int64_t batch_head, std::int64_t query, std::int64_t key) {
  const PhiloxWords draw = philox<10>(
      {static_cast<std::uint32_t>(key / 16 * 4 + key % 8 / 2),
       static_cast<std::uint32_t>(query / 16 * 8 + query % 8), static_cast<std::uint32_t>(batch_head), 0},
      problem.dropout_seed);
  const auto halfword = static_cast<std::uint32_t>(query % 16 / 8 * 4 + key % 16 / 8 * 2 + key % 2);
  const std::uint32_t bits = draw.at(halfword / 2) >> (halfword % 2 * 16) & 0xffffU;
  return bits >= dropout_threshold(problem);
}

}  // namespace attnscope
