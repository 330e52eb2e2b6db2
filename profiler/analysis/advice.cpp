// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/analysis/advice.h"

#include <algorithm>
#include <map>

#include "profiler/analysis/metrics.h"

namespace attnscope {
namespace {

constexpr const char* switchable_standard = "torch-math";
constexpr double practical_difference = 1.01;  // nobody changes a backend for less

/// A point and where it stands in its run.
struct Found {
  const Point* point = nullptr;
  std::size_t index = 0;
  double time_us = 0;  ///< 0: not measured
};

/// One device's points by length and implementation.
class AdvicePoints {
 public:
  AdvicePoints(const Run& run, const Problem& shape, const std::string& device_uuid) {
    for (std::size_t index = 0; index < run.points.size(); ++index) {
      const Point& point = run.points[index];
      if (point.device_uuid != device_uuid || shape_of(point.problem) != shape) continue;
      const auto time = value_of(point, Metric::time, {});
      points_[point.problem.kv_seqlen][point.implementation] = {&point, index, time ? time->value : 0};
    }
  }

  std::vector<std::int64_t> lengths() const {
    std::vector<std::int64_t> all;
    for (const auto& [length, points] : points_) all.push_back(length);
    return all;
  }
  const Found* at(std::int64_t length, const std::string& implementation) const {
    const auto& here = points_.at(length);
    const auto found = here.find(implementation);
    return found == here.end() ? nullptr : &found->second;
  }
  const Found* measured(std::int64_t length, const std::string& implementation) const {
    const Found* found = at(length, implementation);
    return found != nullptr && found->time_us > 0 ? found : nullptr;
  }
  bool has_measured(const std::string& implementation) const {
    return std::any_of(points_.begin(), points_.end(),
                       [&](const auto& entry) { return measured(entry.first, implementation) != nullptr; });
  }

