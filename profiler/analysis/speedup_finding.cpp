// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <limits>

#include "profiler/analysis/finding.h"
#include "profiler/analysis/finding_series.h"

namespace attnscope {
namespace {

/// What one device's speedups say.
struct DeviceVerdict {
  enum class Kind { faster, slower, faster_from, neutral } kind = Kind::neutral;
  Neutral::Why why = Neutral::Why::nothing_measured;
  Interval speedups{std::numeric_limits<double>::infinity(), 0};
  Interval crossing;
  bool starts_open = false;
  double at_longest = 1;
  std::int64_t from = 0;
  std::int64_t to = 0;
};

DeviceVerdict neutral(Neutral::Why why) {
  DeviceVerdict verdict;
  verdict.why = why;
  return verdict;
}

/// A hole that could hide a different answer. Lengths that fit on neither side, or that the implementation or
/// the baseline does not support at all, are answers.
bool is_missing(const SeriesValue& value) {
  const auto unknown = [](Gap gap) {
    return gap == Gap::pending || gap == Gap::failed || gap == Gap::cancelled || gap == Gap::not_measured;
  };
  return unknown(value.gap) || (value.gap == Gap::no_baseline && unknown(value.baseline_gap));
}

DeviceVerdict judge(const Series& series) {
  std::vector<const SeriesValue*> values;
  bool any_point = false;
  bool any_missing = false;
  bool any_without_baseline = false;
  for (const SeriesValue& value : series.values) {
    any_point = any_point || value.has_point;
    any_missing = any_missing || is_missing(value);
    any_without_baseline = any_without_baseline || value.gap == Gap::no_baseline;
    if (value.estimate) {
      values.push_back(&value);
    }
  }
  if (values.empty()) {
    // A baseline that is nowhere in the run is not a missing point.
    return neutral(any_without_baseline ? Neutral::Why::no_baseline
                   : any_missing        ? Neutral::Why::points_missing
                                        : Neutral::Why::nothing_measured);
  }
  if (any_missing) {
    return neutral(Neutral::Why::points_missing);
  }

  DeviceVerdict verdict;
  verdict.from = values.front()->seqlen;
  verdict.to = values.back()->seqlen;
  verdict.at_longest = values.back()->estimate->value;
  bool all_faster = true;
  bool all_slower = true;
  bool any_slower = false;
  bool loses_its_lead = false;  // faster beyond doubt, and no longer so at a greater length
  bool was_faster = false;
  for (const SeriesValue* value : values) {
    const Estimate& estimate = *value->estimate;
    if (!estimate.interval) {
      return neutral(Neutral::Why::too_few_samples);
    }
    all_faster = all_faster && estimate.interval->low > 1;
    all_slower = all_slower && estimate.interval->high < 1;
    any_slower = any_slower || estimate.interval->high < 1;
    loses_its_lead = loses_its_lead || (was_faster && estimate.interval->low <= 1);
    was_faster = was_faster || estimate.interval->low > 1;
    verdict.speedups.low = std::min(verdict.speedups.low, estimate.value);
    verdict.speedups.high = std::max(verdict.speedups.high, estimate.value);
  }
  if (all_faster || all_slower) {
    verdict.kind = all_faster ? DeviceVerdict::Kind::faster : DeviceVerdict::Kind::slower;
    return verdict;
  }
  const Crossover crossover = crossover_of(series);
  if (crossover.kind == Crossover::Kind::unknown) {
    return neutral(Neutral::Why::cannot_tell);
  }
  if (crossover.kind == Crossover::Kind::never || !crossover.interval) {
    return neutral(Neutral::Why::mixed);
  }
  if (loses_its_lead) {
    return neutral(any_slower ? Neutral::Why::mixed : Neutral::Why::cannot_tell);  // overtakes nobody
  }
  verdict.kind = DeviceVerdict::Kind::faster_from;
  verdict.crossing = *crossover.interval;
  verdict.starts_open = verdict.crossing.low <= static_cast<double>(crossover.shortest_measured);
  return verdict;
}

/// Widens `into` by the bounds of another device.
void widen(Interval& into, const Interval& other) {
  into.low = std::min(into.low, other.low);
  into.high = std::max(into.high, other.high);
}

}  // namespace

Finding speedup_finding(const Run& run, const FindingQuestion& question) {
  return speedup_finding(series_of(run, Metric::speedup, question.options), question);
}

Finding speedup_finding(const std::vector<Series>& speedups, const FindingQuestion& question) {
  const std::vector<Series> all = finding::series_in(speedups, question);
  if (all.empty()) {
    return Neutral{Neutral::Why::nothing_measured};
  }
  DeviceVerdict whole = judge(all.front());
  Interval at_longest{whole.at_longest, whole.at_longest};
  for (std::size_t index = 1; index < all.size(); ++index) {
    const DeviceVerdict other = judge(all[index]);
    if (whole.kind == DeviceVerdict::Kind::neutral || other.kind == DeviceVerdict::Kind::neutral) {
      return Neutral{whole.kind == DeviceVerdict::Kind::neutral ? whole.why : other.why};
    }
    const bool both_end_faster =
        whole.kind != DeviceVerdict::Kind::slower && other.kind != DeviceVerdict::Kind::slower;
    if (whole.kind != other.kind && !both_end_faster) {
      return Neutral{Neutral::Why::mixed};
    }
    if (whole.kind != other.kind) {
      // Faster from the start on one, from a length on the other: the later one holds for both.
      const DeviceVerdict& later = whole.kind == DeviceVerdict::Kind::faster_from ? whole : other;
      const Interval crossing = later.crossing;
      const bool starts_open = later.starts_open;
      whole.kind = DeviceVerdict::Kind::faster_from;
      whole.crossing = crossing;
      whole.starts_open = starts_open;
    } else {
      widen(whole.crossing, other.crossing);
      whole.starts_open = whole.starts_open || other.starts_open;
    }
    widen(whole.speedups, other.speedups);
    widen(at_longest, Interval{other.at_longest, other.at_longest});
    whole.from = std::max(whole.from, other.from);
    whole.to = std::min(whole.to, other.to);
  }

  const FindingSubject subject = finding::subject_of(all);
  switch (whole.kind) {
    case DeviceVerdict::Kind::faster:
      return FasterRange{subject, whole.speedups.low, whole.speedups.high, whole.from, whole.to};
    case DeviceVerdict::Kind::slower:
      return SlowerRange{subject, whole.speedups.low, whole.speedups.high, whole.from, whole.to};
    case DeviceVerdict::Kind::faster_from:
      return FasterFrom{subject,         whole.crossing.low, whole.crossing.high, at_longest.low,
                        at_longest.high, whole.to,           whole.starts_open};
    case DeviceVerdict::Kind::neutral:
      break;
  }
  return Neutral{whole.why};
}

}  // namespace attnscope
