// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include "tests/gui/charts/drag_timing.h"
#include "tests/gui/charts/sample_specs.h"

namespace attnscope {
namespace {

#if defined(__SANITIZE_ADDRESS__) || !defined(NDEBUG)
constexpr double slower_build = 12;
#else
constexpr double slower_build = 1;
#endif

constexpr double frame_ms = 16 * slower_build;

/// A drag's typical frame, in milliseconds of processor time. Where it is too slow the drag is repeated, a
/// few times: a busy machine is not held against the charts.
double typical_frame_ms(FourCharts& charts) {
  constexpr int drags = 4;
  double typical = median(charts.drag(41));
  for (int drag = 1; drag < drags && typical > frame_ms; ++drag) typical = median(charts.drag(41));
  return typical;
}

TEST(ChartTiming, FourChartsOfFiftySeriesKeepUpWithADrag) {
  FourCharts charts(sample::heavy(50, 1000));
  EXPECT_LE(typical_frame_ms(charts), frame_ms);
}

TEST(ChartTiming, OrdinaryChartsKeepUpWithEverythingOn) {
  FourCharts charts(sample::time());
  EXPECT_LE(typical_frame_ms(charts), frame_ms);
}

}  // namespace
}  // namespace attnscope
