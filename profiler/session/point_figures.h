// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// The figures of a run's points, as its table, its JSON and its CSV show them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "profiler/analysis/metrics.h"
#include "profiler/protocol/run.h"

namespace attnscope {

struct PointFigures {
  const Point* point = nullptr;
  std::string device_name;
  std::optional<Estimate> span_us;
  std::optional<Estimate> tflops;   ///< forward, every unmasked pair counted
  std::optional<Estimate> speedup;  ///< over the baseline; absent for the baseline itself
};

/// In the order of device, shape, length, then as measured. Points into `run`.
std::vector<PointFigures> figures_of(const Run& run, const std::string& baseline);

/// "standard", or "standard-eager" where the run has no "standard".
std::string baseline_of(const Run& run);

/// What the run's points can be held against, the usual first: standard attention, peers, then other in-app
/// kernels; not flash itself.
std::vector<std::string> baselines_of(const Run& run);

/// The convention behind every TFLOP/s in tables and exports.
inline constexpr const char* flop_convention = "4·Hq·D·(unmasked query–key pairs), forward";

}  // namespace attnscope
