// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The two charts of the Compare page: the figures of all runs over each other, and each run's ratio to the
// baseline.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ui/charts/chart_spec.h"
#include "ui/models/comparison_display.h"
#include "ui/models/comparison_texts.h"

namespace attnscope {

struct ComparisonView {
  Problem shape;
  std::optional<std::string> implementation;  ///< absent: all
  ComparedFigure figure = ComparedFigure::time;
};

struct ComparisonCharts {
  ChartSpec overlay;
  ChartSpec ratio;
  std::vector<const Point*> overlay_points;  ///< by ChartPoint::point_id, in one of the runs
  std::vector<const Point*> ratio_points;    ///< the other run's
};

ComparisonCharts build_comparison_charts(const Run& base, const std::vector<ComparedRun>& compared,
                                         const ComparisonView& view);

/// What the ratios say: "flash is 2 to 5 % slower in “B”, 512 to 32k" where every verdict of the only
/// implementation and run agrees, else how many points have which verdict.
QString ratio_title(const std::vector<ComparedRun>& compared, const ComparisonView& view);

}  // namespace attnscope
