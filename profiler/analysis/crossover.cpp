// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <functional>
#include <vector>

#include "profiler/analysis/metrics.h"

namespace attnscope {
namespace {

/// Speedup by index of value: the estimate itself, or one end of its interval.
using Curve = std::function<double(std::size_t)>;

/// Where the curve rises above 1 for good, interpolated in log2 of length and of speedup; absent if it is
/// above 1 everywhere. The curve ends above 1.
std::optional<double> rises_for_good(const std::vector<const SeriesValue*>& values, const Curve& curve) {
  for (std::size_t after = values.size() - 1; after > 0; --after) {
    const double below = curve(after - 1);
    if (below > 1) {
      continue;
    }
    const double from = std::log2(static_cast<double>(values[after - 1]->seqlen));
    const double to = std::log2(static_cast<double>(values[after]->seqlen));
    const double part = below > 0 ? -std::log2(below) / (std::log2(curve(after)) - std::log2(below)) : 1.0;
    return std::exp2(from + part * (to - from));
  }
  return std::nullopt;
}

}  // namespace

Crossover crossover_of(const Series& speedup) {
  std::vector<const SeriesValue*> values;
  bool all_have_intervals = true;
  for (const SeriesValue& value : speedup.values) {
    if (value.estimate) {
      values.push_back(&value);
      all_have_intervals = all_have_intervals && value.estimate->interval.has_value();
    }
  }
  Crossover crossover;
  if (values.empty()) {
    return crossover;
  }
  crossover.shortest_measured = values.front()->seqlen;
  crossover.longest_measured = values.back()->seqlen;
  const Estimate& longest = *values.back()->estimate;
  if (longest.interval && longest.interval->contains(1)) {
    return crossover;
  }
  if (longest.value <= 1) {
    crossover.kind = Crossover::Kind::never;
    return crossover;
  }

  const std::optional<double> crossing =
      rises_for_good(values, [&values](std::size_t index) { return values[index]->estimate->value; });
  crossover.kind = crossing ? Crossover::Kind::at : Crossover::Kind::below_shortest;
  crossover.seqlen = crossing.value_or(0);
  if (all_have_intervals) {
    // The optimistic curve rises first, the pessimistic one last.
    const auto earliest = rises_for_good(
        values, [&values](std::size_t index) { return values[index]->estimate->interval->high; });
    const auto latest = rises_for_good(
        values, [&values](std::size_t index) { return values[index]->estimate->interval->low; });
    if (latest) {
      crossover.interval =
          Interval{earliest.value_or(static_cast<double>(crossover.shortest_measured)), *latest};
    }
  }
  return crossover;
}

}  // namespace attnscope
