// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/problem/cost.h"

namespace attnscope {
namespace {

double heads(const Problem& problem) {
  return static_cast<double>(problem.batch) * static_cast<double>(problem.query_heads);
}

}  // namespace

double unmasked_pairs(const Problem& problem) {
  double pairs = 0;
  for (std::int64_t query = 0; query < problem.query_seqlen; ++query) {
    const KeyRange keys = visible_keys(problem, query);
    pairs += static_cast<double>(keys.end - keys.first);
  }
  return pairs * heads(problem);
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
