// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/glyph_button.h"

#include <QPainter>

#include "ui/theme/theme.h"

namespace attnscope {
namespace {

constexpr int button_side = 22;

/// Three lines of two columns under a heading.
void draw_table(QPainter& painter, const QRectF& area) {
  const QRectF frame = area.adjusted(0.5, 1.5, -0.5, -1.5);
  painter.drawRoundedRect(frame, 1.5, 1.5);
  const double row = frame.height() / 3;
  for (const int line : {1, 2}) {
    const double y = frame.top() + row * line;
    painter.drawLine(QPointF(frame.left(), y), QPointF(frame.right(), y));
  }
  painter.drawLine(QPointF(frame.center().x(), frame.top() + row),
                   QPointF(frame.center().x(), frame.bottom()));
}

void draw_dots(QPainter& painter, const QRectF& area) {
  painter.setBrush(painter.pen().color());
  painter.setPen(Qt::NoPen);
  constexpr double radius = 1.3;
  constexpr double distance = 4.5;
  for (const int dot : {-1, 0, 1}) {
    painter.drawEllipse(area.center() + QPointF(dot * distance, 0), radius, radius);
  }
}

}  // namespace

GlyphButton::GlyphButton(Glyph glyph, const QString& name, QWidget* parent)
    : QAbstractButton(parent), glyph_(glyph) {
  setAccessibleName(name);
  setToolTip(name);
  setFocusPolicy(Qt::StrongFocus);
  setCursor(Qt::ArrowCursor);
  setAttribute(Qt::WA_Hover);
  resize(sizeHint());
}

QSize GlyphButton::sizeHint() const {
  return {button_side, button_side};
}

void GlyphButton::paintEvent(QPaintEvent* /*event*/) {
  const ThemeColors& colors = Theme::instance().colors();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const QRectF whole = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
  constexpr double corner = 4;
  if (underMouse() || isChecked() || isDown()) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(colors.hover);
    painter.drawRoundedRect(whole, corner, corner);
  }
  if (hasFocus()) {
    painter.setPen(QPen(colors.accent, 1));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(whole, corner, corner);
  }
  painter.setPen(QPen(isChecked() ? colors.accent : colors.secondary, 1.2));
  painter.setBrush(Qt::NoBrush);
  constexpr double inset = 5;
  const QRectF area = QRectF(rect()).adjusted(inset, inset, -inset, -inset);
  if (glyph_ == Glyph::table) {
    draw_table(painter, area);
  } else {
    draw_dots(painter, area);
  }
}

}  // namespace attnscope
