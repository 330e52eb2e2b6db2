// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/card.h"

#include <QPainter>

#include "ui/theme/theme.h"

namespace attnscope {

Card::Card(QWidget* parent) : QWidget(parent) {
  connect(&Theme::instance(), &Theme::changed, this, [this] { update(); });
}

void Card::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  draw_card(painter, rect(), false);
}

void draw_card(QPainter& painter, const QRectF& rect, bool focused) {
  constexpr double corner = 8;
  const ThemeColors& colors = Theme::instance().colors();
  const double width = focused ? 1.5 : 1;
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(focused ? colors.accent : colors.line, width));
  painter.setBrush(colors.panel);
  painter.drawRoundedRect(rect.adjusted(width / 2, width / 2, -width / 2, -width / 2), corner, corner);
  painter.restore();
}

}  // namespace attnscope
