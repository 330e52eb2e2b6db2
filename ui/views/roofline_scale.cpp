// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/roofline_scale.h"

#include <QLineF>
#include <algorithm>
#include <cmath>

namespace attnscope {
namespace {

std::vector<double> log_ticks(double low, double high, double pixels) {
  constexpr double room_for_three = 150;
  const bool dense = pixels / std::max(high - low, 0.1) >= room_for_three;
  std::vector<double> ticks;
  for (double power = std::floor(low); power <= std::ceil(high); power += 1) {
    for (const double factor : {1.0, 2.0, 5.0}) {
      const double value = factor * std::pow(10.0, power);
      const double place = std::log10(value);
      if ((factor == 1 || dense) && place >= low && place <= high) {
        ticks.push_back(value);
      }
    }
  }
  return ticks;
}

/// TFLOP/s at an intensity of 1.
double slope_of(const RooflineSlope& slope) {
  return slope.bytes_per_second / 1e12;
}

}  // namespace

RooflineScale::RooflineScale(const RooflineChart& chart, const QRectF& area) : area_(area) {
  if (chart.marks.empty()) {
    return;
  }
  double x_low = chart.marks.front().intensity;
  double x_high = x_low;
  double y_low = chart.marks.front().tflops;
  double y_high = y_low;
  for (const RooflineMark& mark : chart.marks) {
    x_low = std::min(x_low, mark.intensity);
    x_high = std::max(x_high, mark.intensity);
    y_low = std::min(y_low, mark.tflops);
    y_high = std::max(y_high, mark.tflops);
  }
  for (const RooflineRoof& roof : chart.roofs) {
    y_high = std::max(y_high, roof.tflops);
    if (chart.slope) {
      x_high = std::max(x_high, roof.tflops * 1e12 / chart.slope->bytes_per_second);
    }
  }
  constexpr double room = 0.2;  // of a power of ten, beyond the outermost
  x_ = {std::log10(x_low) - room, std::log10(x_high) + 2 * room};
  y_ = {std::log10(y_low) - room, std::log10(y_high) + room};
}

double RooflineScale::x_of(double intensity) const {
  return area_.left() + (std::log10(intensity) - x_.low) / (x_.high - x_.low) * area_.width();
}

double RooflineScale::y_of(double tflops) const {
  return area_.bottom() - (std::log10(tflops) - y_.low) / (y_.high - y_.low) * area_.height();
}

QPointF RooflineScale::position_of(const RooflineMark& mark) const {
  return {x_of(mark.intensity), y_of(mark.tflops)};
}

QPointF RooflineScale::slope_at(const RooflineSlope& slope, double part) const {
  const double intensity = std::pow(10.0, x_.low + (x_.high - x_.low) * part);
  return {x_of(intensity), y_of(intensity * slope_of(slope))};
}

QLineF RooflineScale::slope_up_to(const RooflineSlope& slope, double tflops) const {
  const double rise = slope_of(slope);
  const double end = tflops > 0 ? tflops / rise : std::pow(10.0, x_.high);
  const double begin = std::pow(10.0, std::min(x_.low, y_.low - std::log10(rise)));
  return {x_of(begin), y_of(begin * rise), x_of(end), y_of(end * rise)};
}

std::vector<double> RooflineScale::x_ticks() const {
  return log_ticks(x_.low, x_.high, area_.width());
}

std::vector<double> RooflineScale::y_ticks() const {
  return log_ticks(y_.low, y_.high, area_.height());
}

}  // namespace attnscope
