// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// What a problem costs on paper: floating-point operations and bytes of memory.
#pragma once

#include <cstdint>

#include "kernels/problem/problem.h"

namespace attnscope {

/// How masked pairs are counted in a TFLOP/s figure.
enum class FlopConvention {
  exact,        ///< only unmasked query–key pairs
  causal_half,  ///< papers' habit: causal counts half of all pairs (only where Sq = Skv and no window)
};

/// Unmasked query–key pairs over batch and query heads.
double unmasked_pairs(const Problem& problem);

/// 4 · head_dim · pairs, where pairs are counted as the convention says and summed over batch and query
/// heads.
double forward_flops(const Problem& problem, FlopConvention convention = FlopConvention::exact);

/// Whether causal_half differs from exact for this problem, and is defined for it.
bool causal_half_applies(const Problem& problem);

/// Bytes of Q, K and V together, and of O.
std::uint64_t input_bytes(const Problem& problem);
std::uint64_t output_bytes(const Problem& problem);

/// The score matrix of standard attention: batch · query_heads · Sq · Skv elements of `dtype`.
std::uint64_t score_matrix_bytes(const Problem& problem, Dtype dtype);

}  // namespace attnscope
