// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/measure/stopping_rule.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace attnscope {
namespace {

TEST(WarmUp, NeedsTwoGroupsThatAgree) {
  WarmUp rule;
  EXPECT_FALSE(rule.add(std::vector{200.0, 210.0, 190.0}));
  EXPECT_FALSE(rule.add(std::vector{150.0, 151.0, 149.0}));
  EXPECT_FALSE(rule.add(std::vector<double>{}));
  EXPECT_TRUE(rule.add(std::vector{149.0, 148.0, 500.0}));
}

TEST(StopSampling, NeedsTheFewestSamplesHoweverPreciseTheyAre) {
  const MeasurementOptions options;
  EXPECT_EQ(stop_sampling({std::vector<double>(9, 100.0), 0.1}, options), Stop::no);
  EXPECT_EQ(stop_sampling({std::vector<double>(10, 100.0), 0.1}, options), Stop::precise);
}

TEST(StopSampling, GoesOnWhileTheIntervalIsWide) {
  const MeasurementOptions options;
  std::vector<double> spans(40, 100);
  std::fill(spans.begin() + 20, spans.end(), 110);
  EXPECT_FALSE(precise_enough(spans, options.target_interval));
  EXPECT_EQ(stop_sampling({spans, 0.1}, options), Stop::no);
  EXPECT_EQ(stop_sampling({spans, 2.5}, options), Stop::budget);
}

TEST(StopSampling, EndsAtTheMostSamples) {
  MeasurementOptions options;
  options.max_samples = 20;
  std::vector<double> spans(20, 100);
  std::fill(spans.begin() + 10, spans.end(), 200);
  EXPECT_EQ(stop_sampling({spans, 0.1}, options), Stop::enough_samples);
}

TEST(StopSampling, SeesALongCallThreeTimesUnlessItIsVeryLong) {
  const MeasurementOptions options;
  EXPECT_EQ(stop_sampling({std::vector{3e6}, 3}, options), Stop::no);
  EXPECT_EQ(stop_sampling({std::vector{9e6}, 9}, options), Stop::budget);
  EXPECT_EQ(stop_sampling({std::vector{1.1e6, 1.1e6, 1.1e6}, 3.3}, options), Stop::budget);
  EXPECT_EQ(stop_sampling({std::vector<double>{}, 100}, options), Stop::no);
}

TEST(StopSampling, GoesOnUntilTheSamplesAreSpread) {
  const MeasurementOptions options;
  const std::vector<double> spans(100, 100);
  EXPECT_EQ(stop_sampling({spans, 0.1, 0.1, power_limited_seconds}, options), Stop::no);
  EXPECT_EQ(stop_sampling({spans, 0.1, 0.1, gpu_seconds}, options), Stop::precise);
  EXPECT_EQ(stop_sampling({spans, 0.5, 0.4, power_limited_seconds}, options), Stop::precise);
  // A small budget was asked for, and holds.
  EXPECT_EQ(stop_sampling({spans, options.point_budget_seconds, 0.1, power_limited_seconds}, options),
            Stop::budget);
}

}  // namespace
}  // namespace attnscope
