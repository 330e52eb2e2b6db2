// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// One point's figures.
#include <vector>

#include "profiler/analysis/metrics.h"

namespace attnscope {

std::vector<double> spans_of(const Measured& measured) {
  std::vector<double> spans;
  spans.reserve(measured.samples.size());
  for (const Sample& sample : measured.samples) {
    spans.push_back(sample.span_us);
  }
  return spans;
}

namespace {

/// FLOPs per microsecond, in millions: TFLOP/s. The short end of the time is the high end of the rate.
std::optional<Estimate> throughput(const Estimate& time_us, double flops) {
  if (time_us.value <= 0) {
    return std::nullopt;
  }
  Estimate rate{flops / time_us.value / 1e6, std::nullopt};
  if (time_us.interval && time_us.interval->low > 0) {
    rate.interval = Interval{flops / time_us.interval->high / 1e6, flops / time_us.interval->low / 1e6};
  }
  return rate;
}

}  // namespace

std::optional<double> occupancy_of(const TileOccupancy& occupancy, OccupancyKind kind) {
  switch (kind) {
    case OccupancyKind::theoretical:
      return occupancy.theoretical_percent;
    case OccupancyKind::achieved:
      return occupancy.achieved_percent;
    case OccupancyKind::wave_fill:
      return occupancy.wave_fill_percent;
    case OccupancyKind::balance:
      return occupancy.balance_percent;
    case OccupancyKind::measured_balance:
      return occupancy.measured_balance_percent;
    case OccupancyKind::mask_density:
      return occupancy.mask_density_percent;
  }
  return std::nullopt;
}

std::optional<Estimate> value_of(const Point& point, Metric metric, const MetricOptions& options) {
  const auto* measured = std::get_if<Measured>(&point.outcome);
  if (measured == nullptr) {
    return std::nullopt;
  }
  switch (metric) {
    case Metric::time:
      return median_estimate(spans_of(*measured));
    case Metric::throughput: {
      const std::optional<Estimate> time = median_estimate(spans_of(*measured));
      return time ? throughput(*time, forward_flops(point.problem, options.flops)) : std::nullopt;
    }
    case Metric::peak_memory: {
      const std::uint64_t inputs = options.memory_with_inputs ? measured->memory.input_bytes : 0;
      return Estimate{static_cast<double>(measured->memory.peak_bytes + inputs), std::nullopt};
    }
    case Metric::percent_of_peak:
    case Metric::speedup:
    case Metric::tile_occupancy:
      break;  // Need the device, the baseline or the kind.
  }
  return std::nullopt;
}

std::optional<Estimate> speedup_of(const Point& baseline, const Point& point) {
  const auto* slower = std::get_if<Measured>(&baseline.outcome);
  const auto* faster = std::get_if<Measured>(&point.outcome);
  if (slower == nullptr || faster == nullptr) {
    return std::nullopt;
  }
  return ratio_of_medians(spans_of(*slower), spans_of(*faster));
}

std::optional<Estimate> speedup_of(const Run& run, const Point& point, const std::string& baseline) {
  for (const Point& candidate : run.points) {
    if (candidate.implementation == baseline && candidate.device_uuid == point.device_uuid &&
        candidate.problem == point.problem) {
      return speedup_of(candidate, point);
    }
  }
  return std::nullopt;
}

}  // namespace attnscope
