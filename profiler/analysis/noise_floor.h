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

/// At its power limit a GPU's clock wanders, and what it does there differs far more between runs.
struct NoiseFloors {
  NoiseFloor below_power_limit;
  NoiseFloor at_power_limit;
  bool operator==(const NoiseFloors&) const = default;

  const NoiseFloor& of(bool power_limited) const {
    return power_limited ? at_power_limit : below_power_limit;
  }
};

/// A sample of it was taken while the power limit held the clock.
bool is_power_limited(const Measured& measured);

/// What is assumed where nothing was measured: 0.25 % on a GPU, 1.5 % at its power limit, 2 % on a Host CPU.
/// On H100s, 92 points of all lengths were measured twice by different processes, minutes to hours apart,
/// most of them on two cards: they differed by up to 0.9 %, which is 0.19 % a run in the root mean square,
/// and 0.33 % in the worst pair of runs. At the power limit the medians of six processes scattered by 0.7 %
/// on one card and by 1.45 % on another, where the other points scattered by 0.25 %.
NoiseFloors default_noise_floors(DeviceKind kind);

/// The same points measured by several fresh processes, one after another.
struct NoiseMeasurement {
  struct Point {
    std::string implementation;
    Problem problem;
    double median_us = 0;           ///< over the processes
    double relative_deviation = 0;  ///< of the processes' medians
    bool power_limited = false;     ///< in at least one of the processes
    bool operator==(const Point&) const = default;
  };
  std::string device_uuid;
  std::int64_t measured_ms = 0;  ///< when the last process began; UTC, milliseconds since 1970
  std::int64_t processes = 0;
  double relative_deviation = 0;  ///< of points below the power limit; of all, where each was at it
  double degrees_of_freedom = 0;
  std::optional<double> power_limited_deviation;  ///< of points at the power limit; absent without one
  std::optional<double> power_limited_degrees_of_freedom;
  std::vector<Point> points;
  bool operator==(const NoiseMeasurement&) const = default;
};

/// From repeated runs, of the points that all of them measured on the device. Each deviation is the root mean
/// square over its points, but no less than what makes the largest difference seen between two of the runs
/// lie within three standard deviations, nor than 0.05 %: a floor that is a little high costs resolution, one
/// that is too low costs trust. Absent for fewer than two runs or without a common point.
std::optional<NoiseMeasurement> noise_between(std::span<const Run> repeats, const std::string& device_uuid);

/// Those of the device's measurement that is nearest in time. What it did not measure, or all where there is
/// none, is the default of the device's kind; at the power limit no less than below it.
NoiseFloors noise_floors_at(std::span<const NoiseMeasurement> measurements, const DeviceDescription& device,
                            std::int64_t time_ms);

}  // namespace attnscope
