// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Measures one point: the only measuring loop there is, for every device and every implementation.
#pragma once

#include "profiler/measure/measuring_device.h"
#include "profiler/measure/point_watch.h"
#include "profiler/measure/supplies.h"
#include "profiler/protocol/plan.h"
#include "profiler/protocol/point.h"

namespace attnscope {

/// Never throws away a point: whatever goes wrong is an outcome. All memory that the point took is given
/// back, except the inputs, which the next point may share.
Outcome measure_point(MeasuringDevice& device, InputCache& inputs, ReferenceCache& references,
                      const PlannedPoint& planned, const MeasurementOptions& options, PointWatch& watch);

/// Output, scratch and library workspace on paper.
struct MemoryNeed {
  std::uint64_t output_bytes = 0;
  Workspace workspace;
  std::uint64_t total() const { return output_bytes + workspace.scratch + workspace.library; }
};
Result<MemoryNeed> memory_need(const Implementation& implementation, const Problem& problem);

/// The implementation of that name, or an `unsupported` error that lists what there is.
Result<Implementation*> find_implementation(const MeasuringDevice& device, std::string_view name);

/// "12.3 GB", "640 kB" for messages, in powers of 1000.
std::string readable_bytes(std::uint64_t bytes);

}  // namespace attnscope
