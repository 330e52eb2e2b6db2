// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// How long the rest of a device's plan takes: nominal seconds a point, corrected by what finished points
// took.
#pragma once

#include <cstddef>
#include <vector>

#include "profiler/protocol/device.h"
#include "profiler/protocol/plan.h"

namespace attnscope {

class TimeLeft {
 public:
  TimeLeft(const DeviceDescription& device, const Plan& plan);

  void finished(std::size_t index, double elapsed_seconds);
  /// `spent` are the seconds since the last point finished.
  double seconds(double spent) const;

 private:
  std::vector<double> nominal_;
  std::vector<bool> finished_;
  int points_done_ = 0;
  double nominal_done_ = 0;
  double measured_done_ = 0;
};

}  // namespace attnscope
