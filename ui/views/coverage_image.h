// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Rows of pixels that gather how much of each pixel is covered, so that a million small boxes are drawn by
// their sums and none is lost between two pixels.
#pragma once

#include <QColor>
#include <QImage>
#include <algorithm>
#include <vector>

namespace attnscope {

class CoverageImage {
 public:
  /// `layers` kinds of boxes, each of its own colour.
  CoverageImage(int width, int height, int layers);

  /// Adds `weight` of the boxes' part of row `y` from `first` to `end`, in pixels and parts of pixels.
  void add(int layer, int y, double first, double end, float weight = 1);
  /// Makes the rows from `y` + 1 up to `end` like row `y`.
  void repeat_row(int y, int end);
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

// Here, because it is called a million times a picture.
inline void CoverageImage::add(int layer, int y, double first, double end, float weight) {
  if (y < 0 || y >= height_) {
    return;
  }
  first = std::max(first, 0.0);
  end = std::min(end, static_cast<double>(width_));
  if (!(end > first)) {
    return;
  }
  const int left = static_cast<int>(first);
  const int right = std::min(static_cast<int>(end), width_ - 1);
  float* const row = &sums_[index(layer, 0, y)];
  if (left == right) {
    row[left] += weight * static_cast<float>(end - first);
    return;
  }
  row[left] += weight * static_cast<float>(left + 1 - first);
  for (int x = left + 1; x < right; ++x) {
    row[x] += weight;
  }
  row[right] += weight * static_cast<float>(end - right);
}

}  // namespace attnscope
