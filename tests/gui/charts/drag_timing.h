// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// How long four linked charts take to repaint while one is dragged; shared by the test and the benchmark.
#pragma once

#include <QWidget>
#include <array>
#include <vector>

#include "ui/charts/chart_spec.h"

namespace attnscope {

class ChartWidget;

class FourCharts {
 public:
  explicit FourCharts(const ChartSpec& spec);

  /// Milliseconds of processor time for each frame of a drag. Processor time, so that other work on the
  /// machine does not count.
  std::vector<double> drag(int frames);
  /// The same for the pointer moving over a chart.
  std::vector<double> hover(int frames);
  /// A full repaint of all four, everything on.
  std::vector<double> repaint(int frames);

 private:
  QWidget window_;
  std::array<ChartWidget*, 4> charts_{};
};

double median(std::vector<double> values);

}  // namespace attnscope
