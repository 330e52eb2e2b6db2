// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/roofline_drawing.h"

#include <algorithm>

#include "ui/models/labels.h"
#include "ui/theme/theme.h"

namespace attnscope {
namespace {

void draw_grid(QPainter& painter, const RooflineScale& scale) {
  const ThemeColors& colors = Theme::instance().colors();
  const QRectF& area = scale.area();
  painter.setPen(QPen(colors.grid, 1));
  for (const double tick : scale.x_ticks()) {
    painter.drawLine(QPointF(scale.x_of(tick), area.top()), QPointF(scale.x_of(tick), area.bottom()));
  }
  for (const double tick : scale.y_ticks()) {
    painter.drawLine(QPointF(area.left(), scale.y_of(tick)), QPointF(area.right(), scale.y_of(tick)));
  }
  painter.setPen(QPen(colors.line, 1));
  painter.drawLine(area.bottomLeft(), area.bottomRight());
  painter.drawLine(area.topLeft(), area.bottomLeft());
}

/// The slope ends at the highest roof, a roof begins at the slope.
void draw_roof_lines(QPainter& painter, const RooflineChart& chart, const RooflineScale& scale) {
  const ThemeColors& colors = Theme::instance().colors();
  const QRectF& area = scale.area();
  const auto roof_pen = [&colors](bool measured) {
    return measured ? QPen(colors.text, 2) : QPen(colors.secondary, 1);
  };
  double highest = 0;
  for (const RooflineRoof& roof : chart.roofs) {
    highest = std::max(highest, roof.tflops);
    double from = area.left();
    if (chart.slope) {
      from = scale.x_of(roof.tflops * 1e12 / chart.slope->bytes_per_second);
    }
    painter.setPen(roof_pen(roof.measured));
    painter.drawLine(QPointF(from, scale.y_of(roof.tflops)), QPointF(area.right(), scale.y_of(roof.tflops)));
  }
  if (chart.slope) {
    painter.setPen(roof_pen(chart.slope->measured));
    painter.drawLine(scale.slope_up_to(*chart.slope, highest));
  }
}

void draw_series_lines(QPainter& painter, const RooflineChart& chart, const RooflineScale& scale) {
  for (std::size_t index = 1; index < chart.marks.size(); ++index) {
    const RooflineMark& before = chart.marks[index - 1];
    const RooflineMark& mark = chart.marks[index];
    if (before.implementation == mark.implementation) {
      const QColor color = Theme::instance().implementation(mark.implementation);
      painter.setPen(QPen(blended(color, Theme::instance().colors().panel, 0.45), 1));
      painter.drawLine(scale.position_of(before), scale.position_of(mark));
    }
  }
}

void draw_marks(QPainter& painter, const RooflineChart& chart, const RooflineScale& scale,
                std::optional<std::size_t> current) {
  const ThemeColors& colors = Theme::instance().colors();
  for (const RooflineMark& mark : chart.marks) {
    const QColor color = Theme::instance().implementation(mark.implementation);
    painter.setPen(QPen(color, 1.5));
    painter.setBrush(is_peer(mark.implementation) ? colors.panel : color);
    painter.drawEllipse(scale.position_of(mark), roofline_mark_radius, roofline_mark_radius);
  }
  painter.setBrush(Qt::NoBrush);
  const auto ring = [&](std::size_t mark, double distance, const QColor& color) {
    const double radius = roofline_mark_radius + distance;
    painter.setPen(QPen(color, 2));
    painter.drawEllipse(scale.position_of(chart.marks[mark]), radius, radius);
  };
  if (chart.selected) {
    ring(*chart.selected, 4, colors.text);
  }
  if (current) {
    ring(*current, 7, colors.accent);
  }
}

void draw_labels(QPainter& painter, const RooflineLabels& labels) {
  for (const RooflineLabels::Leader& leader : labels.leaders) {
    painter.setPen(QPen(blended(leader.color, Theme::instance().colors().panel, 0.6), 1));
    painter.drawLine(leader.line);
  }
  for (const RooflineLabels::Text& text : labels.texts) {
    if (text.swatch) {
      painter.fillRect(text.swatch->rect, text.swatch->color);
    }
    painter.setPen(text.color);
    painter.drawText(text.rect, Qt::AlignCenter | Qt::TextDontClip, text.text);
  }
}

}  // namespace

void draw_roofline(QPainter& painter, const RooflineChart& chart, const RooflineScale& scale,
                   const RooflineLabels& labels, std::optional<std::size_t> current) {
  painter.setRenderHint(QPainter::Antialiasing);
  draw_grid(painter, scale);
  painter.save();
  painter.setClipRect(scale.area());
  draw_roof_lines(painter, chart, scale);
  draw_series_lines(painter, chart, scale);
  painter.restore();
  draw_marks(painter, chart, scale, current);
  draw_labels(painter, labels);
}

}  // namespace attnscope
