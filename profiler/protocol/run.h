// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// A saved sweep as it is stored, shown, exported and imported.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "profiler/protocol/device.h"
#include "profiler/protocol/plan.h"
#include "profiler/protocol/point.h"

namespace attnscope {

/// The circumstances of one device's part of a run.
struct Environment {
  DeviceDescription device;
  std::optional<std::string> driver_version;  ///< "580.159.04"
  std::optional<int> cuda_version;            ///< 13000 for 13.0
  std::optional<double> max_sm_clock_mhz;
  std::optional<double> power_limit_watts;
  std::optional<bool> mig_enabled;
  std::optional<bool> ecc_enabled;
  std::string host;                              ///< name of the machine
  std::string program_version;                   ///< of the worker
  std::string kernel_hash;                       ///< of the in-app kernel sources
  std::map<std::string, std::string> libraries;  ///< "cublaslt" → "13.0.2", "nvrtc" → …
  bool operator==(const Environment&) const = default;
};

enum class RunState { running, finished, cancelled, interrupted };

/// All but the points.
struct RunHeader {
  std::string id;               ///< UUID, lower case
  std::string name;             ///< for people
  std::int64_t created_ms = 0;  ///< UTC, milliseconds since 1970
  RunState state = RunState::running;
  std::string command;  ///< the command line that repeats it
  std::int64_t planned_points = 0;
  MeasurementOptions options;
  std::vector<Environment> environments;  ///< one a device
  bool is_sample = false;                 ///< ships with attnscope
  bool operator==(const RunHeader&) const = default;
};

/// A planned point that has no outcome (yet).
struct PendingPoint {
  std::string device_uuid;
  PlannedPoint point;
  bool operator==(const PendingPoint&) const = default;
};

struct Run {
  RunHeader header;
  std::vector<Point> points;
  std::vector<PendingPoint> pending;
  std::string note = {};               ///< what people wrote about it
  std::vector<std::string> tags = {};  ///< in alphabetical order
  bool operator==(const Run&) const = default;
};

}  // namespace attnscope
