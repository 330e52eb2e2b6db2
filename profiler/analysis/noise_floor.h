// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// How much two runs of the very same thing differ on a device. Each process finds other memory pages, clocks
// and temperatures, and no number of samples within one run shows that: only repeated runs (A/A) do.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "kernels/problem/problem.h"
#include "profiler/protocol/run.h"

namespace attnscope {

struct NoiseFloor {
  double relative_deviation = 0;             ///< standard deviation of a point's median between runs, over it
  std::optional<double> degrees_of_freedom;  ///< of the estimate; absent for the default
  std::optional<std::int64_t> measured_ms;   ///< UTC, milliseconds since 1970; absent for the default
  bool operator==(const NoiseFloor&) const = default;
};

/// What is assumed where nothing was measured: 0.25 % on a GPU, 2 % on a Host CPU. On H100s, 92 points of all
/// lengths were measured twice by different processes, minutes to hours apart, most of them on two cards:
/// they differed by up to 0.9 %, which is 0.19 % a run in the root mean square, and 0.33 % in the worst pair
/// of runs.
NoiseFloor default_noise_floor(DeviceKind kind);

/// The same points measured by several fresh processes, one after another.
struct NoiseMeasurement {
  struct Point {
    std::string implementation;
    Problem problem;
    double median_us = 0;           ///< over the processes
    double relative_deviation = 0;  ///< of the processes' medians
    bool operator==(const Point&) const = default;
  };
  std::string device_uuid;
  std::int64_t measured_ms = 0;  ///< when the last process began; UTC, milliseconds since 1970
  std::int64_t processes = 0;
  double relative_deviation = 0;  ///< see NoiseFloor
  double degrees_of_freedom = 0;
  std::vector<Point> points;
  bool operator==(const NoiseMeasurement&) const = default;

  NoiseFloor floor() const { return {relative_deviation, degrees_of_freedom, measured_ms}; }
};

/// From repeated runs, of the points that all of them measured on the device. The deviation is the root mean
/// square over the points, but no less than what makes the largest difference seen between two of the runs
/// lie within three standard deviations, nor than 0.05 %: a floor that is a little high costs resolution, one
/// that is too low costs trust. Absent for fewer than two runs or without a common point.
std::optional<NoiseMeasurement> noise_between(std::span<const Run> repeats, const std::string& device_uuid);

/// The measurement of the device that is nearest in time, or the default of its kind.
NoiseFloor noise_floor_at(std::span<const NoiseMeasurement> measurements, const DeviceDescription& device,
                          std::int64_t time_ms);

}  // namespace attnscope
