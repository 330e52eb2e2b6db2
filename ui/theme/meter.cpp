// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/meter.h"

#include <QPainter>
#include <algorithm>

#include "ui/theme/theme.h"

namespace attnscope {
namespace {
constexpr int thickness = 7;
}

Meter::Meter(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  connect(&Theme::instance(), &Theme::changed, this, [this] { update(); });
}

void Meter::setValue(double percent) {
  percent_ = std::clamp(percent, 0.0, 100.0);
  setAccessibleDescription(tr("%1 %").arg(percent_, 0, 'f', 1));
  update();
}

void Meter::setColor(const QColor& color) {
  color_ = color;
  update();
}

QSize Meter::sizeHint() const {
  return {80, thickness};
}
QSize Meter::minimumSizeHint() const {
  return {24, thickness};
}

void Meter::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  const ThemeColors& colors = Theme::instance().colors();
  const QRectF groove(0, (height() - thickness) / 2.0, width(), thickness);
  painter.setBrush(colors.grid);
  painter.drawRoundedRect(groove, thickness / 2.0, thickness / 2.0);
  if (percent_ > 0) {
    QRectF done = groove;
    done.setWidth(std::max<double>(thickness, groove.width() * percent_ / 100));
    painter.setBrush(color_.isValid() ? color_ : colors.accent);
    painter.drawRoundedRect(done, thickness / 2.0, thickness / 2.0);
  }
}

}  // namespace attnscope
