// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/analysis/noise_floor.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numbers>
#include <utility>

#include "profiler/analysis/metrics.h"

namespace attnscope {
namespace {

constexpr double gpu_default = 0.0025;
constexpr double host_cpu_default = 0.02;
/// Clocks and their stamps are no finer, whatever a few runs happen to show.
constexpr double least_deviation = 0.0005;

std::optional<double> median_in(const Run& run, const std::string& device_uuid, const Point& wanted) {
  for (const Point& point : run.points) {
    if (point.device_uuid != device_uuid || point.implementation != wanted.implementation ||
        point.problem != wanted.problem) {
      continue;
    }
    const std::optional<Estimate> time = value_of(point, Metric::time, {});
    return time && time->value > 0 ? std::optional(time->value) : std::nullopt;
  }
  return std::nullopt;
}

/// Logarithms of a point's median in each run; empty where a run lacks it.
std::vector<double> log_medians(std::span<const Run> repeats, const std::string& device_uuid,
                                const Point& wanted) {
  std::vector<double> logs;
  for (const Run& run : repeats) {
    const std::optional<double> found = median_in(run, device_uuid, wanted);
    if (!found) {
      return {};
    }
    logs.push_back(std::log(*found));
  }
  return logs;
}

double mean_of(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) {
    sum += value;
  }
  return sum / static_cast<double>(values.size());
}

double variance_of(const std::vector<double>& values) {
  const double mean = mean_of(values);
  double sum = 0;
  for (const double value : values) {
    sum += (value - mean) * (value - mean);
  }
  return sum / static_cast<double>(values.size() - 1);
}

}  // namespace

NoiseFloor default_noise_floor(DeviceKind kind) {
  return {kind == DeviceKind::cuda ? gpu_default : host_cpu_default, std::nullopt, std::nullopt};
}

std::optional<NoiseMeasurement> noise_between(std::span<const Run> repeats, const std::string& device_uuid) {
  if (repeats.size() < 2) {
    return std::nullopt;
  }
  NoiseMeasurement measurement;
  measurement.device_uuid = device_uuid;
  measurement.processes = static_cast<std::int64_t>(repeats.size());
  for (const Run& run : repeats) {
    measurement.measured_ms = std::max(measurement.measured_ms, run.header.created_ms);
  }
  double variances = 0;
  double widest = 0;
  for (const Point& point : repeats.front().points) {
    const std::vector<double> logs = log_medians(repeats, device_uuid, point);
    if (logs.empty()) {
      continue;
    }
    const double variance = variance_of(logs);
    const auto [least, greatest] = std::minmax_element(logs.begin(), logs.end());
    variances += variance;
    widest = std::max(widest, *greatest - *least);
    measurement.points.push_back(
        {point.implementation, point.problem, std::exp(mean_of(logs)), std::sqrt(variance)});
  }
  if (measurement.points.empty()) {
    return std::nullopt;
  }
  const auto count = static_cast<double>(measurement.points.size());
  constexpr double deviations = 3;
  measurement.relative_deviation =
      std::max({std::sqrt(variances / count), widest / (deviations * std::numbers::sqrt2), least_deviation});
  measurement.degrees_of_freedom = count * static_cast<double>(repeats.size() - 1);
  return measurement;
}

NoiseFloor noise_floor_at(std::span<const NoiseMeasurement> measurements, const DeviceDescription& device,
                          std::int64_t time_ms) {
  const auto distance = [time_ms](const NoiseMeasurement& measurement) {
    // In double: times from a file may be anything, and differences of integers could overflow.
    return std::abs(static_cast<double>(measurement.measured_ms) - static_cast<double>(time_ms));
  };
  const NoiseMeasurement* nearest = nullptr;
  for (const NoiseMeasurement& measurement : measurements) {
    if (measurement.device_uuid == device.uuid &&
        (nearest == nullptr || distance(measurement) < distance(*nearest))) {
      nearest = &measurement;
    }
  }
  return nearest != nullptr ? nearest->floor() : default_noise_floor(device.kind);
}

}  // namespace attnscope
