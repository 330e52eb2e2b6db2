// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/store/columns.h"

#include <algorithm>
#include <limits>

namespace attnscope::store {
namespace {

/// Longer than any sequence that fits a machine; a damaged number beyond it would be counted for ever.
constexpr std::int64_t max_seqlen = std::int64_t{1} << 30;

/// "?, ?, …": one for each name in a list of columns.
std::string placeholders(std::string_view column_names) {
  std::string marks = "?";
  for (const char character : column_names) {
    if (character == ',') {
      marks += ", ?";
    }
  }
  return marks;
}

}  // namespace

std::string insert_into(const char* table, const std::string& column_names) {
  return std::string("INSERT INTO ") + table + " (" + column_names + ") VALUES (" +
         placeholders(column_names) + ")";
}

Result<void> check_storable(const Problem& problem) {
  if (auto valid = validate(problem); !valid) {
    return valid;
  }
  if (std::max(problem.query_seqlen, problem.kv_seqlen) > max_seqlen) {
    return fail(ErrorKind::usage, "sequence lengths over 2^30 cannot be stored");
  }
  return {};
}

Binder& Binder::operator<<(std::uint64_t value) {
  constexpr auto largest = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  return *this << static_cast<std::int64_t>(std::min(value, largest));
}

Binder& Binder::operator<<(const Problem& problem) {
  return *this << problem.batch << problem.query_heads << problem.kv_heads << problem.query_seqlen
               << problem.kv_seqlen << problem.head_dim << name_of(problem.dtype) << problem.causal
               << problem.window_left << problem.window_right << problem.softmax_scale
               << name_of(problem.layout) << problem.soft_cap << problem.alibi << problem.dropout
               << problem.dropout_seed;
}

Columns& Columns::operator>>(std::uint64_t& value) {
  std::int64_t number = 0;
  *this >> number;
  if (number < 0) {
    throw Damaged("a size is negative");
  }
  value = static_cast<std::uint64_t>(number);
  return *this;
}

Columns& Columns::operator>>(int& value) {
  std::int64_t number = 0;
  *this >> number;
  if (number < std::numeric_limits<int>::min() || number > std::numeric_limits<int>::max()) {
    throw Damaged("a count is out of range");
  }
  value = static_cast<int>(number);
  return *this;
}

Columns& Columns::operator>>(std::uint32_t& value) {
  std::int64_t number = 0;
  *this >> number;
  if (number < 0 || number > std::numeric_limits<std::uint32_t>::max()) {
    throw Damaged("a set of flags is out of range");
  }
  value = static_cast<std::uint32_t>(number);
  return *this;
}

Columns& Columns::operator>>(Problem& problem) {
  std::string dtype;
  std::string layout;
  *this >> problem.batch >> problem.query_heads >> problem.kv_heads >> problem.query_seqlen >>
      problem.kv_seqlen >> problem.head_dim >> dtype >> problem.causal >> problem.window_left >>
      problem.window_right >> problem.softmax_scale >> layout >> problem.soft_cap >> problem.alibi >>
      problem.dropout >> problem.dropout_seed;
  const std::optional<Dtype> known_dtype = dtype_named(dtype);
  const std::optional<Layout> known_layout = layout_named(layout);
  if (!known_dtype || !known_layout) {
    throw Damaged("a data type or layout has an unknown name");
  }
  problem.dtype = *known_dtype;
  problem.layout = *known_layout;
  if (const auto storable = check_storable(problem); !storable) {
    throw Damaged(storable.error().message);
  }
  return *this;
}

}  // namespace attnscope::store
