// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Ticks of the axes and the words on them. Pure: numbers in, numbers and text out.
#pragma once

#include <QString>
#include <vector>

#include "ui/charts/chart_spec.h"

namespace attnscope {

/// 512, 1k, 64k, 1M; lengths that are no multiple of 1024 in full.
QString length_text(double length);

/// 2×, 1.5 ms, 8 GiB, 75 %: as ticks are labelled.
QString value_text(double value, ValueFormat format);

struct ValueAxis {
  double low = 0;
  double high = 1;
  bool logarithmic = false;
  std::vector<double> ticks;
};

/// The axis for values between `smallest` and `largest` (both plotted), with about one tick every 40 pixels.
/// Leaves room beyond both ends so that no marker is cut.
ValueAxis value_axis(double smallest, double largest, const ChartSpec& spec, double height_pixels);

/// Powers of two between `low` and `high`; where these are fewer than three, the lengths themselves.
std::vector<double> length_ticks(double low, double high, const std::vector<double>& lengths);
/// Multiples of a power of two between `low` and `high`, at most seven, for a linear axis.
std::vector<double> linear_length_ticks(double low, double high);

}  // namespace attnscope
