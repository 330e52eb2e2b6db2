// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// The attention problem: the shapes, type and mask of one call. Says what is computed, never how
// (TileConfig).
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "kernels/problem/result.h"

namespace attnscope {

enum class Dtype { fp16, bf16, fp32, fp8_e4m3 };

/// Memory order of Q, K, V and O: [batch, heads, seqlen, head_dim] or [batch, seqlen, heads, head_dim].
enum class Layout { bhsd, bshd };

inline constexpr std::int64_t min_head_dim = 16;
inline constexpr std::int64_t max_head_dim = 256;
inline constexpr std::int64_t head_dim_multiple = 8;
inline constexpr std::uint64_t max_dropout_seed =
    (std::uint64_t{1} << 63U) - 1;  // databases count in 63 bits

/// One attention call: O = dropout(softmax(score(Q Kᵀ) + mask)) V, where score(x) = scale · x, bounded and
/// biased where the problem says so (score.h).
///
/// Q and O are [batch, query_heads, query_seqlen, head_dim], K and V [batch, kv_heads, kv_seqlen, head_dim],
/// stored as `layout` says, densely packed. Query head h reads KV head h / (query_heads / kv_heads).
/// Lengths align bottom right: query i sits at key position d = i + kv_seqlen − query_seqlen. Key j is
/// visible to it if (not causal or j ≤ d), j ≥ d − window_left and j ≤ d + window_right; an absent window
/// side is unbounded. A query that sees no key gives an output row of 0 and a log-sum-exp of −∞.
struct Problem {
  std::int64_t batch = 1;
  std::int64_t query_heads = 16;
  std::int64_t kv_heads = 16;
  std::int64_t query_seqlen = 1024;
  std::int64_t kv_seqlen = 1024;
  std::int64_t head_dim = 128;
  Dtype dtype = Dtype::fp16;
  bool causal = false;
  std::optional<std::int64_t> window_left = {};
  std::optional<std::int64_t> window_right = {};
  std::optional<double> softmax_scale = {};  ///< absent: 1/√head_dim
  Layout layout = Layout::bshd;
  std::optional<double> soft_cap = {};  ///< scores become soft_cap · tanh(score / soft_cap), before ALiBi
  bool alibi = false;                   ///< scores lose alibi_slope() for each position between query and key
  double dropout = 0;              ///< the share of probabilities set to 0; the others grow to make up for it
  std::uint64_t dropout_seed = 0;  ///< 0 where there is no dropout

  auto operator<=>(const Problem&) const = default;
};

/// The keys that one query sees: [first, end), empty if end ≤ first.
struct KeyRange {
  std::int64_t first = 0;
  std::int64_t end = 0;
  bool empty() const { return end <= first; }
};

/// Ok if the numbers make sense for any implementation; otherwise a usage error that names the field:
/// lengths, heads or batch of 0 or less, KV heads that do not divide query heads, head_dim out of range or
/// not a multiple of 8, negative window sides, a scale or soft cap that is not finite and positive, dropout
/// outside [0, 1), a seed without it or of 2⁶³ and more, tensors whose element count, or whose score
/// matrix's, overflows 2⁶².
Result<void> validate(const Problem& problem);

/// The scale that the softmax uses: the given one or 1/√head_dim.
double effective_softmax_scale(const Problem& problem);

/// Keys visible to query row `query` (0-based), before any tiling.
KeyRange visible_keys(const Problem& problem, std::int64_t query);

/// Bytes of one element.
std::int64_t bytes_of(Dtype dtype);

/// Element counts of Q (= O) and of K (= V).
std::int64_t query_elements(const Problem& problem);
std::int64_t kv_elements(const Problem& problem);

std::string_view name_of(Dtype dtype);    ///< "fp16", "bf16", "fp32", "fp8"
std::string_view name_of(Layout layout);  ///< "bhsd", "bshd"
std::optional<Dtype> dtype_named(std::string_view name);
std::optional<Layout> layout_named(std::string_view name);

/// One line for logs, tooltips and messages, e.g. "B2 Hq32 Hkv8 S4096 D128 fp16 causal bshd".
std::string to_string(const Problem& problem);

}  // namespace attnscope
