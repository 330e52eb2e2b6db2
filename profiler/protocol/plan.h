// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// What a worker is asked to measure: a list of points on one device, and how.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "kernels/problem/problem.h"
#include "kernels/problem/tile_choice.h"

namespace attnscope {

/// How to measure. The defaults are the ones charts are trusted with; every change is stored with the run.
struct MeasurementOptions {
  bool cold_l2 = true;  ///< fill the L2 with clean lines before every sample
  int min_samples = 10;
  int max_samples = 400;
  double target_interval = 0.01;    ///< stop when the median's 95 % interval is narrower than this part of it
  double point_budget_seconds = 2;  ///< or when the point has taken this long
  bool counters = true;             ///< a pass of its own with the range profiler
  bool error = true;                ///< compare with the fp64 reference
  bool tile_balance = true;         ///< an instrumented pass, where the implementation has one
  bool keep_tiles = false;          ///< keep what that pass recorded of each tile (TileTrace)
  std::uint64_t seed = 1;           ///< of the random inputs
  bool operator==(const MeasurementOptions&) const = default;
};

struct PlannedPoint {
  std::string implementation;
  Problem problem;
  std::optional<TileChoice> tile = {};  ///< absent: the implementation's own choice
  bool operator==(const PlannedPoint&) const = default;
};

/// The work of one worker.
struct Plan {
  std::string device_uuid;
  std::vector<PlannedPoint> points;
  MeasurementOptions options;
  bool operator==(const Plan&) const = default;
};

}  // namespace attnscope
