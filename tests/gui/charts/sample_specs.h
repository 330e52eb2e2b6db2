// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Charts to test with, of invented figures: what four charts of a sweep look like, and as much as may be
// shown.
#pragma once

#include <QString>
#include <limits>
#include <vector>

#include "ui/charts/chart_spec.h"

namespace attnscope::sample {

inline constexpr double gap = std::numeric_limits<double>::quiet_NaN();

/// 512 to 64k.
std::vector<double> lengths();

/// Values at lengths(); where there is none, a gap for the reason given. Intervals of 4 % where wanted.
ChartSeries series(const QString& label, const QString& implementation, int device,
                   const std::vector<double>& values, bool intervals = false,
                   ChartMark reason = ChartMark::pending);

ChartSpec speedup();
ChartSpec time();
ChartSpec memory();
ChartSpec occupancy();
std::vector<ChartSpec> all();

/// Many series of many points, each with an interval.
ChartSpec heavy(int series_count, int point_count);

}  // namespace attnscope::sample
