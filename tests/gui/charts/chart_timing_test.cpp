// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <iostream>

#include "tests/gui/charts/drag_timing.h"
#include "tests/gui/charts/sample_specs.h"

namespace attnscope {
namespace {

#if defined(__SANITIZE_ADDRESS__) || !defined(NDEBUG)
constexpr double slower_build = 12;
#else
constexpr double slower_build = 1;
#endif

TEST(ChartTiming, FourChartsOfFiftySeriesKeepUpWithADrag) {
  constexpr double frame_ms = 16;
  FourCharts charts(sample::heavy(50, 1000));
  const double typical = median(charts.drag(41));
  std::cout << "four charts of 50 x 1,000 points, dragged: " << typical << " ms a frame (median of 41)\n";
  EXPECT_LE(typical, frame_ms * slower_build);
}

TEST(ChartTiming, OrdinaryChartsKeepUpWithEverythingOn) {
  constexpr double frame_ms = 16;
  FourCharts charts(sample::time());
  const double typical = median(charts.drag(41));
  std::cout << "four charts of 4 x 8 points, dragged: " << typical << " ms a frame (median of 41)\n";
  EXPECT_LE(typical, frame_ms * slower_build);
}

}  // namespace
}  // namespace attnscope
