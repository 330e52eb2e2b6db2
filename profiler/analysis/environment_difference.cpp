// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/analysis/environment_difference.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <set>
#include <utility>

#include "profiler/analysis/statistics.h"

namespace attnscope {
namespace {

constexpr double clock_difference_told = 0.01;
constexpr double held_back_told_percent = 1;

/// Up to four significant digits, as people write them.
std::string text_of(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.4g", value);
  return text;
}
std::string text_of(bool value) {
  return value ? "on" : "off";
}
template <typename Value>
std::string text_of(const std::optional<Value>& value) {
  return value ? text_of(*value) : std::string();
}

/// 13000 is CUDA 13.0.
std::string cuda_text(const std::optional<int>& version) {
  return version ? std::to_string(*version / 1000) + '.' + std::to_string(*version % 1000 / 10)
                 : std::string();
}

class Differences {
 public:
  explicit Differences(std::string device = {}) : device_(std::move(device)) {}

  void add(EnvironmentSubject subject, std::string base, std::string other, const std::string& library = {}) {
    if (base != other) {
      found_.push_back({subject, library, device_, std::move(base), std::move(other)});
    }
  }
  std::vector<EnvironmentDifference> take() { return std::move(found_); }

 private:
  std::string device_;
  std::vector<EnvironmentDifference> found_;
};

const Environment* environment_of(const Run& run, const std::string& device_uuid) {
  for (const Environment& environment : run.header.environments) {
    if (environment.device.uuid == device_uuid) {
      return &environment;
    }
  }
  return nullptr;
}

void compare_libraries(const Environment& base, const Environment& other, Differences& differences) {
  std::set<std::string> names;
  for (const Environment* environment : {&base, &other}) {
    for (const auto& library : environment->libraries) {
      names.insert(library.first);
    }
  }
  const auto version = [](const Environment& environment, const std::string& name) {
    const auto found = environment.libraries.find(name);
    return found == environment.libraries.end() ? std::string() : found->second;
  };
  for (const std::string& name : names) {
    differences.add(EnvironmentSubject::library, version(base, name), version(other, name), name);
  }
}

/// What the samples of one device say of the circumstances.
struct Observed {
  std::optional<double> sm_clock_mhz;
  double held_back_percent = 0;
  std::set<std::string> timing_sources;
};

Observed observe(const Run& run, const std::string& device_uuid) {
  Observed observed;
  std::vector<double> clocks;
  std::size_t samples = 0;
  std::size_t held_back = 0;
  constexpr std::uint32_t flagged =
      static_cast<std::uint32_t>(Throttle::thermal) | static_cast<std::uint32_t>(Throttle::hardware);
  for (const Point& point : run.points) {
    const auto* measured = std::get_if<Measured>(&point.outcome);
    if (measured == nullptr || point.device_uuid != device_uuid) {
      continue;
    }
    observed.timing_sources.insert(measured->timing_source);
    for (const Sample& sample : measured->samples) {
      ++samples;
      held_back += (sample.throttle & flagged) != 0 ? 1 : 0;
      if (sample.sm_clock_mhz) {
        clocks.push_back(*sample.sm_clock_mhz);
      }
    }
  }
  observed.sm_clock_mhz = median(clocks);
  if (samples > 0) {
    observed.held_back_percent = 100 * static_cast<double>(held_back) / static_cast<double>(samples);
  }
  return observed;
}

std::string joined(const std::set<std::string>& names) {
  std::string all;
  for (const std::string& name : names) {
    all += (all.empty() ? "" : ", ") + name;
  }
  return all;
}

void compare_observed(const Observed& base, const Observed& other, Differences& differences) {
  const bool clocks_differ =
      base.sm_clock_mhz && other.sm_clock_mhz &&
      std::abs(*other.sm_clock_mhz - *base.sm_clock_mhz) > clock_difference_told * *base.sm_clock_mhz;
  if (clocks_differ) {
    differences.add(EnvironmentSubject::sm_clock, text_of(base.sm_clock_mhz), text_of(other.sm_clock_mhz));
  }
  if (std::max(base.held_back_percent, other.held_back_percent) >= held_back_told_percent) {
    differences.add(EnvironmentSubject::held_back, text_of(base.held_back_percent),
                    text_of(other.held_back_percent));
  }
  if (!base.timing_sources.empty() && !other.timing_sources.empty()) {
    differences.add(EnvironmentSubject::timing_source, joined(base.timing_sources),
                    joined(other.timing_sources));
  }
}

}  // namespace

std::vector<EnvironmentDifference> option_differences(const MeasurementOptions& base,
                                                      const MeasurementOptions& other) {
  const auto samples = [](const MeasurementOptions& options) {
    return std::to_string(options.min_samples) + " to " + std::to_string(options.max_samples);
  };
  Differences differences;
  differences.add(EnvironmentSubject::cold_l2, text_of(base.cold_l2), text_of(other.cold_l2));
  differences.add(EnvironmentSubject::seed, std::to_string(base.seed), std::to_string(other.seed));
  differences.add(EnvironmentSubject::samples, samples(base), samples(other));
  differences.add(EnvironmentSubject::target_interval, text_of(base.target_interval),
                  text_of(other.target_interval));
  differences.add(EnvironmentSubject::point_budget, text_of(base.point_budget_seconds),
                  text_of(other.point_budget_seconds));
  return differences.take();
}

std::vector<EnvironmentDifference> environment_differences(const Run& base, const std::string& base_device,
                                                           const Run& other,
                                                           const std::string& other_device) {
  const Environment* before = environment_of(base, base_device);
  const Environment* after = environment_of(other, other_device);
  Differences differences(other_device);
  if (before != nullptr && after != nullptr) {
    using enum EnvironmentSubject;
    if (before->device.uuid != after->device.uuid) {
      const auto name = [](const DeviceDescription& device) {
        return device.name + " (" + device.uuid + ')';
      };
      differences.add(device, name(before->device), name(after->device));
    }
    differences.add(driver, before->driver_version.value_or(""), after->driver_version.value_or(""));
    differences.add(cuda, cuda_text(before->cuda_version), cuda_text(after->cuda_version));
    differences.add(power_limit, text_of(before->power_limit_watts), text_of(after->power_limit_watts));
    differences.add(max_sm_clock, text_of(before->max_sm_clock_mhz), text_of(after->max_sm_clock_mhz));
    differences.add(mig, text_of(before->mig_enabled), text_of(after->mig_enabled));
    differences.add(ecc, text_of(before->ecc_enabled), text_of(after->ecc_enabled));
    differences.add(host, before->host, after->host);
    differences.add(program_version, before->program_version, after->program_version);
    differences.add(kernel_hash, before->kernel_hash, after->kernel_hash);
    compare_libraries(*before, *after, differences);
  }
  compare_observed(observe(base, base_device), observe(other, other_device), differences);
  return differences.take();
}

}  // namespace attnscope
