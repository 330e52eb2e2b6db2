// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// From what was recorded of many calls to one record a kernel, and to the call's tile occupancy. Pure.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "kernels/implementation/implementation.h"
#include "kernels/problem/problem.h"
#include "kernels/problem/tile_config.h"
#include "profiler/measure/measuring_device.h"
#include "profiler/measure/occupancy.h"
#include "profiler/protocol/point.h"

namespace attnscope {

/// Kernels of a call by name and shape, in the order of their first launch; durations are medians over the
/// calls. `sm` absent leaves occupancy out.
std::vector<KernelRecord> summarise_kernels(std::span<const TimedCall> calls,
                                            const DeviceDescription& device);

/// Adds counters, given in launch order, to the records of the call `launched`. False, and nothing added,
/// where the counts differ: then something was counted that is not of the call.
bool add_counters(std::vector<KernelRecord>& records, std::span<const DeviceActivity> launched,
                  std::span<const KernelCounters> counters);

/// Where none of the call's kernels has a part of `own_kernels` ("a|b") in its name: a sentence that says
/// what ran in place of `implementation`'s own. Absent where `own_kernels` is empty or no kernel is known.
std::optional<std::string> fallback_remark(std::string_view implementation, std::string_view own_kernels,
                                           std::span<const KernelRecord> records);

/// Work items of equal size, one block each: what wave fill describes. Otherwise balance does.
bool has_uniform_grid(const Problem& problem, const std::optional<TileConfig>& tile);

/// The call's figures: each kernel's weighted by its time, and the tiles' on paper.
TileOccupancy summarise_occupancy(const Problem& problem, const std::optional<TileConfig>& tile,
                                  const std::vector<KernelRecord>& records, const DeviceDescription& device);

/// Σ busy / (slots × span) of an instrumented launch, in percent; absent without records or slots.
std::optional<double> measured_balance_percent(std::span<const TileRecord> records, std::int64_t slots);

}  // namespace attnscope
