// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The pen of the help page's pictures: boxes, lines and short words in the theme's colours.
#pragma once

#include <QPainter>
#include <QPolygonF>
#include <QSizeF>

#include "ui/theme/theme.h"

namespace attnscope {

/// Every picture is drawn on this many pixels.
inline constexpr QSizeF help_picture_size{300, 150};

class HelpSketch {
 public:
  explicit HelpSketch(QPainter& painter);

  const ThemeColors& colors() const { return colors_; }
  QColor flash() const;
  QColor standard() const;
  /// A colour that lets what is beneath shine through as far as paper does.
  QColor pale(const QColor& color, double amount = 0.35) const;

  void box(const QRectF& rect, const QColor& color);
  /// A share, 0 to 1, of a groove.
  void bar(const QRectF& groove, double share, const QColor& color);
  void frame(const QRectF& rect, const QColor& color);
  void line(const QPointF& from, const QPointF& to, const QColor& color, double width = 1.5);
  void dashes(const QPointF& from, const QPointF& to, const QColor& color);
  void curve(const QPolygonF& points, const QColor& color, bool dots = true);
  void band(const QPolygonF& outline, const QColor& color);
  void dot(const QPointF& at, const QColor& color, double radius = 3);
  void cross(const QPointF& at, const QColor& color);
  /// ├──┤ with words above it.
  void measure(double left, double right, double y, const QString& words);
  /// The axes of a small chart, with their names.
  void axes(const QRectF& plot, const QString& across, const QString& up);

  void words(const QPointF& at, const QString& text, Qt::AlignmentFlag alignment = Qt::AlignLeft);
  void words(const QPointF& at, const QString& text, const QColor& color,
             Qt::AlignmentFlag alignment = Qt::AlignLeft);

 private:
  QPainter& painter_;
  const ThemeColors& colors_;
};

}  // namespace attnscope
