// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// How a device's ceilings are timed: in short rounds with rests between them, so that they do not depend on
// what ran before. Pure.
#pragma once

#include <functional>

#include "kernels/problem/result.h"
#include "profiler/capture/telemetry.h"

namespace attnscope {

/// Waits while the GPU still cools from earlier work: while it is held back, or at least 1 °C cooler than at
/// the reading before. `rest` passes a second; 15 of them at most.
void wait_until_cool(const std::function<TelemetryReading()>& read, const std::function<void()>& rest);

/// The least of what `time_round` gives, in its own unit. A `rest` goes before each round. Ends once three
/// rounds in a row have brought less than 0.5 %, after 16 rounds at most.
Result<double> best_of_rested_rounds(const std::function<Result<double>()>& time_round,
                                     const std::function<void()>& rest);

}  // namespace attnscope
