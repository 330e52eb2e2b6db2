// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Two runs side by side: points joined by problem and implementation, the verdict on each, and everything
// that was not the same. Numbers and enums only: the wording is the caller's.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "profiler/analysis/environment_difference.h"
#include "profiler/analysis/verdict.h"

namespace attnscope {

/// Which device of one run stands beside which of the other: the same one where both have it, else one of the
/// same name, else the base's first. Every device of the other run has a partner, so a whole run on another
/// GPU can be laid beside the base.
struct DevicePair {
  DeviceDescription base;
  DeviceDescription other;
  NoiseFloors base_noise;
  NoiseFloors other_noise;
  bool same_device() const { return base.uuid == other.uuid; }
};

/// A point in one of the two runs.
struct ComparedSide {
  const Point* point = nullptr;   ///< in the run, which has to outlive the comparison
  std::optional<double> time_us;  ///< median span
  std::optional<double> tflops;
  std::optional<double> percent_of_peak;  ///< of the device's datasheet
  std::optional<double> speedup;          ///< over the baseline of the same run, device and problem
};

/// A point that has an outcome in both runs. Verdicts are there where both measured it.
struct ComparedPoint {
  std::size_t device = 0;  ///< in RunComparison::devices
  ComparedSide base;
  ComparedSide other;
  std::optional<Judgement> time;
  std::optional<Judgement> memory;
  std::optional<OccupancyJudgement> occupancy;

  /// The base measured it, and the other run could not: it failed, ran out of memory or is not supported.
  bool is_lost() const;
};

/// A point that only one of the runs has, cancelled and pending ones left out.
struct UnmatchedPoint {
  std::string device_name;
  const Point* point = nullptr;  ///< in the run
};

struct RunComparison {
  std::vector<DevicePair> devices;
  std::vector<ComparedPoint> points;  ///< by device, shape and length, then as the base has them
  std::vector<UnmatchedPoint> only_base;
  std::vector<UnmatchedPoint> only_other;
  std::vector<EnvironmentDifference> differences;
};

struct ComparisonOptions {
  double margin = default_margin;             ///< of "same", a part of the base
  std::string baseline = "standard";          ///< of speedups
  std::span<const NoiseMeasurement> noise{};  ///< of any devices; a default stands in where there is none
};

RunComparison compare_runs(const Run& base, const Run& other, const ComparisonOptions& options);

}  // namespace attnscope
