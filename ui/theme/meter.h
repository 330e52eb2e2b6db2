// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A slim bar that shows a share of a whole, as 0 to 100 percent. The number belongs beside it, as text.
#pragma once

#include <QColor>
#include <QWidget>

namespace attnscope {

class Meter : public QWidget {
  Q_OBJECT
 public:
  explicit Meter(QWidget* parent = nullptr);

  void setValue(double percent);
  double value() const { return percent_; }
  /// Invalid: the accent.
  void setColor(const QColor& color);

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  double percent_ = 0;
  QColor color_;
};

}  // namespace attnscope
