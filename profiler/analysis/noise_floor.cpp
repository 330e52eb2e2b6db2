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
constexpr double power_limited_default = 0.015;
constexpr double host_cpu_default = 0.02;
/// Clocks and their stamps are no finer, whatever a few runs happen to show.
constexpr double least_deviation = 0.0005;

const Point* find_point(const Run& run, const std::string& device_uuid, const Point& wanted) {
  for (const Point& point : run.points) {
    if (point.device_uuid == device_uuid && point.implementation == wanted.implementation &&
        point.problem == wanted.problem) {
      return &point;
    }
  }
  return nullptr;
}

/// A point in all of the runs.
struct Repeated {
  std::vector<double> log_medians;
  bool power_limited = false;
};

/// Absent where a run lacks it.
std::optional<Repeated> repeated(std::span<const Run> repeats, const std::string& device_uuid,
                                 const Point& wanted) {
  Repeated found;
  for (const Run& run : repeats) {
    const Point* point = find_point(run, device_uuid, wanted);
    const std::optional<Estimate> time =
        point != nullptr ? value_of(*point, Metric::time, {}) : std::optional<Estimate>();
    if (!time || time->value <= 0) {
      return std::nullopt;
    }
    found.log_medians.push_back(std::log(time->value));
    found.power_limited = found.power_limited || is_power_limited(std::get<Measured>(point->outcome));
  }
  return found;
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

/// How points of one kind scatter between runs.
class Scatter {
 public:
  void add(const std::vector<double>& log_medians) {
    const auto [least, greatest] = std::minmax_element(log_medians.begin(), log_medians.end());
    variances_ += variance_of(log_medians);
    widest_ = std::max(widest_, *greatest - *least);
    freedom_ += static_cast<double>(log_medians.size() - 1);
    ++points_;
  }

  bool empty() const { return points_ == 0; }
  double degrees_of_freedom() const { return freedom_; }

  double deviation() const {
    constexpr double deviations = 3;
    return std::max(
        {std::sqrt(variances_ / points_), widest_ / (deviations * std::numbers::sqrt2), least_deviation});
  }

 private:
  double variances_ = 0;
  double widest_ = 0;
  double freedom_ = 0;
  int points_ = 0;
};

}  // namespace

bool is_power_limited(const Measured& measured) {
  return std::any_of(measured.samples.begin(), measured.samples.end(), [](const Sample& sample) {
    return (sample.throttle & static_cast<std::uint32_t>(Throttle::power_cap)) != 0;
  });
}

NoiseFloors default_noise_floors(DeviceKind kind) {
  if (kind == DeviceKind::host_cpu) {
    return {{host_cpu_default, {}, {}}, {host_cpu_default, {}, {}}};
  }
  return {{gpu_default, {}, {}}, {power_limited_default, {}, {}}};
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
  Scatter below;
  Scatter limited;
  for (const Point& point : repeats.front().points) {
    const std::optional<Repeated> found = repeated(repeats, device_uuid, point);
    if (!found) {
      continue;
    }
    (found->power_limited ? limited : below).add(found->log_medians);
    measurement.points.push_back({point.implementation, point.problem, std::exp(mean_of(found->log_medians)),
                                  std::sqrt(variance_of(found->log_medians)), found->power_limited});
  }
  if (measurement.points.empty()) {
    return std::nullopt;
  }
  const Scatter& usual = below.empty() ? limited : below;
  measurement.relative_deviation = usual.deviation();
  measurement.degrees_of_freedom = usual.degrees_of_freedom();
  if (!limited.empty()) {
    measurement.power_limited_deviation = limited.deviation();
    measurement.power_limited_degrees_of_freedom = limited.degrees_of_freedom();
  }
  return measurement;
}

NoiseFloors noise_floors_at(std::span<const NoiseMeasurement> measurements, const DeviceDescription& device,
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
  NoiseFloors floors = default_noise_floors(device.kind);
  if (nearest == nullptr) {
    return floors;
  }
  floors.below_power_limit = {nearest->relative_deviation, nearest->degrees_of_freedom, nearest->measured_ms};
  if (nearest->power_limited_deviation) {
    floors.at_power_limit = {*nearest->power_limited_deviation, nearest->power_limited_degrees_of_freedom,
                             nearest->measured_ms};
  }
  if (floors.at_power_limit.relative_deviation < floors.below_power_limit.relative_deviation) {
    floors.at_power_limit = floors.below_power_limit;
  }
  return floors;
}

}  // namespace attnscope
