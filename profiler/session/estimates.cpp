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
  ++points_done_;
  nominal_done_ += nominal_[index];
  measured_done_ += elapsed_seconds;
}

double TimeLeft::seconds(double spent) const {
  // Short points take their whole time budget, long ones what their size says: a point is taken to need the
  // mean of those before it, or its own nominal time where that is more. Nominal times that prove too
  // cautious are scaled down, never up: the first points are the smallest and say little of the largest.
  const double mean = points_done_ > 0 ? measured_done_ / points_done_ : 0;
  const double scale = nominal_done_ > 0 ? std::min(1.0, measured_done_ / nominal_done_) : 1;
  double left = 0;
  for (std::size_t index = 0; index < nominal_.size(); ++index) {
    if (!finished_[index]) left += std::max(mean, nominal_[index] * scale);
  }
  return std::max(0.0, left - spent);
}

}  // namespace attnscope
