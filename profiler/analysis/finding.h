// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// What a chart's title may claim, as numbers. A claim is only made where the figures bear it: as soon as an
// interval includes 1 or a point is missing, the finding is neutral and says why. The words are the window's.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "profiler/analysis/metrics.h"

namespace attnscope {

/// What the title is to be about.
struct FindingQuestion {
  std::string implementation = "flash";
  std::optional<std::int64_t> seqlen;      ///< the selected length; absent: the longest that can be answered
  std::optional<std::string> device_uuid;  ///< one device only; absent: all of the run
  MetricOptions options;
};

/// Whom a claim covers: it holds on each of these devices.
struct FindingSubject {
  struct Device {
    std::string uuid;
    std::string name;
    bool operator==(const Device&) const = default;
  };
  std::string implementation;
  std::vector<Device> devices;
  bool operator==(const FindingSubject&) const = default;
};

/// Faster than the baseline beyond doubt at every length; the speedups are over all lengths and devices.
struct FasterRange {
  FindingSubject subject;
  double least_speedup = 1;
  double greatest_speedup = 1;
  std::int64_t from_seqlen = 0;
  std::int64_t to_seqlen = 0;
  bool operator==(const FasterRange&) const = default;
};

/// Slower beyond doubt at every length; speedups under 1.
struct SlowerRange {
  FindingSubject subject;
  double least_speedup = 1;
  double greatest_speedup = 1;
  std::int64_t from_seqlen = 0;
  std::int64_t to_seqlen = 0;
  bool operator==(const SlowerRange&) const = default;
};

/// Faster from a length on, beyond doubt at the longest one.
struct FasterFrom {
  FindingSubject subject;
  double earliest_seqlen = 0;  ///< bounds of the crossover, intervals and all devices included
  double latest_seqlen = 0;
  double least_speedup_at_longest = 1;
  double greatest_speedup_at_longest = 1;
  std::int64_t longest_seqlen = 0;
  bool starts_open = false;  ///< the earliest bound is the shortest length measured: it may lie below
  bool operator==(const FasterFrom&) const = default;
};

/// Median times at one length, the bounds over all devices.
struct TimeAtLength {
  FindingSubject subject;
  Interval time_us;
  std::optional<Interval> baseline_time_us;
  Interval tflops;
  std::int64_t seqlen = 0;
  std::optional<Interval> peak_percent = std::nullopt;  ///< where a peak is published for every device
  bool operator==(const TimeAtLength&) const = default;
};

/// Peak memory of the baseline over the implementation's, at one length; bounds over all devices.
struct MemoryRatioAtLength {
  FindingSubject subject;
  Interval ratio;
  std::int64_t seqlen = 0;
  bool operator==(const MemoryRatioAtLength&) const = default;
};

/// The baseline does not fit where the implementation does, on every device.
struct BaselineOutOfMemory {
  FindingSubject subject;
  std::int64_t baseline_out_at = 0;      ///< shortest length at which it did not fit on any of the devices
  std::int64_t implementation_fits = 0;  ///< longest length that was measured on all of them
  bool operator==(const BaselineOutOfMemory&) const = default;
};

/// An occupancy figure is at least `percent` (a round number) from a length on.
struct OccupancyFrom {
  FindingSubject subject;
  OccupancyKind kind = OccupancyKind::achieved;
  double percent = 0;
  std::int64_t from_seqlen = 0;
  std::int64_t to_seqlen = 0;  ///< the longest length measured
  bool operator==(const OccupancyFrom&) const = default;
};

/// An occupancy figure that is low everywhere: its bounds.
struct OccupancyRange {
  FindingSubject subject;
  OccupancyKind kind = OccupancyKind::achieved;
  double least_percent = 0;
  double greatest_percent = 0;
  bool operator==(const OccupancyRange&) const = default;
};

/// Nothing may be claimed.
struct Neutral {
  enum class Why {
    nothing_measured,
    no_baseline,      ///< no figures of the baseline to compare with
    points_missing,   ///< pending, failed or cancelled: what is there may not be the whole picture
    too_few_samples,  ///< figures without intervals
    cannot_tell,      ///< an interval includes 1 where it matters
    mixed,            ///< faster at some lengths or devices and slower at others, in no order
    same,             ///< memory: no more than half a percent apart
  } why = Why::nothing_measured;
  bool operator==(const Neutral&) const = default;
};

using Finding = std::variant<FasterRange, SlowerRange, FasterFrom, TimeAtLength, MemoryRatioAtLength,
                             BaselineOutOfMemory, OccupancyFrom, OccupancyRange, Neutral>;

/// `run` holds one shape (see select_shape). The baseline is the question's options'.
Finding speedup_finding(const Run& run, const FindingQuestion& question);
/// The same from a run's series of speedups (series_of).
Finding speedup_finding(const std::vector<Series>& speedups, const FindingQuestion& question);
Finding time_finding(const Run& run, const FindingQuestion& question);
Finding memory_finding(const Run& run, const FindingQuestion& question);
/// Of the first kind in the order measured balance, balance, wave fill, achieved that has values, unless
/// told.
Finding occupancy_finding(const Run& run, const FindingQuestion& question,
                          std::optional<OccupancyKind> kind = std::nullopt);

}  // namespace attnscope
