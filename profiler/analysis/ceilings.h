// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// A device's own limits as they were measured on it: a large matrix product of each type, and a copy.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "profiler/protocol/message.h"

namespace attnscope {

struct CeilingMeasurement {
  Ceilings figures;
  std::int64_t measured_ms = 0;  ///< UTC, milliseconds since 1970
  bool operator==(const CeilingMeasurement&) const = default;
};

/// That of this very device which is nearest in time; null where it was never measured.
const CeilingMeasurement* ceilings_at(std::span<const CeilingMeasurement> measurements,
                                      std::string_view device_uuid, std::int64_t time_ms);

}  // namespace attnscope
