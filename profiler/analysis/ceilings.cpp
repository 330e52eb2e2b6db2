// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/analysis/ceilings.h"

#include <cmath>

namespace attnscope {

const CeilingMeasurement* ceilings_at(std::span<const CeilingMeasurement> measurements,
                                      std::string_view device_uuid, std::int64_t time_ms) {
  const auto distance = [time_ms](const CeilingMeasurement& measurement) {
    // In double: times from a file may be anything, and differences of integers could overflow.
    return std::abs(static_cast<double>(measurement.measured_ms) - static_cast<double>(time_ms));
  };
  const CeilingMeasurement* nearest = nullptr;
  for (const CeilingMeasurement& measurement : measurements) {
    if (measurement.figures.device_uuid == device_uuid &&
        (nearest == nullptr || distance(measurement) < distance(*nearest))) {
      nearest = &measurement;
    }
  }
  return nearest;
}

}  // namespace attnscope
