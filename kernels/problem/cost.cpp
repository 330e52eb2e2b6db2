// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/problem/cost.h"

#include <algorithm>

namespace attnscope {
namespace {

double heads(const Problem& problem) {
  return static_cast<double>(problem.batch) * static_cast<double>(problem.query_heads);
}

/// Σ min(max(x, 0), limit) over x = first … last, in closed form: a chart of thousands of points asks often.
long double sum_of_clamped(std::int64_t first, std::int64_t last, std::int64_t limit) {
  long double sum = 0;
  const std::int64_t low = std::max<std::int64_t>(first, 1);
  const std::int64_t high = std::min(last, limit);
  if (low <= high) {
    sum += static_cast<long double>(high - low + 1) * static_cast<long double>(low + high) / 2;
  }
  if (last > limit) {
    sum += static_cast<long double>(last - std::max(first - 1, limit)) * static_cast<long double>(limit);
  }
  return sum;
}

}  // namespace

double unmasked_pairs(const Problem& problem) {
  // Query at key position d sees the keys before d + right + 1, less those before d − left.
  const std::int64_t first = problem.kv_seqlen - problem.query_seqlen;
  const std::int64_t last = problem.kv_seqlen - 1;
  const std::int64_t unbounded = problem.query_seqlen + problem.kv_seqlen;
  const std::int64_t left = std::min(problem.window_left.value_or(unbounded), unbounded);
  std::int64_t right = std::min(problem.window_right.value_or(unbounded), unbounded);
  if (problem.causal) right = 0;
  const long double pairs = sum_of_clamped(first + right + 1, last + right + 1, problem.kv_seqlen) -
                            sum_of_clamped(first - left, last - left, problem.kv_seqlen);
  return static_cast<double>(pairs) * heads(problem);
}

bool causal_half_applies(const Problem& problem) {
  return problem.causal && problem.query_seqlen == problem.kv_seqlen && !problem.window_left &&
         !problem.window_right;
}

double forward_flops(const Problem& problem, FlopConvention convention) {
  double pairs = 0;
  if (convention == FlopConvention::causal_half && causal_half_applies(problem)) {
    pairs = heads(problem) * static_cast<double>(problem.query_seqlen) *
            static_cast<double>(problem.kv_seqlen) / 2;
  } else {
    pairs = unmasked_pairs(problem);
  }
  return 4.0 * static_cast<double>(problem.head_dim) * pairs;
}

std::uint64_t input_bytes(const Problem& problem) {
  return static_cast<std::uint64_t>((query_elements(problem) + 2 * kv_elements(problem)) *
                                    bytes_of(problem.dtype));
}

std::uint64_t output_bytes(const Problem& problem) {
  // fp8 inputs give an output of two bytes an element.
  const std::int64_t element = problem.dtype == Dtype::fp8_e4m3 ? 2 : bytes_of(problem.dtype);
  return static_cast<std::uint64_t>(query_elements(problem) * element);
}

std::uint64_t score_matrix_bytes(const Problem& problem, Dtype dtype) {
  return static_cast<std::uint64_t>(problem.batch * problem.query_heads * problem.query_seqlen *
                                    problem.kv_seqlen * bytes_of(dtype));
}

}  // namespace attnscope
