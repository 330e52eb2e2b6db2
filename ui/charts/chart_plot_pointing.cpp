// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What ChartPlot draws to point something out: rings, hover and marked lengths.
#include <algorithm>

#include "ui/charts/chart_plot.h"
#include "ui/theme/theme.h"

namespace attnscope {
namespace {

constexpr int marked_range_opacity = 40;
constexpr double ring_radius = 6.5;
constexpr double ring_width = 1.6;

}  // namespace

void ChartPlot::draw_rings(QCPPainter* painter) const {
  painter->setAntialiasing(true);
  painter->setPen(QPen(Theme::instance().colors().text, ring_width));
  painter->setBrush(Qt::NoBrush);
  for (std::size_t series = 0; series < spec_.series.size(); ++series) {
    const std::vector<ChartPoint>& points = spec_.series[series].points;
    for (std::size_t point = 0; point < points.size(); ++point) {
      if (const auto at = points[point].ringed ? position_of({series, point}) : std::nullopt) {
        painter->drawEllipse(*at, ring_radius, ring_radius);
      }
    }
  }
}

void ChartPlot::draw_overlay(QCPPainter* painter) {
  if (is_empty()) {
    return;
  }
  const QRect plot = plot_rect();
  draw_marked_range(painter);
  if (!highlight_ || highlight_->series >= spec_.series.size()) {
    draw_hovered_length(painter);
    return;
  }
  const ChartPoint& point = spec_.series[highlight_->series].points[highlight_->point];
  const QColor& color = plotted_[highlight_->series].color;
  const double x = xAxis->coordToPixel(point.x);
  painter->setAntialiasing(true);
  painter->setPen(
      QPen(blended(Theme::instance().colors().secondary, Theme::instance().colors().panel, 0.7), 1));
  painter->drawLine(QLineF(x, plot.top(), x, plot.bottom()));
  const QPointF at = position_of(*highlight_).value_or(QPointF(x, plot.bottom()));
  painter->drawLine(QLineF(plot.left(), at.y(), plot.right(), at.y()));
  painter->setPen(QPen(color, 2));
  painter->setBrush(Theme::instance().colors().panel);
  painter->drawEllipse(at, 4.5, 4.5);
}

/// What the pointer looks at in another chart: the same length here, and what this chart has there.
void ChartPlot::draw_hovered_length(QCPPainter* painter) {
  if (hovered_length_ <= 0 || !xAxis->range().contains(hovered_length_)) {
    return;
  }
  const QRect plot = plot_rect();
  const double x = xAxis->coordToPixel(hovered_length_);
  painter->setAntialiasing(true);
  painter->setPen(
      QPen(blended(Theme::instance().colors().secondary, Theme::instance().colors().panel, 0.7), 1));
  painter->drawLine(QLineF(x, plot.top(), x, plot.bottom()));
  painter->setBrush(Theme::instance().colors().panel);
  for (std::size_t series = 0; series < spec_.series.size(); ++series) {
    const std::vector<ChartPoint>& points = spec_.series[series].points;
    const auto at = std::lower_bound(points.begin(), points.end(), hovered_length_,
                                     [](const ChartPoint& one, double length) { return one.x < length; });
    if (spec_.series[series].style.thin || plotted_[series].faint || at == points.end() ||
        at->x != hovered_length_) {
      continue;
    }
    if (const auto place = position_of({series, static_cast<std::size_t>(at - points.begin())})) {
      painter->setPen(QPen(plotted_[series].color, 2));
      painter->drawEllipse(*place, 3.5, 3.5);
    }
  }
}

void ChartPlot::draw_marked_range(QCPPainter* painter) {
  if (!marked_range_) {
    return;
  }
  const QRectF plot = plot_rect();
  const double left = std::clamp(xAxis->coordToPixel(marked_range_->lower), plot.left(), plot.right());
  const double right = std::clamp(xAxis->coordToPixel(marked_range_->upper), plot.left(), plot.right());
  QColor fill = Theme::instance().colors().accent;
  fill.setAlpha(marked_range_opacity);
  painter->setAntialiasing(false);
  painter->fillRect(QRectF(left, plot.top(), right - left, plot.height()), fill);
  painter->setPen(QPen(Theme::instance().colors().accent, 1));
  painter->drawLine(QLineF(left, plot.top(), left, plot.bottom()));
  painter->drawLine(QLineF(right, plot.top(), right, plot.bottom()));
}

}  // namespace attnscope
