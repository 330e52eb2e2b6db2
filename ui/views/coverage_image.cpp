// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/coverage_image.h"

#include <algorithm>

namespace attnscope {

CoverageImage::CoverageImage(int width, int height, int layers)
    : width_(std::max(width, 1)),
      height_(std::max(height, 1)),
      layers_(layers),
      sums_(static_cast<std::size_t>(width_) * static_cast<std::size_t>(height_) *
                static_cast<std::size_t>(layers_),
            0.0F) {}

void CoverageImage::repeat_row(int y, int end) {
  const auto length = static_cast<std::ptrdiff_t>(index(0, 0, 1));
  const auto row = sums_.begin() + y * length;
  for (int next = y + 1; next < std::min(end, height_); ++next) {
    std::copy(row, row + length, sums_.begin() + next * length);
  }
}

QImage CoverageImage::drawn(const QColor& under, const std::vector<QColor>& colors) const {
  struct Mixed {
    float red, green, blue;
  };
  const auto mixed = [](const QColor& color) {
    return Mixed{static_cast<float>(color.red()), static_cast<float>(color.green()),
                 static_cast<float>(color.blue())};
  };
  const Mixed ground = mixed(under);
  std::vector<Mixed> inks;
  inks.reserve(colors.size());
  for (const QColor& color : colors) {
    inks.push_back(mixed(color));
  }
  const QRgb bare = under.rgb();
  QImage image(width_, height_, QImage::Format_RGB32);
  for (int y = 0; y < height_; ++y) {
    auto* const line = reinterpret_cast<QRgb*>(image.scanLine(y));
    for (int x = 0; x < width_; ++x) {
      float covered = 0;
      Mixed sum{0, 0, 0};
      for (int layer = 0; layer < layers_; ++layer) {
        const float part = sums_[index(layer, x, y)];
        const Mixed& ink = inks[static_cast<std::size_t>(layer)];
        covered += part;
        sum.red += part * ink.red;
        sum.green += part * ink.green;
        sum.blue += part * ink.blue;
      }
      if (covered <= 0) {
        line[x] = bare;
        continue;
      }
      const float shrink = covered > 1 ? 1 / covered : 1;
      const float rest = std::max(0.0F, 1 - covered);
      const auto channel = [shrink, rest](float ink, float bare_ink) {
        return qRound(ink * shrink + rest * bare_ink);
      };
      line[x] = qRgb(channel(sum.red, ground.red), channel(sum.green, ground.green),
                     channel(sum.blue, ground.blue));
    }
  }
  return image;
}

}  // namespace attnscope
