// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// A device's clocks, power, temperature and memory, again and again.
#pragma once

#include <functional>

#include "profiler/measure/event_writer.h"
#include "profiler/protocol/message.h"

namespace attnscope {

/// Writes Telemetry until cancelled, or one Refused. Opens no device: watching disturbs nobody.
void watch(const WatchRequest& request, const std::function<bool()>& cancelled, EventWriter& writer);

/// As samples and telemetry carry it: an OR of Throttle.
std::uint32_t throttle_bits(bool power_cap, bool heat, bool hardware);

}  // namespace attnscope
