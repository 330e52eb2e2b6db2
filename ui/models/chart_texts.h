// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The words of the charts beside their titles: subtitles, hover texts, what to do where nothing can be drawn.
#pragma once

#include <QString>

#include "ui/models/chart_builder.h"

namespace attnscope {

/// "crossover 1,104 (946 to 1,290)", with its 95 % bounds where there are some.
QString crossover_words(const Crossover& crossover);
/// What the value axis counts, where that takes more than its tick labels say; else empty.
QString axis_caption(Metric metric, const ChartOptions& options);
QString chart_subtitle(Metric metric, const ChartOptions& options);
QString chart_empty_text(Metric metric, const ChartOptions& options, const Run* run);

/// Why there is no value: "out of memory: needed 137 GB of 80"; the words that also hover shows.
QString gap_text(const SeriesValue& value, const Point* point, const std::string& baseline);

/// The same of a point by itself; empty where it was measured.
QString outcome_text(const Point& point);

/// What hover shows at one value of one series.
QString point_tooltip(const Series& series, const QString& series_label, const SeriesValue& value,
                      const Point* point, Metric metric, const MetricOptions& options);

/// The convention behind a TFLOP/s.
QString flop_convention_text(FlopConvention convention);

}  // namespace attnscope
