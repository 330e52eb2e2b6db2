// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// From what an instrumented launch recorded to the trace that is kept of it. Pure.
#pragma once

#include <optional>
#include <span>

#include "kernels/implementation/implementation.h"
#include "profiler/measure/measuring_device.h"
#include "profiler/protocol/point.h"

namespace attnscope {

/// Rows in the order of their starts; beyond most_tile_rows every n-th of them. Absent where a record ends
/// before it starts, or there is none.
std::optional<TileTrace> trace_of(std::span<const TileRecord> records, std::int64_t slot_count);

/// Median span of the instrumented calls / median span of the plain ones.
std::optional<double> slowdown_of(std::span<const TimedCall> instrumented, std::span<const TimedCall> plain);

}  // namespace attnscope
