// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Times cuBLASLt's candidates for both products of a call and settles on the fastest.
#pragma once

#include <cstdint>
#include <optional>

#include "kernels/cuda/standard/attention_products.h"
#include "kernels/problem/problem.h"

namespace attnscope {

/// Settles `products`, made for `problem`, on the fastest algorithms. Allocates device memory for scratch
/// tensors and frees it before it returns. Best effort: where memory is short or a candidate fails, the
/// library's own order stands. What was found is remembered in `library`.
void choose_fastest_algorithms(ProductLibrary& library, const Problem& problem, AttentionProducts& products);

/// Fewer batches, then fewer heads, so that timing takes no more than `bytes`; at least one KV head stays.
Problem reduced_for_timing(const Problem& problem, std::uint64_t bytes);

/// Device memory that timing this problem takes.
std::uint64_t timing_bytes(const Problem& problem);

}  // namespace attnscope
