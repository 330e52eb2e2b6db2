// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/reference/compare.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "kernels/problem/strides.h"
#include "kernels/reference/convert.h"

namespace attnscope {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

}  // namespace

OutputError compare_output(const Problem& problem, const void* output, const ReferenceRows& reference) {
  OutputError error;
  double difference_squares = 0;
  double reference_squares = 0;
  std::vector<double> row(static_cast<std::size_t>(problem.head_dim));
  const double* expected = reference.output.data();
  for (std::int64_t head = 0; head < problem.batch * problem.query_heads; ++head) {
    for (const std::int64_t query : reference.query_rows) {
      const std::int64_t start =
          query_strides(problem).offset(head / problem.query_heads, head % problem.query_heads, query);
      widen(output_dtype(problem), output, start, problem.head_dim, row.data());
      for (std::int64_t index = 0; index < problem.head_dim; ++index, ++expected) {
        reference_squares += *expected * *expected;
        if (!std::isfinite(row[index])) {
          ++error.not_finite;
          continue;
        }
        const double difference = row[index] - *expected;
        difference_squares += difference * difference;
        error.max_abs = std::max(error.max_abs, std::abs(difference));
      }
    }
  }
  if (error.not_finite > 0) {
    error.max_abs = infinity;
    error.relative_rms = infinity;
  } else if (difference_squares > 0) {
    error.relative_rms = std::sqrt(difference_squares / reference_squares);
  }
  return error;
}

LogSumExpError compare_log_sum_exp(const Problem& problem, const float* log_sum_exp,
                                   const ReferenceRows& reference) {
  LogSumExpError error;
  const double* expected = reference.log_sum_exp.data();
  for (std::int64_t head = 0; head < problem.batch * problem.query_heads; ++head) {
    for (const std::int64_t query : reference.query_rows) {
      const double found = log_sum_exp[head * problem.query_seqlen + query];
      if (std::isfinite(found) && std::isfinite(*expected)) {
        error.max_abs = std::max(error.max_abs, std::abs(found - *expected));
      } else if (found != *expected) {
        ++error.misplaced;
      }
      ++expected;
    }
  }
  return error;
}

}  // namespace attnscope
