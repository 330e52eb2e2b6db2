// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Rows of pixels that gather how much of each pixel is covered, so that a million small boxes are drawn by
// their sums and none is lost between two pixels.
#pragma once

#include <QColor>
#include <QImage>
#include <vector>

namespace attnscope {

class CoverageImage {
 public:
  /// `layers` kinds of boxes, each of its own colour.
  CoverageImage(int width, int height, int layers);

  /// Adds `weight` of the boxes' part of row `y` from `first` to `end`, in pixels and parts of pixels.
  void add(int layer, int y, double first, double end, float weight = 1);
  /// How much of a pixel is covered, 0 to 1 (more where boxes overlap).
  float at(int layer, int x, int y) const { return sums_[index(layer, x, y)]; }

  /// The colours of the layers laid over `under`, each as far as it covers.
  QImage drawn(const QColor& under, const std::vector<QColor>& colors) const;

 private:
  std::size_t index(int layer, int x, int y) const {
    return (static_cast<std::size_t>(y) * static_cast<std::size_t>(layers_) +
            static_cast<std::size_t>(layer)) *
               static_cast<std::size_t>(width_) +
           static_cast<std::size_t>(x);
  }

  int width_;
  int height_;
  int layers_;
  std::vector<float> sums_;  ///< [row][layer][column]
};

}  // namespace attnscope