 private:
  std::map<std::int64_t, std::map<std::string, Found>> points_;
};

void include_in(std::optional<Interval>& interval, double value) {
  interval = interval ? Interval{std::min(interval->low, value), std::max(interval->high, value)}
                      : Interval{value, value};
}

/// Faster by more than what matters, and beyond doubt.
bool is_faster(const Found& one, const Found& other) {
  const auto ratio = speedup_of(*other.point, *one.point);
  if (!ratio || ratio->value < practical_difference) return false;
  return !ratio->interval || ratio->interval->low > 1;
}

/// The fastest at a length, and all that cannot be told from it.
std::vector<std::string> fastest_at(const AdvicePoints& points, std::int64_t length,
                                    std::span<const std::string> switchable) {
  const Found* best = nullptr;
  for (const std::string& name : switchable) {
    const Found* found = points.measured(length, name);
    if (found != nullptr && (best == nullptr || found->time_us < best->time_us)) best = found;
  }
  std::vector<std::string> fastest;
  for (const std::string& name : switchable) {
    const Found* found = points.measured(length, name);
    if (found != nullptr && !is_faster(*best, *found)) fastest.push_back(name);
  }
  return fastest;
}

std::vector<std::string> common(const std::vector<std::string>& left, const std::vector<std::string>& right) {
  std::vector<std::string> both;
  for (const std::string& name : left) {
    if (std::find(right.begin(), right.end(), name) != right.end()) both.push_back(name);
  }
  return both;
}

/// Lengths in a row go together as long as one implementation is the fastest at all of them.
std::vector<AdvisedRange> ranges_of(const AdvicePoints& points, std::span<const std::string> switchable) {
  std::vector<AdvisedRange> ranges;
  bool is_open = false;
  for (const std::int64_t length : points.lengths()) {
    const std::vector<std::string> fastest = fastest_at(points, length, switchable);
    if (fastest.empty()) {
      is_open = false;  // Nothing is said of lengths between measured ones that failed.
      continue;
    }
    const std::vector<std::string> shared =
        is_open ? common(ranges.back().implementations, fastest) : std::vector<std::string>();
    if (shared.empty()) {
      ranges.push_back({});
      ranges.back().implementations = fastest;
      is_open = true;
    } else {
      ranges.back().implementations = shared;
    }
    ranges.back().lengths.push_back(length);
  }
  return ranges;
}

std::string reference_in(const AdvicePoints& points) {
  for (const char* name : {switchable_standard, "standard", "standard-eager"}) {
    if (points.has_measured(name)) return name;
  }
  return {};
}

double peak_bytes(const Found& found) {
  return static_cast<double>(std::get<Measured>(found.point->outcome).memory.peak_bytes);
}

void add_savings(AdvisedRange& range, const AdvicePoints& points, const std::string& reference) {
  for (const std::int64_t length : range.lengths) {
    for (const std::string& name : range.implementations) {
      range.evidence.push_back(points.measured(length, name)->index);
    }
    const Found& advised = *points.measured(length, range.implementations.front());
    const Found* standard = reference.empty() ? nullptr : points.at(length, reference);
    if (standard == nullptr || standard->point->implementation == advised.point->implementation) continue;
    if (std::holds_alternative<OutOfMemory>(standard->point->outcome)) {
      range.reference_out_of_memory.push_back(length);
      range.evidence.push_back(standard->index);
    } else if (standard->time_us > 0) {
      include_in(range.speedup, standard->time_us / advised.time_us);
      if (peak_bytes(advised) > 0)
        include_in(range.memory_ratio, peak_bytes(*standard) / peak_bytes(advised));
      range.evidence.push_back(standard->index);
    }
  }
}

void add_rivals(AdvisedRange& range, const AdvicePoints& points, std::span<const std::string> switchable,
                const std::string& reference) {
  for (const std::string& name : switchable) {
    const bool is_advised = std::find(range.implementations.begin(), range.implementations.end(), name) !=
                            range.implementations.end();
    if (is_advised || name == reference) continue;
    std::optional<Interval> speedup;
    for (const std::int64_t length : range.lengths) {
      const Found* rival = points.measured(length, name);
      if (rival == nullptr) continue;
      include_in(speedup, rival->time_us / points.measured(length, range.implementations.front())->time_us);
      range.evidence.push_back(rival->index);
    }
    if (speedup) range.rivals.push_back({name, *speedup});
  }
}

std::optional<BeyondAdvice> beyond_advice(const AdvicePoints& points, const std::vector<AdvisedRange>& ranges,
                                          const std::string& in_app) {
  BeyondAdvice result;
  std::optional<Interval> speedup;
  result.implementation = in_app;
  for (const AdvisedRange& range : ranges) {
    for (const std::int64_t length : range.lengths) {
      const Found* ours = points.measured(length, in_app);
      const Found& advised = *points.measured(length, range.implementations.front());
      if (ours == nullptr || !is_faster(*ours, advised)) continue;
      result.lengths.push_back(length);
      include_in(speedup, advised.time_us / ours->time_us);
      result.evidence.insert(result.evidence.end(), {ours->index, advised.index});
    }
  }
  if (!speedup) return std::nullopt;
  result.speedup = *speedup;
  return result;
}

std::optional<InAppComparison> in_app_comparison(const AdvicePoints& points, const std::string& baseline) {
  InAppComparison result;
  result.implementation = "flash";
  result.baseline = baseline;
  for (const std::int64_t length : points.lengths()) {
    const Found* flash = points.measured(length, result.implementation);
    const Found* standard = points.measured(length, baseline);
    if (flash == nullptr || standard == nullptr) continue;
    if (is_faster(*flash, *standard)) {
      result.faster.push_back(length);
      include_in(result.speedup, standard->time_us / flash->time_us);
    } else {
      result.not_faster.push_back(length);
    }
    result.evidence.insert(result.evidence.end(), {flash->index, standard->index});
  }
  return result.evidence.empty() ? std::nullopt : std::optional(result);
}

}  // namespace

Advice advise(const Run& run, const Problem& shape, const std::string& device_uuid,
              std::span<const std::string> switchable) {
  const AdvicePoints points(run, shape, device_uuid);
  Advice advice;
  advice.device_uuid = device_uuid;
  advice.reference = reference_in(points);
  advice.reference_is_in_app = !advice.reference.empty() && advice.reference != switchable_standard;
  advice.ranges = ranges_of(points, switchable);
  for (AdvisedRange& range : advice.ranges) {
    add_savings(range, points, advice.reference);
    add_rivals(range, points, switchable, advice.reference);
    for (const std::int64_t length : range.lengths) {
      const Found* standard =
          advice.reference_is_in_app ? points.measured(length, advice.reference) : nullptr;
      if (standard != nullptr &&
          is_faster(*standard, *points.measured(length, range.implementations.front()))) {
        advice.standard_wins.push_back(length);
      }
    }
  }
  if (advice.ranges.empty()) {
    if (advice.reference_is_in_app) advice.in_app = in_app_comparison(points, advice.reference);
  } else {
    advice.beyond = beyond_advice(points, advice.ranges, "flash");
  }
  return advice;
}

}  // namespace attnscope
