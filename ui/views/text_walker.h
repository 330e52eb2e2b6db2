// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Every text that a window shows, where it is and whether it has room. Read from the widgets that paint it.
#pragma once

#include <QRect>
#include <QString>
#include <vector>

class QWidget;

namespace attnscope {

struct ShownText {
  QString text;       ///< what is painted
  QString full_text;  ///< where an ellipsis stands for the rest; else the same
  QRect rect;         ///< of the painted text, in the window's coordinates
  QRect visible;      ///< its part that no scroll area hides
  QString kind;       ///< class of the widget
  bool enabled = true;
  bool elided = false;
  bool clipped = false;  ///< needs more room than it has, or sticks out of what holds it
  bool scrolls = false;  ///< lies in something that scrolls, so that being cut at its edge is no fault
};

/// Charts are left out: they describe themselves.
std::vector<ShownText> shown_texts(const QWidget& window);

}  // namespace attnscope
