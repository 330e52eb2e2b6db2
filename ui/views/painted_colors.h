// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The two colours of a text as it was painted.
#pragma once

#include <QColor>
#include <QImage>
#include <QRect>

namespace attnscope {

struct PaintedColors {
  QColor foreground;
  QColor background;
};

/// `rect` is in the coordinates of what was painted; the image is `scale` times as large. The background is
/// the colour seen most, the foreground the one furthest from it: enlarged letters have pixels of full
/// colour.
PaintedColors painted_colors(const QImage& image, const QRect& rect, int scale);

}  // namespace attnscope
