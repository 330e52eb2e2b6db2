// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/painted_colors.h"

#include <cstdlib>
#include <unordered_map>

namespace attnscope {
namespace {

int distance(QRgb one, QRgb other) {
  return std::abs(qRed(one) - qRed(other)) + std::abs(qGreen(one) - qGreen(other)) +
         std::abs(qBlue(one) - qBlue(other));
}

}  // namespace

PaintedColors painted_colors(const QImage& image, const QRect& rect, int scale) {
  const QRect area =
      QRect(rect.topLeft() * scale, rect.size() * scale).intersected(QRect(QPoint(0, 0), image.size()));
  std::unordered_map<QRgb, int> seen;
  for (int y = area.top(); y <= area.bottom(); ++y) {
    const auto* line = reinterpret_cast<const QRgb*>(image.constScanLine(y));
    for (int x = area.left(); x <= area.right(); ++x) {
      ++seen[line[x] | 0xff000000U];
    }
  }
  QRgb background = 0;
  int most = 0;
  for (const auto& [color, count] : seen) {
    if (count > most || (count == most && color < background)) {
      most = count;
      background = color;
    }
  }
  QRgb foreground = background;
  // A stray pixel of something else is not the text's colour.
  const int least = std::max(2, area.width() * area.height() / 2000);
  for (const auto& [color, count] : seen) {
    const int far = distance(color, background);
    const int farthest = distance(foreground, background);
    if (count >= least && (far > farthest || (far == farthest && color < foreground))) {
      foreground = color;
    }
  }
  return {QColor::fromRgb(foreground), QColor::fromRgb(background)};
}

}  // namespace attnscope
