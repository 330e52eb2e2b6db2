// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/analysis/bound.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "kernels/problem/tile_config.h"
#include "profiler/analysis/gpu_table.h"

namespace attnscope {
namespace {

constexpr double xu_lanes_per_sm = 16;  // compute capability 7.5 to 12.0 alike
constexpr double threads_per_warp = 32;
constexpr double bounding_percent = 50;
constexpr double alike_percent = 5;   // two resources this near each other bound together
constexpr double short_call_us = 15;  // a launch and its drain take a few microseconds
constexpr double poor_fill_percent = 75;

std::optional<double> counter_of(const KernelRecord& kernel, const char* name) {
  const auto found = kernel.counters.find(name);
  return found == kernel.counters.end() ? std::nullopt : std::optional(found->second);
}

/// What the counters of a call's kernels say together; absent where one of them was not counted.
struct Counted {
  double seconds = 0;
  double tensor_percent = 0;
  double xu_percent = 0;
};

std::optional<Counted> counted_use(const Measured& measured, int multiprocessors) {
  Counted all;
  double xu_instructions = 0;
  double cycles = 0;
  for (const KernelRecord& kernel : measured.kernels) {
    const auto tensor = counter_of(kernel, "sm__pipe_tensor_cycles_active.avg.pct_of_peak_sustained_elapsed");
    const auto xu = counter_of(kernel, "sm__inst_executed_pipe_xu.sum");
    const auto elapsed = counter_of(kernel, "sm__cycles_elapsed.max");
    const auto nanoseconds = counter_of(kernel, "gpu__time_duration.sum");
    if (!tensor || !xu || !elapsed || !nanoseconds) return std::nullopt;
    all.seconds += *nanoseconds * 1e-9;
    all.tensor_percent += *tensor * *nanoseconds * 1e-9;
    xu_instructions += *xu;
    cycles += *elapsed;
  }
  if (all.seconds <= 0 || cycles <= 0 || multiprocessors <= 0) return std::nullopt;
  all.tensor_percent /= all.seconds;
  all.xu_percent = 100 * xu_instructions * (threads_per_warp / xu_lanes_per_sm) / (multiprocessors * cycles);
  return all;
}

std::optional<double> median_clock_mhz(const Measured& measured) {
  std::vector<double> clocks;
  for (const Sample& sample : measured.samples) {
    if (sample.sm_clock_mhz) clocks.push_back(*sample.sm_clock_mhz);
  }
  return median(clocks);
}

/// At least one exponential a pair that the mask lets through.
std::optional<double> exponentials_percent(const Problem& problem, int multiprocessors,
                                           const std::optional<double>& clock_mhz, double span_us) {
  if (!clock_mhz || *clock_mhz <= 0 || multiprocessors <= 0) return std::nullopt;
  return 100 * unmasked_pairs(problem) / (xu_lanes_per_sm * multiprocessors * *clock_mhz * span_us);
}

std::vector<ResourceUse> uses_of(const Point& point, const Measured& measured, const Environment& environment,
                                 const CeilingMeasurement* ceilings, double span_us) {
  const DeviceDescription& device = environment.device;
  const Dtype product = product_dtype(point.implementation, point.problem.dtype);
  const Roofs roofs = roofs_of(device, ceilings, {product});
  const auto counted = counted_use(measured, device.multiprocessors);
  std::vector<ResourceUse> uses;
  const auto roof = roofs.compute_of(product);
  if (counted) {
    uses.push_back({Resource::tensor_cores, counted->tensor_percent, true});
    uses.push_back({Resource::exponentials, counted->xu_percent, true});
  } else {
    if (roof && product != Dtype::fp32) {
      const double tflops = forward_flops(point.problem) / span_us / 1e6;
      uses.push_back({Resource::tensor_cores, 100 * tflops / roof->tflops, false});
    }
    const auto needed =
        exponentials_percent(point.problem, device.multiprocessors, median_clock_mhz(measured), span_us);
    if (needed) uses.push_back({Resource::exponentials, *needed, false});
  }
  if (const auto traffic = traffic_of(point, device.kind); traffic && roofs.bandwidth) {
    // Bytes were counted in a pass of its own, whose time is theirs.
    const bool is_counted = traffic->source == TrafficSource::counters;
    const double seconds = is_counted && counted ? counted->seconds : span_us * 1e-6;
    uses.push_back(
        {Resource::memory, 100 * traffic->bytes / seconds / roofs.bandwidth->bytes_per_second, is_counted});
  }
  std::stable_sort(uses.begin(), uses.end(), [](const ResourceUse& left, const ResourceUse& right) {
    return left.percent > right.percent;
  });
  return uses;
}

/// CTAs of the kernel that takes longest.
std::optional<std::int64_t> tiles_of(const Point& point, const Measured& measured) {
  const auto longest = std::max_element(measured.kernels.begin(), measured.kernels.end(),
                                        [](const KernelRecord& left, const KernelRecord& right) {
                                          return left.duration_us < right.duration_us;
                                        });
  if (longest == measured.kernels.end() || longest->threads_per_block == 0) return std::nullopt;
  const std::int64_t blocks = longest->grid[0] * longest->grid[1] * longest->grid[2];
  if (!measured.tile) return blocks;
  return std::min(blocks, count_tiles(point.problem, *measured.tile).query_tiles);
}

BoundCause cause_of(const Point& point, const Measured& measured, const DeviceDescription& device,
                    const std::vector<ResourceUse>& uses, double span_us) {
  if (!uses.empty() && uses.front().percent >= bounding_percent) {
    BoundByResources by;
    for (const ResourceUse& use : uses) {
      if (uses.front().percent - use.percent <= alike_percent) by.resources.push_back(use.resource);
    }
    return by;
  }
  if (uses.empty()) return BoundUnknown{};  // the Host CPU, or a GPU that nothing is known of
  if (const auto tiles = tiles_of(point, measured); tiles && *tiles < device.multiprocessors) {
    return BoundByFewTiles{*tiles, device.multiprocessors};
  }
  if (span_us < short_call_us) return BoundByLatency{span_us};
  for (const OccupancyKind kind :
       {OccupancyKind::measured_balance, OccupancyKind::balance, OccupancyKind::wave_fill}) {
    const auto percent = occupancy_of(measured.occupancy, kind);
    if (percent && *percent < poor_fill_percent) return BoundByTail{kind, *percent};
    if (percent) break;  // The better founded figure says that the tail is short.
  }
  return BoundUnknown{};
}

std::optional<ClockHeld> clock_held(const Measured& measured, const Environment& environment) {
  const auto clock = median_clock_mhz(measured);
  if (!clock || !environment.max_sm_clock_mhz) return std::nullopt;
  constexpr double full_clock = 0.98;  // the last steps come and go
  if (*clock >= full_clock * *environment.max_sm_clock_mhz) return std::nullopt;
  for (const Throttle reason : {Throttle::hardware, Throttle::thermal, Throttle::power_cap}) {
    const auto held = std::count_if(
        measured.samples.begin(), measured.samples.end(),
        [reason](const Sample& one) { return (one.throttle & static_cast<std::uint32_t>(reason)) != 0; });
    if (2 * held > static_cast<std::ptrdiff_t>(measured.samples.size())) {
      return ClockHeld{reason, *clock, *environment.max_sm_clock_mhz};
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<Bound> bound_of(const Point& point, const Environment& environment,
                              const CeilingMeasurement* ceilings) {
  const auto* measured = std::get_if<Measured>(&point.outcome);
  const auto time = value_of(point, Metric::time, {});
  if (measured == nullptr || !time || time->value <= 0) return std::nullopt;
  Bound bound;
  if (environment.device.kind == DeviceKind::cuda) {
    bound.uses = uses_of(point, *measured, environment, ceilings, time->value);
  }
  bound.cause = cause_of(point, *measured, environment.device, bound.uses, time->value);
  bound.clock = clock_held(*measured, environment);
  return bound;
}

}  // namespace attnscope
