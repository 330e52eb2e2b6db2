// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Why values are missing, said under the plot at the lengths where they are missing.
#pragma once

#include <QFontMetricsF>
#include <functional>
#include <vector>

#include "ui/charts/chart_spec.h"

namespace attnscope {

/// One reason over neighbouring lengths, for one series or several.
struct GapNote {
  ChartMark kind = ChartMark::value;
  double first_length = 0;
  double last_length = 0;
  std::vector<std::size_t> series;  ///< indices into ChartSpec::series
  // Laid out, in pixels:
  QString text;
  int row = 0;
  double text_left = 0;
  double text_width = 0;
  double from = 0;  ///< the bar, or the crosses, over the lengths
  double to = 0;
};

inline constexpr double gap_row_height = 15;

/// Marks with a value of their own (out of memory at a predicted size) are not among them.
std::vector<GapNote> find_gaps(const ChartSpec& spec);

/// Gives each note its words, place and row; those outside left to right, and those for which there is no
/// room in three rows, are left out.
std::vector<GapNote> lay_out_gaps(std::vector<GapNote> notes, const ChartSpec& spec, double left,
                                  double right, const std::function<double(double)>& pixel_of,
                                  const QFontMetricsF& metrics);

/// Different colours among a note's series, as the bar shows them; three at most.
std::vector<std::size_t> swatches_of(const GapNote& note, const ChartSpec& spec);

}  // namespace attnscope
