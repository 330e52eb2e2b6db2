// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Carries out a plan on one device: takes the device's lock, measures point after point and writes the
// events.
#pragma once

#include <cstdint>
#include <functional>

#include "profiler/measure/event_writer.h"
#include "profiler/measure/measuring_device.h"
#include "profiler/measure/worker.h"
#include "profiler/protocol/plan.h"

namespace attnscope {

/// Where a run of a plan is joined and left.
struct PlanPart {
  std::int64_t first_point = 0;  ///< points before it were measured by a worker that is gone
  /// Told before a point begins and after its event was written (`reported`).
  std::function<void(std::int64_t index, bool reported)> on_point = [](std::int64_t, bool) {};
  std::function<bool()> cancelled;
  /// The device has not answered for longer than any call may take.
  std::function<void()> stuck;
};

enum class PlanEnd { finished, device_lost };

/// Writes all events but those of points before `part.first_point`. On device_lost the point that caused it
/// was reported, and no PlanFinished follows.
PlanEnd run_plan(MeasuringDevice& device, const Plan& plan, const PlanPart& part,
                 const WorkerOptions& options, EventWriter& writer);

}  // namespace attnscope
