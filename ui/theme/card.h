// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A panel with a hairline and round corners, on the window's background.
#pragma once

#include <QWidget>

namespace attnscope {

class Card : public QWidget {
  Q_OBJECT
 public:
  explicit Card(QWidget* parent = nullptr);

 protected:
  void paintEvent(QPaintEvent* event) override;
};

/// Draws a card's surface, for widgets that are cards themselves. A focused one has an accent line.
void draw_card(QPainter& painter, const QRectF& rect, bool focused);

}  // namespace attnscope
