// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include <charconv>
#include <set>

#include "profiler/session/sweep.h"

namespace attnscope {
namespace {

/// What the protocol carries; far beyond what any device holds.
constexpr std::int64_t longest = std::int64_t{1} << 26;

Result<std::int64_t> parse_length(std::string_view text) {
  std::string_view digits = text;
  const bool thousands = !digits.empty() && (digits.back() == 'k' || digits.back() == 'K');
  if (thousands) digits.remove_suffix(1);
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  const bool is_number = error == std::errc() && end == digits.data() + digits.size();
  if (thousands && is_number && value <= longest) value *= 1024;
  if (!is_number || value < 1 || value > longest) {
    return fail(ErrorKind::usage, "a length must be a whole number from 1 to " + std::to_string(longest) +
                                      ", not \"" + std::string(text) + '"');
  }
  return value;
}

Result<void> add_range(std::string_view text, std::size_t dots, std::set<std::int64_t>& lengths) {
  const auto low = parse_length(text.substr(0, dots));
  if (!low) return tl::unexpected(low.error());
  const auto high = parse_length(text.substr(dots + 2));
  if (!high) return tl::unexpected(high.error());
  const std::size_t before = lengths.size();
  std::int64_t power = 1;
  while (power < *low) power *= 2;
  const bool any = power <= *high;
  for (; power <= *high; power *= 2) lengths.insert(power);
  if (any || lengths.size() != before) return {};
  return fail(ErrorKind::usage, "there is no power of two in \"" + std::string(text) + '"');
}

}  // namespace

Result<std::vector<std::int64_t>> parse_seqlens(const std::string& text) {
  std::set<std::int64_t> lengths;
  std::string_view rest = text;
  while (true) {
    const std::size_t comma = rest.find(',');
    const std::string_view part = rest.substr(0, comma);
    if (const std::size_t dots = part.find(".."); dots != std::string_view::npos) {
      if (auto added = add_range(part, dots, lengths); !added) return tl::unexpected(added.error());
    } else {
      const auto length = parse_length(part);
      if (!length) return tl::unexpected(length.error());
      lengths.insert(*length);
    }
    if (comma == std::string_view::npos) break;
    rest.remove_prefix(comma + 1);
  }
  return std::vector<std::int64_t>(lengths.begin(), lengths.end());
}

}  // namespace attnscope
