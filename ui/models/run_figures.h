// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The two figures of a run that its line in the list of runs shows.
#pragma once

#include <QString>
#include <optional>

#include "profiler/analysis/metrics.h"
#include "profiler/protocol/run.h"

namespace attnscope {

struct RunFigures {
  std::optional<double> best_speedup;  ///< of the subject, over all its shapes and devices
  QString crossover;                   ///< "< 512", "1,366", "never"; empty where unknown
};

/// Of the implementation that titles speak of (title_subject) over the baseline.
RunFigures figures_of_run(const Run& run, const MetricOptions& options);

QString crossover_label(const Crossover& crossover);

}  // namespace attnscope
