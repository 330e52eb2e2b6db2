// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/measure/requests.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <thread>

#include "profiler/measure/device_lock.h"
#include "profiler/measure/inspection.h"
#include "profiler/measure/paper_inspection.h"
#include "profiler/measure/watching.h"

namespace attnscope {
namespace {

struct Context {
  Devices& devices;
  const PlanPart& part;
  const WorkerOptions& options;
  EventWriter& writer;

  /// The device, or nothing after a Refused event that says why.
  MeasuringDevice* device(const std::string& uuid) const {
    const Result<MeasuringDevice*> found = devices.get(uuid);
    if (found) return *found;
    writer.write(Refused{found.error().message});
    return nullptr;
  }

  /// The device for this process alone, or nothing after a Refused event.
  std::optional<DeviceLock> lock(const MeasuringDevice& device) const {
    Result<DeviceLock> taken =
        DeviceLock::take(options.lock_folder, device.description(), part.cancelled, [] {});
    if (taken) return *std::move(taken);
    writer.write(Refused{taken.error().message});
    return std::nullopt;
  }

  AfterRequest operator()(const DescribeRequest&) const {
    writer.write(DescriptionEvent{devices.describe()});
    return AfterRequest::go_on;
  }

  AfterRequest operator()(const InspectRequest& request) const {
    if (request.compute_capability) {
      const Result<Inspection> inspection = inspect_on_paper(request.point, *request.compute_capability);
      if (inspection)
        writer.write(*inspection);
      else
        writer.write(Refused{inspection.error().message});
      return AfterRequest::go_on;
    }
    MeasuringDevice* const found = device(request.device_uuid);
    if (found == nullptr) return AfterRequest::go_on;
    const std::optional<DeviceLock> held = lock(*found);
    if (!held) return AfterRequest::go_on;
    const Result<Inspection> inspection = inspect(*found, request.point);
    if (inspection)
      writer.write(*inspection);
    else
      writer.write(Refused{inspection.error().message});
    return found->lost() ? AfterRequest::device_lost : AfterRequest::go_on;
  }

  AfterRequest operator()(const MeasureRequest& request) const {
    MeasuringDevice* const found = device(request.plan.device_uuid);
    if (found == nullptr) return AfterRequest::go_on;
    const PlanEnd end = run_plan(*found, request.plan, part, options, writer);
    return end == PlanEnd::device_lost ? AfterRequest::device_lost : AfterRequest::go_on;
  }

  AfterRequest operator()(const CeilingsRequest& request) const {
    MeasuringDevice* const found = device(request.device_uuid);
    if (found == nullptr) return AfterRequest::go_on;
    const std::optional<DeviceLock> held = lock(*found);
    if (!held) return AfterRequest::go_on;
    const Result<Ceilings> ceilings = found->ceilings();
    if (ceilings)
      writer.write(*ceilings);
    else
      writer.write(Refused{ceilings.error().message});
    return found->lost() ? AfterRequest::device_lost : AfterRequest::go_on;
  }

  AfterRequest operator()(const WatchRequest& request) const {
    watch(request, part.cancelled, writer);
    return AfterRequest::go_on;
  }

  AfterRequest operator()(const CancelRequest&) const { return AfterRequest::go_on; }
};

}  // namespace

AfterRequest carry_out(const Request& request, Devices& devices, const PlanPart& part,
                       const WorkerOptions& options, EventWriter& writer) {
  return std::visit(Context{devices, part, options, writer}, request);
}

}  // namespace attnscope
