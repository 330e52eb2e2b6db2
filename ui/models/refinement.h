// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A range of lengths to be measured finer: which lengths lie between those that a run has, and the sweep that
// measures them for the same shape, implementations and devices.
#pragma once

#include <QString>
#include <cstdint>
#include <vector>

#include "profiler/session/sweep.h"
#include "ui/models/chart_builder.h"
#include "ui/models/sweep_setup.h"

namespace attnscope {

/// Three between each pair of neighbours from `from` to `to`, evenly spaced, as round as the pair allows.
/// `measured` ascends.
std::vector<std::int64_t> finer_lengths(const std::vector<std::int64_t>& measured, std::int64_t from,
                                        std::int64_t to);

struct Refinement {
  std::int64_t from = 0;
  std::int64_t to = 0;
  Sweep sweep;           ///< without lengths where there is nothing to measure between
  QString obstacle;      ///< why it cannot be measured here, in a sentence; empty: it can
  SweepEstimate effort;  ///< where it can
};

/// What measuring the shown run finer between two lengths takes, on the devices of `description`.
Refinement refinement_of(const Run& run, const ChartOptions& options, std::int64_t from, std::int64_t to,
                         const Description& description);

/// "6 lengths between them (640, 768, 896, 1,280, 1,536 and 1,792): 18 points, about 20 s, on H100 80GB."
QString refinement_label(const Refinement& refinement, const Run& run);

}  // namespace attnscope
