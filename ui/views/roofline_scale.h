// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Where a roofline's intensities and performances lie: both logarithmic.
#pragma once

#include <QRectF>
#include <vector>

#include "ui/models/roofline_chart.h"

namespace attnscope {

class RooflineScale {
 public:
  /// All marks, the roofs above them, and the ridge where slope and roofs meet, within `area`.
  RooflineScale(const RooflineChart& chart, const QRectF& area);

  const QRectF& area() const { return area_; }
  double x_of(double intensity) const;  ///< FLOPs a byte
  double y_of(double tflops) const;
  QPointF position_of(const RooflineMark& mark) const;
  /// The slope's point at `part`, 0 to 1, of the width; beyond the area where the slope is.
  QPointF slope_at(const RooflineSlope& slope, double part) const;
  /// The part of the slope that is drawn: from where it enters the area up to `tflops`, or to the right end.
  QLineF slope_up_to(const RooflineSlope& slope, double tflops) const;

  /// 1, 2 and 5 times each power of ten where there is room for them, else the powers alone.
  std::vector<double> x_ticks() const;
  std::vector<double> y_ticks() const;

 private:
  /// Plotted numbers, as powers of ten.
  struct Range {
    double low = 0;
    double high = 1;
  };

  QRectF area_;
  Range x_;
  Range y_;
};

}  // namespace attnscope
