// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// The messages between attnscope and its workers: requests in, events out, one JSON object a line.
// FORMAT.md beside this file describes them for people; codec.h turns them into text and back.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "kernels/problem/tile_config.h"
#include "profiler/protocol/device.h"
#include "profiler/protocol/plan.h"
#include "profiler/protocol/point.h"
#include "profiler/protocol/run.h"

namespace attnscope {

inline constexpr int protocol_version = 2;
inline constexpr std::size_t max_line_bytes = std::size_t{1} << 20;

// --- Requests ---

struct DescribeRequest {
  bool operator==(const DescribeRequest&) const = default;
};
/// Compile a variant and say what it takes, without measuring.
struct InspectRequest {
  std::string device_uuid;
  PlannedPoint point;
  /// 90 for 9.0: compile for such a GPU, whether or not there is one. No device is opened then, and
  /// `device_uuid` is not looked at.
  std::optional<int> compute_capability = {};
  bool operator==(const InspectRequest&) const = default;
};
struct MeasureRequest {
  Plan plan;
  bool operator==(const MeasureRequest&) const = default;
};
/// Measure the device's own ceilings: a matmul and a copy.
struct CeilingsRequest {
  std::string device_uuid;
  bool operator==(const CeilingsRequest&) const = default;
};
/// Send a Telemetry event every `interval_ms` until cancelled.
struct WatchRequest {
  std::string device_uuid;  ///< empty: every device of the machine, an event each
  int interval_ms = 1000;
  bool operator==(const WatchRequest&) const = default;
};
/// Stop whatever runs; points not yet measured are reported as cancelled.
struct CancelRequest {
  bool operator==(const CancelRequest&) const = default;
};
using Request = std::variant<DescribeRequest, InspectRequest, MeasureRequest, CeilingsRequest, WatchRequest,
                             CancelRequest>;

// --- Events ---

/// First line of every stream.
struct Hello {
  int version = protocol_version;
  std::string program_version;
  std::int64_t process_id = 0;
  bool operator==(const Hello&) const = default;
};
struct DescriptionEvent {
  Description description;
  bool operator==(const DescriptionEvent&) const = default;
};
/// A plan was accepted: its environment and its points, so that a stream alone makes a run.
struct PlanStarted {
  Environment environment;
  Plan plan;
  std::int64_t started_ms = 0;  ///< UTC
  bool operator==(const PlanStarted&) const = default;
};
/// Which point is being worked on; also the worker's sign of life (at least one a second while measuring).
struct Progress {
  std::int64_t point_index = 0;  ///< in the plan
  std::int64_t point_count = 0;
  std::string phase;  ///< "compiling", "allocating", "warming up", "timing", "counters", "checking"
  bool operator==(const Progress&) const = default;
};
struct PointFinished {
  std::int64_t point_index = 0;
  Point point;
  double elapsed_seconds = 0;  ///< wall time that the point took
  bool operator==(const PointFinished&) const = default;
};
struct PlanFinished {
  bool cancelled = false;
  bool operator==(const PlanFinished&) const = default;
};
struct Inspection {
  std::optional<TileConfig> tile;
  std::vector<KernelRecord> kernels;  ///< registers, shared memory, blocks per SM, limiter; no durations
  std::int64_t spill_bytes = 0;
  double compile_seconds = 0;
  std::string source;  ///< "baked", "cache", "compiled"
  bool operator==(const Inspection&) const = default;
};
struct Ceilings {
  std::string device_uuid;
  std::optional<double> fp16_matmul_tflops;
  std::optional<double> bf16_matmul_tflops;
  std::optional<double> fp32_matmul_tflops;
  std::optional<double> fp8_matmul_tflops;
  std::optional<double> copy_bytes_per_second;  ///< read + written
  std::optional<std::string> driver_version = {};
  bool operator==(const Ceilings&) const = default;
};
struct Telemetry {
  std::string device_uuid;
  std::optional<double> sm_clock_mhz;
  std::optional<double> power_watts;
  std::optional<double> temperature_celsius;
  std::optional<std::uint64_t> used_memory_bytes;
  std::uint32_t throttle = 0;
  std::optional<double> power_limit_watts = {};
  std::optional<std::uint64_t> total_memory_bytes = {};
  DeviceUse use = {};
  std::string problem = {};  ///< why the device can no longer be read; empty: it can
  bool operator==(const Telemetry&) const = default;
};
/// A request that could not be carried out; the worker goes on.
struct Refused {
  std::string message;
  bool operator==(const Refused&) const = default;
};
using Event = std::variant<Hello, DescriptionEvent, PlanStarted, Progress, PointFinished, PlanFinished,
                           Inspection, Ceilings, Telemetry, Refused>;

}  // namespace attnscope
