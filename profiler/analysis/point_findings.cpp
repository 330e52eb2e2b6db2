// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Findings about time, memory and occupancy: statements of one length, or of a threshold.
#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <utility>

#include "profiler/analysis/finding.h"
#include "profiler/analysis/finding_series.h"

namespace attnscope {
namespace {

FindingQuestion about_baseline(const FindingQuestion& question, std::int64_t seqlen) {
  FindingQuestion baseline = question;
  baseline.implementation = question.options.baseline;
  baseline.seqlen = seqlen;
  return baseline;
}

/// Baseline over implementation on each device at one length; absent if one of them lacks a side.
std::optional<Interval> ratios_at(const std::vector<Series>& series, const std::vector<Series>& baseline,
                                  std::int64_t seqlen) {
  std::optional<Interval> bounds;
  for (const Series& one : series) {
    const auto other = std::find_if(baseline.begin(), baseline.end(), [&one](const Series& candidate) {
      return candidate.device_uuid == one.device_uuid;
    });
    const SeriesValue* below = finding::value_at(one, seqlen);
    const SeriesValue* above = other == baseline.end() ? nullptr : finding::value_at(*other, seqlen);
    if (below == nullptr || above == nullptr || below->estimate->value <= 0) {
      return std::nullopt;
    }
    const double ratio = above->estimate->value / below->estimate->value;
    bounds = bounds ? Interval{std::min(bounds->low, ratio), std::max(bounds->high, ratio)}
                    : Interval{ratio, ratio};
  }
  return bounds;
}

/// Where the baseline fits on no device any more but the implementation does on all; only claimed if both
/// hold for every device.
std::optional<BaselineOutOfMemory> out_of_memory_finding(const std::vector<Series>& series,
                                                         const std::vector<Series>& baseline) {
  std::int64_t out_at = 0;
  for (const Series& one : baseline) {
    const auto first = std::find_if(one.values.begin(), one.values.end(),
                                    [](const SeriesValue& value) { return value.gap == Gap::out_of_memory; });
    if (first == one.values.end()) {
      return std::nullopt;
    }
    out_at = std::max(out_at, first->seqlen);
  }
  if (baseline.size() != series.size() || series.empty()) {
    return std::nullopt;
  }
  const std::optional<std::int64_t> fits = finding::length_for(series, {});
  if (!fits || *fits < out_at) {
    return std::nullopt;
  }
  return BaselineOutOfMemory{finding::subject_of(series), out_at, *fits};
}

std::vector<Series> of_kind(std::vector<Series> series, OccupancyKind kind) {
  std::erase_if(series, [kind](const Series& one) { return one.occupancy != kind; });
  return series;
}

/// What nobody would call a difference; and what differs to both sides is none either.
std::optional<Neutral> neutral_memory(const Interval& ratio) {
  constexpr double as_good_as_one = 0.005;
  if (ratio.low > 1 - as_good_as_one && ratio.high < 1 + as_good_as_one) {
    return Neutral{Neutral::Why::same};
  }
  return ratio.low < 1 && ratio.high > 1 ? std::optional(Neutral{Neutral::Why::mixed}) : std::nullopt;
}

bool has_missing(const std::vector<Series>& series) {
  return finding::why_nothing(series).why == Neutral::Why::points_missing;
}

}  // namespace

Finding time_finding(const Run& run, const FindingQuestion& question) {
  const std::vector<Series> times = finding::series_for(run, Metric::time, question);
  const std::vector<Series> rates = finding::series_for(run, Metric::throughput, question);
  const std::optional<std::int64_t> seqlen = finding::length_for(times, question);
  const std::optional<Interval> time = seqlen ? finding::bounds_at(times, *seqlen) : std::nullopt;
  const std::optional<Interval> rate = seqlen ? finding::bounds_at(rates, *seqlen) : std::nullopt;
  if (!time || !rate) {
    return finding::why_nothing(times);
  }
  TimeAtLength found{finding::subject_of(times), *time, std::nullopt, *rate, *seqlen};
  found.peak_percent =
      finding::bounds_at(finding::series_for(run, Metric::percent_of_peak, question), *seqlen);
  if (question.implementation != question.options.baseline) {
    const auto baseline = finding::series_for(run, Metric::time, about_baseline(question, *seqlen));
    if (baseline.size() == times.size()) {
      found.baseline_time_us = finding::bounds_at(baseline, *seqlen);
    }
  }
  return found;
}

Finding memory_finding(const Run& run, const FindingQuestion& question) {
  const std::vector<Series> series = finding::series_for(run, Metric::peak_memory, question);
  const std::vector<Series> baseline =
      finding::series_for(run, Metric::peak_memory, about_baseline(question, 0));
  if (baseline.empty() && !series.empty()) {
    return Neutral{Neutral::Why::no_baseline};
  }
  if (!question.seqlen) {
    if (const auto out_of_memory = out_of_memory_finding(series, baseline)) {
      return *out_of_memory;
    }
  }
  std::optional<std::int64_t> seqlen = question.seqlen;
  if (!seqlen && !series.empty()) {
    for (const SeriesValue& value : series.front().values) {
      if (ratios_at(series, baseline, value.seqlen)) {
        seqlen = value.seqlen;
      }
    }
  }
  const std::optional<Interval> ratio = seqlen ? ratios_at(series, baseline, *seqlen) : std::nullopt;
  if (const auto neutral = ratio ? neutral_memory(*ratio) : std::nullopt) {
    return *neutral;
  }
  if (ratio) {
    return MemoryRatioAtLength{finding::subject_of(series), *ratio, *seqlen};
  }
  // The selected length has no pair of figures; the reason may be a finding in itself.
  if (question.seqlen) {
    const auto out_of_memory = out_of_memory_finding(series, baseline);
    if (out_of_memory && *question.seqlen >= out_of_memory->baseline_out_at) {
      return *out_of_memory;
    }
  }
  if (has_missing(series) || has_missing(baseline)) {
    return Neutral{Neutral::Why::points_missing};
  }
  return Neutral{finding::length_for(series, {}) ? Neutral::Why::no_baseline
                                                 : Neutral::Why::nothing_measured};
}

Finding occupancy_finding(const Run& run, const FindingQuestion& question,
                          std::optional<OccupancyKind> kind) {
  const std::vector<Series> all = finding::series_for(run, Metric::tile_occupancy, question);
  constexpr std::array kinds{OccupancyKind::measured_balance, OccupancyKind::balance,
                             OccupancyKind::wave_fill, OccupancyKind::achieved};
  for (const OccupancyKind candidate : kinds) {
    if (!kind && !of_kind(all, candidate).empty()) {
      kind = candidate;
    }
  }
  const std::vector<Series> series = kind ? of_kind(all, *kind) : std::vector<Series>{};
  if (series.empty()) {
    return finding::why_nothing(finding::series_for(run, Metric::time, question));
  }
  if (has_missing(series)) {
    return Neutral{Neutral::Why::points_missing};
  }

  // The least value of all devices by length, and from the long end the least so far.
  std::map<std::int64_t, double> least;
  Interval bounds{std::numeric_limits<double>::infinity(), 0};
  for (const Series& one : series) {
    for (const SeriesValue& value : one.values) {
      if (value.estimate) {
        const double percent = value.estimate->value;
        const auto [entry, is_new] = least.try_emplace(value.seqlen, percent);
        entry->second = std::min(entry->second, percent);
        bounds.low = std::min(bounds.low, percent);
        bounds.high = std::max(bounds.high, percent);
      }
    }
  }
  constexpr std::array thresholds{95.0, 90.0, 80.0, 70.0, 60.0, 50.0};
  const auto threshold = std::find_if(thresholds.begin(), thresholds.end(),
                                      [&least](double percent) { return least.rbegin()->second >= percent; });
  if (threshold == thresholds.end()) {
    return OccupancyRange{finding::subject_of(series), *kind, bounds.low, bounds.high};
  }
  std::int64_t from = least.rbegin()->first;
  for (auto entry = least.rbegin(); entry != least.rend() && entry->second >= *threshold; ++entry) {
    from = entry->first;
  }
  return OccupancyFrom{finding::subject_of(series), *kind, *threshold, from, least.rbegin()->first};
}

}  // namespace attnscope
