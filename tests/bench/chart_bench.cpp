// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What charts cost to paint, in milliseconds of processor time: chart_bench
#include <QApplication>
#include <algorithm>
#include <cstdio>

#include "tests/gui/charts/drag_timing.h"
#include "tests/gui/charts/sample_specs.h"

namespace {

void report(const char* what, const std::vector<double>& times) {
  std::printf("%-58s median %7.2f ms  worst %7.2f ms\n", what, attnscope::median(times),
              *std::max_element(times.begin(), times.end()));
}

}  // namespace

int main(int count, char** arguments) {
  qputenv("QT_QPA_PLATFORM", "offscreen");
  const QApplication application(count, arguments);
  constexpr int frames = 101;
  {
    attnscope::FourCharts charts(attnscope::sample::heavy(50, 1000));
    report("four charts, 50 series x 1,000 points: a frame of a drag", charts.drag(frames));
    report("four charts, 50 series x 1,000 points: a step of hover", charts.hover(frames));
    report("four charts, 50 series x 1,000 points: full repaint", charts.repaint(21));
  }
  attnscope::FourCharts charts(attnscope::sample::time());
  report("four charts, 4 series x 8 points: a frame of a drag", charts.drag(frames));
  report("four charts, 4 series x 8 points: a step of hover", charts.hover(frames));
  report("four charts, 4 series x 8 points: full repaint", charts.repaint(frames));
  return 0;
}
