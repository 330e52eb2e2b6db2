// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Carries out one request of any kind.
#pragma once

#include "profiler/measure/devices.h"
#include "profiler/measure/event_writer.h"
#include "profiler/measure/plan_runner.h"
#include "profiler/protocol/message.h"

namespace attnscope {

/// What the process should do next.
enum class AfterRequest { go_on, device_lost };

AfterRequest carry_out(const Request& request, Devices& devices, const PlanPart& part,
                       const WorkerOptions& options, EventWriter& writer);

}  // namespace attnscope
