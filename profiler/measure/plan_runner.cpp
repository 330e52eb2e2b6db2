// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/measure/plan_runner.h"

#include <chrono>

#include "kernels/problem/cost.h"
#include "profiler/measure/device_lock.h"
#include "profiler/measure/heartbeat.h"
#include "profiler/measure/point_measurement.h"

namespace attnscope {
namespace {

using namespace std::chrono_literals;

std::int64_t milliseconds_since_1970() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

/// How long a point may go without a sign of life: the budget, time for the slow steps that give none, and
/// for one call at a pace that only a hang stays under.
std::chrono::duration<double> patience_with(const PlannedPoint& point, const MeasurementOptions& options,
                                            const MeasuringDevice& device) {
  const Result<Implementation*> implementation = find_implementation(device, point.implementation);
  const auto slow_steps = static_cast<double>((implementation ? (*implementation)->patience() : 30s).count());
  const double slowest_pace = device.description().kind == DeviceKind::cuda ? 1e11 : 2e8;  // FLOP/s
  const double call = validate(point.problem) ? forward_flops(point.problem) / slowest_pace : 0;
  return std::chrono::duration<double>(options.point_budget_seconds + slow_steps + call);
}

}  // namespace

PlanEnd run_plan(MeasuringDevice& device, const Plan& plan, const PlanPart& part,
                 const WorkerOptions& options, EventWriter& writer) {
  if (part.first_point == 0) writer.write(PlanStarted{device.environment(), plan, milliseconds_since_1970()});
  const auto count = static_cast<std::int64_t>(plan.points.size());
  Heartbeat heartbeat(writer, part.cancelled, part.stuck);
  heartbeat.begin_point(part.first_point, count, std::chrono::seconds(60));

  bool waited = false;
  const Result<DeviceLock> lock =
      DeviceLock::take(options.lock_folder, device.description(), part.cancelled, [&] {
        if (!std::exchange(waited, true)) heartbeat.phase("waiting for another attnscope on this device");
        heartbeat.alive();
      });

  InputCache inputs(device);
  ReferenceCache references;
  for (std::int64_t index = part.first_point; index < count; ++index) {
    const PlannedPoint& planned = plan.points[static_cast<std::size_t>(index)];
    Point point{plan.device_uuid, planned.implementation, planned.problem, Cancelled{}};
    const auto start = std::chrono::steady_clock::now();
    if (lock && !part.cancelled()) {
      part.on_point(index, false);
      heartbeat.begin_point(index, count, patience_with(planned, plan.options, device));
      point.outcome = measure_point(device, inputs, references, planned, plan.options, heartbeat);
    }
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
    const bool lost = device.lost();
    writer.write(PointFinished{index, point, elapsed.count()});
    part.on_point(index, true);
    if (lost) return PlanEnd::device_lost;
  }
  writer.write(PlanFinished{part.cancelled()});
  return PlanEnd::finished;
}

}  // namespace attnscope
