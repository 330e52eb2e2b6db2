// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/session/recorder.h"

#include <QUuid>

namespace attnscope {

Result<std::string> Recorder::begin(RunHeader header, const std::vector<Plan>& plans) {
  run_id_ = QUuid::createUuid().toString(QUuid::WithoutBraces).toStdString();
  header.id = run_id_;
  header.state = RunState::running;
  std::vector<PendingPoint> planned;
  for (const Plan& plan : plans) {
    for (const PlannedPoint& point : plan.points) planned.push_back({plan.device_uuid, point});
  }
  header.planned_points = static_cast<std::int64_t>(planned.size());
  if (auto begun = store_.begin_run(header, planned); !begun) return tl::unexpected(begun.error());
  return run_id_;
}

Result<void> Recorder::environment(const Environment& environment) {
  return store_.set_environment(run_id_, environment);
}

Result<void> Recorder::point(const Point& point) {
  return store_.add_point(run_id_, point);
}

Result<void> Recorder::end(RunState state) {
  return store_.end_run(run_id_, state);
}

}  // namespace attnscope
