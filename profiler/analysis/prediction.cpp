// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// What a point will need, before it is measured.
#include <algorithm>
#include <cmath>

#include "profiler/analysis/metrics.h"

namespace attnscope {
namespace {

/// Seconds of one call, roughly: the larger of arithmetic and memory traffic, plus a launch.
double nominal_call_seconds(const DeviceDescription& device, const PlannedPoint& point) {
  const bool on_gpu = device.kind == DeviceKind::cuda;
  const double units = std::max(1, device.multiprocessors);
  const bool tensor_cores = on_gpu && point.problem.dtype != Dtype::fp32;
  const double flops_per_second = units * (tensor_cores ? 2e12 : on_gpu ? 2e11 : 3e10);
  const double bytes_per_second = on_gpu ? 1.5e12 : 1e10;
  const PredictedMemory memory = predicted_memory(point.implementation, point.problem, device.kind);
  // Each scratch byte is written and read back at least once.
  const double traffic = static_cast<double>(memory.total()) + static_cast<double>(memory.scratch_bytes);
  return forward_flops(point.problem) / flops_per_second + traffic / bytes_per_second + 5e-6;
}

/// Wall time of a whole point whose one call takes this long.
double point_seconds(const DeviceDescription& device, const MeasurementOptions& options,
                     double call_seconds) {
  constexpr double warm_up_calls = 3;
  const double typical_samples =
      std::clamp(40, options.min_samples, std::max(options.min_samples, options.max_samples));
  // Memory and balance passes, and one call under counters, are calls too.
  const double fewest_calls = options.min_samples + warm_up_calls + (options.counters ? 2 : 1);
  const double timing =
      std::max(fewest_calls * call_seconds,
               std::min((typical_samples + warm_up_calls) * call_seconds, options.point_budget_seconds));
  double overhead = 0.05;  // allocation, inputs
  if (device.kind == DeviceKind::cuda) {
    overhead += 0.1 + (options.counters ? 0.15 : 0.0);
  }
  if (options.error) {
    overhead += 0.15;
  }
  return timing + overhead;
}

std::optional<double> median_call_seconds(const Point& point) {
  const std::optional<Estimate> time = value_of(point, Metric::time, {});
  if (!time || time->value <= 0) {
    return std::nullopt;
  }
  return time->value * 1e-6;
}

}  // namespace

PredictedMemory predicted_memory(const std::string& implementation, const Problem& problem,
                                 DeviceKind device) {
  const Dtype score_dtype = device == DeviceKind::host_cpu ? Dtype::fp32 : problem.dtype;
  PredictedMemory memory;
  memory.input_bytes = input_bytes(problem);
  memory.output_bytes = output_bytes(problem);
  if (implementation == "standard") {
    // Scores are overwritten by the softmax in place.
    memory.scratch_bytes = score_matrix_bytes(problem, score_dtype);
  } else if (implementation == "standard-eager") {
    // Each operation writes a new tensor, so two score matrices are alive at once; K and V are repeated for
    // grouped heads.
    memory.scratch_bytes = 2 * score_matrix_bytes(problem, score_dtype);
    if (problem.kv_heads != problem.query_heads) {
      memory.scratch_bytes +=
          static_cast<std::uint64_t>(2 * problem.batch * problem.query_heads * problem.kv_seqlen *
                                     problem.head_dim * bytes_of(problem.dtype));
    }
  }
  return memory;
}

std::uint64_t predicted_total_bytes(const std::string& implementation, const Problem& problem,
                                    DeviceKind device) {
  return predicted_memory(implementation, problem, device).total();
}

double estimated_point_seconds(const DeviceDescription& device, const PlannedPoint& point,
                               const MeasurementOptions& options) {
  return point_seconds(device, options, nominal_call_seconds(device, point));
}

double estimated_point_seconds(const DeviceDescription& device, const PlannedPoint& point,
                               const MeasurementOptions& options, std::span<const Point> known) {
  const double wanted_flops = std::max(1.0, forward_flops(point.problem));
  std::optional<double> call_seconds;
  double nearest = 0;
  for (const Point& candidate : known) {
    if (candidate.device_uuid != device.uuid || candidate.implementation != point.implementation) {
      continue;
    }
    const std::optional<double> seconds = median_call_seconds(candidate);
    if (!seconds) {
      continue;
    }
    const double ratio = wanted_flops / std::max(1.0, forward_flops(candidate.problem));
    const double distance = std::abs(std::log2(ratio));
    if (!call_seconds || distance < nearest) {
      nearest = distance;
      call_seconds = *seconds * ratio;
    }
  }
  return point_seconds(device, options, call_seconds.value_or(nominal_call_seconds(device, point)));
}

}  // namespace attnscope
