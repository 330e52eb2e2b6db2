// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Shows that a scrolling area or a box of text has the keyboard, which Qt itself does not draw.
#pragma once

#include <QWidget>

class QAbstractScrollArea;

namespace attnscope {

/// A ring over the edge of the area that owns it, there while the area has the focus.
class FocusRing : public QWidget {
  Q_OBJECT
 public:
  explicit FocusRing(QAbstractScrollArea* area);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
};

}  // namespace attnscope
