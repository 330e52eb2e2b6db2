// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a chart draws, as plain values: built from runs by ui/models, drawn by ChartWidget, written out by
// `snapshot`. Nothing here knows a plotting library.
#pragma once

#include <QColor>
#include <QString>
#include <optional>
#include <vector>

namespace attnscope {

/// Who a series belongs to decides how it looks: colour is the implementation, dash and marker are the
/// device. Markers of implementations from outside the program are hollow.
struct SeriesStyle {
  QString implementation;  ///< colour, through ui/theme
  int device_index = 0;    ///< dash and marker: 0 solid circle, 1 dashed square, 2 dotted diamond, …
  bool thin = false;       ///< a prediction: thin and without markers
  bool secondary = false;  ///< a companion of the main series of the same colour: lighter
};

/// Marks other than a plain value.
enum class ChartMark { value, out_of_memory, unsupported, failed, cancelled, pending, no_baseline };

struct ChartPoint {
  double x = 0;             ///< sequence length
  std::optional<double> y;  ///< absent: a gap; for out_of_memory the predicted value
  std::optional<double> low, high;
  ChartMark mark = ChartMark::value;
  QString tooltip;      ///< what hover shows: value, interval, kernel; or why there is none
  int point_id = -1;    ///< the model's handle for clicks; -1: cannot be pinned
  bool ringed = false;  ///< one of those that are pointed out: evidence of an advice
};

struct ChartSeries {
  QString label;  ///< drawn at the series' end: "flash", or "flash · GPU 1" when two devices show
  QString group;  ///< what the other charts call it, where `label` names one of several figures of it
  SeriesStyle style;
  std::vector<ChartPoint> points;  ///< ascending x
  bool show_band = true;           ///< the interval as a band
};

/// A horizontal line with words: a card's capacity, a ratio of 1.
struct ReferenceLine {
  double y = 0;
  QString label;
  bool warning = false;    ///< drawn dashed in the warning colour, its words on the line
  QString implementation;  ///< drawn in its colour and labelled at the end, as a series is
};

/// A length worth a mark, with the interval in which it may lie: a crossover.
struct LengthMark {
  std::optional<double> at;  ///< absent: only bounds are known
  std::optional<double> low, high;
  QString label;
  QString implementation;  ///< drawn in its colour
};

/// `linear` shows the values' own range: for ratios near 1.
enum class ValueScale { linear_from_zero, linear, log2, log10 };
inline bool is_logarithmic(ValueScale scale) {
  return scale == ValueScale::log2 || scale == ValueScale::log10;
}
enum class ValueFormat { ratio, microseconds, tflops, bytes, percent };

struct ChartSpec {
  QString title;       ///< the finding, in words
  QString subtitle;    ///< what is drawn and how
  QString empty_text;  ///< shown instead of axes when there is nothing to draw: why, and what to do next
  ValueScale scale = ValueScale::linear_from_zero;
  ValueFormat format = ValueFormat::ratio;
  std::optional<double> maximum;  ///< of the value axis, where it is fixed (percent: 100)
  std::vector<ChartSeries> series;
  std::vector<ReferenceLine> lines;
  std::vector<LengthMark> length_marks;
  std::vector<double> lengths;  ///< all lengths of the shared x axis, also those without values
  bool linear_lengths = false;  ///< the x axis, else log2
  QString axis_caption;         ///< over the value axis: what it counts, and by which convention
};

}  // namespace attnscope
