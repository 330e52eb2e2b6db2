// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/help_sketch.h"

#include "ui/theme/fonts.h"

namespace attnscope {

HelpSketch::HelpSketch(QPainter& painter) : painter_(painter), colors_(Theme::instance().colors()) {
  painter_.setRenderHint(QPainter::Antialiasing);
  painter_.setFont(caption_font());
}

QColor HelpSketch::flash() const {
  return Theme::instance().implementation(QStringLiteral("flash"));
}

QColor HelpSketch::standard() const {
  return Theme::instance().implementation(QStringLiteral("standard"));
}

QColor HelpSketch::pale(const QColor& color, double amount) const {
  return blended(color, colors_.panel, amount);
}

void HelpSketch::box(const QRectF& rect, const QColor& color) {
  painter_.fillRect(rect, color);
}

void HelpSketch::bar(const QRectF& groove, double share, const QColor& color) {
  box(groove, colors_.grid);
  box({groove.topLeft(), QSizeF(groove.width() * share, groove.height())}, color);
}

void HelpSketch::frame(const QRectF& rect, const QColor& color) {
  painter_.setPen(QPen(color, 1));
  painter_.setBrush(Qt::NoBrush);
  painter_.drawRect(rect);
}

void HelpSketch::line(const QPointF& from, const QPointF& to, const QColor& color, double width) {
  painter_.setPen(QPen(color, width));
  painter_.drawLine(from, to);
}

void HelpSketch::dashes(const QPointF& from, const QPointF& to, const QColor& color) {
  painter_.setPen(QPen(color, 1.5, Qt::DashLine));
  painter_.drawLine(from, to);
}

void HelpSketch::curve(const QPolygonF& points, const QColor& color, bool dots) {
  painter_.setPen(QPen(color, 1.5));
  painter_.drawPolyline(points);
  if (dots) {
    for (const QPointF& point : points) {
      dot(point, color);
    }
  }
}

void HelpSketch::band(const QPolygonF& outline, const QColor& color) {
  painter_.setPen(Qt::NoPen);
  painter_.setBrush(color);
  painter_.drawPolygon(outline);
}

void HelpSketch::dot(const QPointF& at, const QColor& color, double radius) {
  painter_.setPen(Qt::NoPen);
  painter_.setBrush(color);
  painter_.drawEllipse(at, radius, radius);
}

void HelpSketch::cross(const QPointF& at, const QColor& color) {
  constexpr double half = 4;
  line(at + QPointF(-half, -half), at + QPointF(half, half), color, 2);
  line(at + QPointF(-half, half), at + QPointF(half, -half), color, 2);
}

void HelpSketch::measure(double left, double right, double y, const QString& text) {
  constexpr double half = 4;
  line({left, y}, {right, y}, colors_.secondary, 1);
  line({left, y - half}, {left, y + half}, colors_.secondary, 1);
  line({right, y - half}, {right, y + half}, colors_.secondary, 1);
  words({(left + right) / 2, y - 10}, text, Qt::AlignHCenter);
}

void HelpSketch::axes(const QRectF& plot, const QString& across, const QString& up) {
  line(plot.topLeft(), plot.bottomLeft(), colors_.line, 1);
  line(plot.bottomLeft(), plot.bottomRight(), colors_.line, 1);
  words({plot.right(), plot.bottom() + 9}, across, Qt::AlignRight);
  words({plot.left(), plot.top() - 8}, up);
}

void HelpSketch::words(const QPointF& at, const QString& text, Qt::AlignmentFlag alignment) {
  words(at, text, colors_.secondary, alignment);
}

/// `at` is the left end, the middle or the right end of the words' middle line.
void HelpSketch::words(const QPointF& at, const QString& text, const QColor& color,
                       Qt::AlignmentFlag alignment) {
  constexpr double reach = 300;
  QRectF rect(0, at.y() - 8, 2 * reach, 16);
  if (alignment == Qt::AlignHCenter) {
    rect.moveLeft(at.x() - reach);
  } else if (alignment == Qt::AlignRight) {
    rect.moveRight(at.x());
  } else {
    rect.moveLeft(at.x());
  }
  painter_.setPen(color);
  painter_.drawText(rect, alignment | Qt::AlignVCenter, text);
}

}  // namespace attnscope
