// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a chart has drawn, written down as it is drawn.
#pragma once

#include <QColor>
#include <QRectF>
#include <QString>
#include <optional>
#include <vector>

#include "ui/charts/chart_spec.h"

namespace attnscope {

struct DrawnText {
  QString text;
  QRectF rect;  ///< of the ink's line box, in the chart's own coordinates
  QColor color;
  QColor background;
  QString full_text;  ///< where `text` was shortened
};

/// A mark that is no plain value, with or without a place on the value axis.
struct DrawnMark {
  std::size_t series = 0;  ///< index into ChartSpec::series
  ChartMark kind = ChartMark::value;
  double x = 0;
  std::optional<double> y;
};

/// "out of memory", "pending", …
QString mark_words(ChartMark mark);
/// The same for programs: "out_of_memory", "pending", …
QString mark_name(ChartMark mark);

}  // namespace attnscope
