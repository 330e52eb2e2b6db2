// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/session/estimates.h"

#include <algorithm>

#include "profiler/analysis/metrics.h"

namespace attnscope {

TimeLeft::TimeLeft(const DeviceDescription& device, const Plan& plan) : finished_(plan.points.size(), false) {
  for (const PlannedPoint& point : plan.points) {
    nominal_.push_back(estimated_point_seconds(device, point, plan.options));
  }
}

void TimeLeft::finished(std::size_t index, double elapsed_seconds) {
  finished_[index] = true;
  // Points that were refused or lost took no time and teach nothing.
  if (elapsed_seconds <= 0) return;
  nominal_done_ += nominal_[index];
  measured_done_ += elapsed_seconds;
}

double TimeLeft::seconds(double spent) const {
  double nominal_left = 0;
  for (std::size_t index = 0; index < nominal_.size(); ++index) {
    if (!finished_[index]) nominal_left += nominal_[index];
  }
  const double correction = nominal_done_ > 0 ? measured_done_ / nominal_done_ : 1;
  return std::max(0.0, nominal_left * correction - spent);
}

}  // namespace attnscope
