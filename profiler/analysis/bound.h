// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// What bounds a measured point, as numbers. Nothing is named that does not reach half of its limit, and where
// nothing does, the shape of the launch may tell why; else it cannot be told. The words are the window's.
#pragma once

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "profiler/analysis/metrics.h"
#include "profiler/analysis/roofline.h"

namespace attnscope {

enum class Resource { tensor_cores, exponentials, memory };

/// How much of a resource's limit a call used.
struct ResourceUse {
  Resource resource = Resource::tensor_cores;
  double percent = 0;
  bool counted = false;  ///< by hardware counters; else from what the problem needs at least
  bool operator==(const ResourceUse&) const = default;
};

/// One or two resources that are used alike, at least half.
struct BoundByResources {
  std::vector<Resource> resources;
};
/// Work for fewer CTAs than the GPU has SMs.
struct BoundByFewTiles {
  std::int64_t tiles = 0;
  int multiprocessors = 0;
};
/// So short that starting and draining weigh most.
struct BoundByLatency {
  double span_us = 0;
};
/// Slots idle while the last or the longest tiles end.
struct BoundByTail {
  OccupancyKind kind = OccupancyKind::wave_fill;
  double percent = 0;
};
struct BoundUnknown {};

using BoundCause = std::variant<BoundByResources, BoundByFewTiles, BoundByLatency, BoundByTail, BoundUnknown>;

/// The clock was held down while the point was measured.
struct ClockHeld {
  Throttle reason = Throttle::power_cap;
  double sm_clock_mhz = 0;  ///< median of the samples
  double max_sm_clock_mhz = 0;
};

struct Bound {
  std::vector<ResourceUse> uses;  ///< the most used first; those without a figure are absent
  BoundCause cause;
  std::optional<ClockHeld> clock;
};

/// Tensor cores: sm__pipe_tensor_cycles_active, else TFLOP/s over the roof of the type. Exponentials: one a
/// query-key pair at least, 16 an SM and clock (CUDA C++ Programming Guide, table of arithmetic throughput),
/// by sm__inst_executed_pipe_xu where it was counted, which also runs conversions. Memory: traffic over the
/// copy's bandwidth. Absent for points without figures.
std::optional<Bound> bound_of(const Point& point, const Environment& environment,
                              const CeilingMeasurement* ceilings);

}  // namespace attnscope
