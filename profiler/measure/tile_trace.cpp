// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/measure/tile_trace.h"

#include <algorithm>
#include <vector>

#include "profiler/analysis/statistics.h"

namespace attnscope {
namespace {

/// The smallest step between two different readings of the clock.
std::int64_t clock_step(std::span<const TileRecord> records) {
  std::vector<std::uint64_t> readings;
  readings.reserve(records.size() * 2);
  for (const TileRecord& record : records) {
    readings.push_back(record.start_ns);
    readings.push_back(record.end_ns);
  }
  std::sort(readings.begin(), readings.end());
  std::uint64_t step = 0;
  for (std::size_t i = 1; i < readings.size(); ++i) {
    const std::uint64_t difference = readings[i] - readings[i - 1];
    if (difference > 0 && (step == 0 || difference < step)) step = difference;
  }
  return static_cast<std::int64_t>(step);
}

std::optional<double> median_span(std::span<const TimedCall> calls) {
  std::vector<double> spans;
  for (const TimedCall& call : calls) spans.push_back(call.span_us);
  return median(spans);
}

}  // namespace

std::optional<TileTrace> trace_of(std::span<const TileRecord> records, std::int64_t slot_count) {
  if (records.empty()) return std::nullopt;
  std::vector<TileRecord> sorted(records.begin(), records.end());
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const TileRecord& a, const TileRecord& b) { return a.start_ns < b.start_ns; });
  const std::uint64_t first = sorted.front().start_ns;
  std::uint64_t last = first;
  for (const TileRecord& record : sorted) {
    if (record.end_ns < record.start_ns) return std::nullopt;
    last = std::max(last, record.end_ns);
  }
  TileTrace trace;
  trace.recorded = static_cast<std::int64_t>(sorted.size());
  trace.slot_count = slot_count;
  trace.span_us = static_cast<double>(last - first) / 1000;
  trace.clock_resolution_ns = clock_step(records);
  const std::size_t step = (sorted.size() + most_tile_rows - 1) / most_tile_rows;
  for (std::size_t i = 0; i < sorted.size(); i += step) {
    const TileRecord& record = sorted[i];
    trace.sm.push_back(static_cast<int>(record.sm));
    trace.work_item.push_back(record.work_item);
    trace.start_ns.push_back(static_cast<std::int64_t>(record.start_ns - first));
    trace.end_ns.push_back(static_cast<std::int64_t>(record.end_ns - first));
  }
  return trace;
}

std::optional<double> slowdown_of(std::span<const TimedCall> instrumented, std::span<const TimedCall> plain) {
  const auto slower = median_span(instrumented);
  const auto usual = median_span(plain);
  if (!slower || !usual || *usual <= 0) return std::nullopt;
  return *slower / *usual;
}

}  // namespace attnscope
