// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/focus_ring.h"

#include <QAbstractScrollArea>
#include <QEvent>
#include <QPainter>

#include "ui/theme/theme.h"

namespace attnscope {

FocusRing::FocusRing(QAbstractScrollArea* area) : QWidget(area) {
  setAttribute(Qt::WA_TransparentForMouseEvents);
  area->installEventFilter(this);
  hide();
}

bool FocusRing::eventFilter(QObject* watched, QEvent* event) {
  switch (event->type()) {
    case QEvent::FocusIn:
      raise();
      show();
      break;
    case QEvent::FocusOut:
      hide();
      break;
    case QEvent::Resize:
      setGeometry(parentWidget()->rect());
      break;
    default:
      break;
  }
  return QWidget::eventFilter(watched, event);
}

void FocusRing::paintEvent(QPaintEvent* /*event*/) {
  constexpr double width = 1.5;
  constexpr double inset = 1 + width / 2;
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(Theme::instance().colors().accent, width));
  painter.drawRoundedRect(QRectF(rect()).adjusted(inset, inset, -inset, -inset), 5, 5);
}

}  // namespace attnscope
