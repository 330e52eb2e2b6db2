// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The words on a roofline, placed so that none lies on another: numbers along the axes, names of series
// beside their marks, names of roofs along them.
#pragma once

#include <QColor>
#include <QFont>
#include <QLineF>
#include <QRectF>
#include <QString>
#include <optional>
#include <vector>

#include "ui/views/roofline_scale.h"

namespace attnscope {

constexpr double roofline_mark_radius = 4;

struct RooflineLabels {
  /// Before the name of a series.
  struct Swatch {
    QRectF rect;
    QColor color;
  };
  struct Text {
    QString text;
    QRectF rect;
    QColor color;
    std::optional<Swatch> swatch;
  };
  /// From a series' name to the mark that it names, where they are not side by side.
  struct Leader {
    QLineF line;
    QColor color;
  };
  std::vector<Text> texts;
  std::vector<Leader> leaders;
};

/// For a chart drawn with `font` in a picture of `width`. What finds no room is left out.
RooflineLabels place_labels(const RooflineChart& chart, const RooflineScale& scale, const QFont& font,
                            double width);

}  // namespace attnscope
