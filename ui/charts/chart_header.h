// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Title and subtitle of a chart card: at most two lines each, the rest left out with an ellipsis.
#pragma once

#include <QFont>
#include <QPainter>
#include <QString>
#include <vector>

#include "ui/charts/drawn.h"

namespace attnscope {

class ChartHeader {
 public:
  /// Breaks the texts for a card of this width, of which the first line leaves `corner` free at its right.
  void lay_out(const QString& title, const QString& subtitle, int width, int corner);
  int height() const { return height_; }
  /// Something was left out.
  bool is_shortened() const { return shortened_; }
  void draw(QPainter& painter) const;
  std::vector<DrawnText> texts() const;

 private:
  struct Line {
    QString text;
    QString full_text;
    QRectF rect;
    bool is_title = false;
  };
  double add(const QString& text, bool is_title, double top, int width, int corner);

  std::vector<Line> lines_;
  int height_ = 0;
  bool shortened_ = false;
};

}  // namespace attnscope
