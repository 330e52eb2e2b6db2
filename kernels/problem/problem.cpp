// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/problem/problem.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <initializer_list>

namespace attnscope {
namespace {

constexpr std::int64_t max_elements = std::int64_t{1} << 62;

/// Product of positive factors, or nothing where it exceeds 2⁶².
std::optional<std::int64_t> checked_product(std::initializer_list<std::int64_t> factors) {
  std::int64_t product = 1;
  for (const std::int64_t factor : factors) {
    if (product > max_elements / factor) return std::nullopt;
    product *= factor;
  }
  return product;
}

std::string number(std::int64_t value) {
  return std::to_string(value);
}

Result<void> require_positive(std::string_view field, std::int64_t value) {
  if (value > 0) return {};
  return fail(ErrorKind::usage, std::string(field) + " must be at least 1, not " + number(value));
}

constexpr std::array dtype_names{std::string_view("fp16"), std::string_view("bf16"), std::string_view("fp32"),
                                 std::string_view("fp8")};
constexpr std::array layout_names{std::string_view("bhsd"), std::string_view("bshd")};

template <typename Enum, std::size_t count>
std::optional<Enum> enum_named(const std::array<std::string_view, count>& names, std::string_view name) {
  const auto found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Enum>(found - names.begin());
}

}  // namespace

Result<void> validate(const Problem& problem) {
  const std::pair<std::string_view, std::int64_t> positives[] = {
      {"batch", problem.batch},         {"query heads", problem.query_heads},
      {"KV heads", problem.kv_heads},   {"query length", problem.query_seqlen},
      {"KV length", problem.kv_seqlen}, {"head dim", problem.head_dim}};
  for (const auto& [field, value] : positives) {
    if (auto positive = require_positive(field, value); !positive) return positive;
  }
  if (problem.query_heads % problem.kv_heads != 0) {
    return fail(ErrorKind::usage, "KV heads must divide query heads, and " + number(problem.kv_heads) +
                                      " does not divide " + number(problem.query_heads));
  }
  if (problem.head_dim < min_head_dim || problem.head_dim > max_head_dim ||
      problem.head_dim % head_dim_multiple != 0) {
    return fail(ErrorKind::usage,
                "head dim must be a multiple of 8 from 16 to 256, not " + number(problem.head_dim));
  }
  if (problem.window_left.value_or(0) < 0 || problem.window_right.value_or(0) < 0) {
    return fail(ErrorKind::usage, "a window side must be 0 or more");
  }
  if (problem.softmax_scale && !(std::isfinite(*problem.softmax_scale) && *problem.softmax_scale > 0)) {
    return fail(ErrorKind::usage, "the softmax scale must be a positive number");
  }
  if (problem.soft_cap && !(std::isfinite(*problem.soft_cap) && *problem.soft_cap > 0)) {
    return fail(ErrorKind::usage, "the soft cap must be a positive number");
  }
  if (!(problem.dropout >= 0 && problem.dropout < 1)) {
    return fail(ErrorKind::usage, "dropout must be 0 or more and less than 1");
  }
  if (problem.dropout == 0 && problem.dropout_seed != 0) {
    return fail(ErrorKind::usage, "a dropout seed is given, but no dropout");
  }
  if (problem.dropout_seed > max_dropout_seed) {
    return fail(ErrorKind::usage, "the dropout seed must be below 2⁶³");
  }
  const std::int64_t longest = std::max(problem.query_seqlen, problem.kv_seqlen);
  if (!checked_product({longest, problem.query_heads, problem.batch, problem.head_dim, 8}) ||
      !checked_product({problem.query_seqlen, problem.kv_seqlen, problem.query_heads, problem.batch, 8})) {
    return fail(ErrorKind::usage, "batch, heads and lengths are too large: their product overflows");
  }
  return {};
}

double effective_softmax_scale(const Problem& problem) {
  return problem.softmax_scale.value_or(1.0 / std::sqrt(static_cast<double>(problem.head_dim)));
}

KeyRange visible_keys(const Problem& problem, std::int64_t query) {
  const std::int64_t diagonal = query + problem.kv_seqlen - problem.query_seqlen;
  KeyRange keys{0, problem.kv_seqlen};
  if (problem.causal) keys.end = std::min(keys.end, diagonal + 1);
  // Written so that a huge window side cannot overflow.
  if (problem.window_left && *problem.window_left < diagonal) keys.first = diagonal - *problem.window_left;
  if (problem.window_right && *problem.window_right < problem.kv_seqlen - 1 - diagonal) {
    keys.end = std::min(keys.end, diagonal + *problem.window_right + 1);
  }
  keys.end = std::max(keys.end, std::int64_t{0});
  if (keys.empty()) return KeyRange{0, 0};
  return keys;
}

std::int64_t bytes_of(Dtype dtype) {
  switch (dtype) {
    case Dtype::fp16:
    case Dtype::bf16:
      return 2;
    case Dtype::fp32:
      return 4;
    case Dtype::fp8_e4m3:
      return 1;
  }
  return 0;
}

std::int64_t query_elements(const Problem& problem) {
  return problem.batch * problem.query_heads * problem.query_seqlen * problem.head_dim;
}

std::int64_t kv_elements(const Problem& problem) {
  return problem.batch * problem.kv_heads * problem.kv_seqlen * problem.head_dim;
}

std::string_view name_of(Dtype dtype) {
  return dtype_names.at(static_cast<std::size_t>(dtype));
}
std::string_view name_of(Layout layout) {
  return layout_names.at(static_cast<std::size_t>(layout));
}
std::optional<Dtype> dtype_named(std::string_view name) {
  return enum_named<Dtype>(dtype_names, name);
}
std::optional<Layout> layout_named(std::string_view name) {
  return enum_named<Layout>(layout_names, name);
}

std::string to_string(const Problem& problem) {
  std::string text =
      "B" + number(problem.batch) + " Hq" + number(problem.query_heads) + " Hkv" + number(problem.kv_heads);
  if (problem.query_seqlen == problem.kv_seqlen) {
    text += " S" + number(problem.query_seqlen);
  } else {
    text += " Sq" + number(problem.query_seqlen) + " Skv" + number(problem.kv_seqlen);
  }
  text += " D" + number(problem.head_dim) + " " + std::string(name_of(problem.dtype));
  if (problem.causal) text += " causal";
  if (problem.window_left || problem.window_right) {
    const auto side = [](const std::optional<std::int64_t>& length) {
      return length ? number(*length) : std::string("∞");
    };
    text += " window " + side(problem.window_left) + "," + side(problem.window_right);
  }
  if (problem.softmax_scale) text += " scale " + std::to_string(*problem.softmax_scale);
  if (problem.soft_cap) text += " soft cap " + std::to_string(*problem.soft_cap);
  if (problem.alibi) text += " ALiBi";
  if (problem.dropout > 0)
    text += " dropout " + std::to_string(problem.dropout) + " seed " + std::to_string(problem.dropout_seed);
  return text + " " + std::string(name_of(problem.layout));
}

}  // namespace attnscope
