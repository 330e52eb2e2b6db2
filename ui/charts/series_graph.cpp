// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/series_graph.h"

#include <algorithm>
#include <cmath>

namespace attnscope {

void SeriesGraph::draw(QCPPainter* painter) {
  if (quick_) {
    draw_quickly(painter);
  } else {
    QCPGraph::draw(painter);
  }
}

/// QCustomPlot leaves the marker of a gap at the corner of the widget: clipped away on the screen, but not in
/// vector formats.
void SeriesGraph::drawScatterPlot(QCPPainter* painter, const QVector<QPointF>& scatters,
                                  const QCPScatterStyle& style) const {
  QVector<QPointF> places = scatters;
  const QRectF plot = QRectF(clipRect()).adjusted(-1, -1, 1, 1);
  places.removeIf([&plot](const QPointF& place) { return !plot.contains(place); });
  QCPGraph::drawScatterPlot(painter, places, style);
}

double SeriesGraph::on_axis(double key) const {
  return keyAxis()->scaleType() == QCPAxis::stLogarithmic ? std::log2(key) : key;
}

void SeriesGraph::update_positions() {
  const QCPAxis* values = valueAxis();
  const QRect plot = values->axisRect()->rect();
  const auto count = static_cast<std::size_t>(mDataContainer->size());
  if (positions_.size() == count && value_range_ == values->range() && plot_ == plot) {
    return;
  }
  value_range_ = values->range();
  plot_ = plot;
  positions_.clear();
  positions_.reserve(count);
  for (const QCPGraphData& data : *mDataContainer) {
    positions_.push_back(
        {on_axis(data.key), std::isnan(data.value) ? data.value : values->coordToPixel(data.value)});
  }
}

void SeriesGraph::draw_quickly(QCPPainter* painter) {
  update_positions();
  const double low = on_axis(keyAxis()->range().lower);
  const double high = on_axis(keyAxis()->range().upper);
  const double scale = plot_.width() / (high - low);
  const double left = plot_.left();

  const auto before = [](const Position& position, double key) { return position.key < key; };
  auto from = std::lower_bound(positions_.begin(), positions_.end(), low, before);
  auto to = std::lower_bound(from, positions_.end(), high, before);
  // One beyond each end, so that lines reach the edges.
  from -= from != positions_.begin() ? 1 : 0;
  to += to != positions_.end() ? 1 : 0;

  painter->setAntialiasing(false);
  painter->setPen(QPen(pen().color(), 0));
  line_.clear();
  const auto flush = [&] {
    if (line_.size() > 1) {
      painter->drawPolyline(line_.constData(), static_cast<int>(line_.size()));
    }
    line_.clear();
  };
  for (auto at = from; at != to;) {
    if (std::isnan(at->value_pixel)) {
      flush();
      ++at;
      continue;
    }
    const double column = std::floor(left + (at->key - low) * scale);
    auto smallest = at;
    auto largest = at;
    auto next = at + 1;
    while (next != to && !std::isnan(next->value_pixel) && left + (next->key - low) * scale < column + 1) {
      smallest = next->value_pixel < smallest->value_pixel ? next : smallest;
      largest = next->value_pixel > largest->value_pixel ? next : largest;
      ++next;
    }
    // A column that is no taller than a few pixels is one vertex: the line through it looks the same.
    constexpr double low_column = 4;
    const double top = smallest->value_pixel;
    const double bottom = largest->value_pixel;
    if (bottom - top < low_column) {
      line_.append(QPointF(column, (top + bottom) / 2));
    } else {
      line_.append(QPointF(column, smallest < largest ? top : bottom));
      line_.append(QPointF(column, smallest < largest ? bottom : top));
    }
    at = next;
  }
  flush();
}

}  // namespace attnscope
