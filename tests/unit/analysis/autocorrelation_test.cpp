// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/analysis/autocorrelation.h"

#include <gtest/gtest.h>

#include <vector>

#include "tests/unit/analysis/simulated_runs.h"

namespace attnscope {
namespace {

using testing::Noise;
using testing::Simulator;

double mean_autocorrelation(const Noise& noise, int trials) {
  Simulator simulator(3);
  double sum = 0;
  for (int trial = 0; trial < trials; ++trial) {
    sum += common_autocorrelation(simulator.run(noise), simulator.run(noise));
  }
  return sum / trials;
}

TEST(Autocorrelation, FindsTheOneThatSamplesHave) {
  for (const double truth : {0.5, 0.8}) {
    EXPECT_NEAR(mean_autocorrelation({.samples = 200, .correlation = truth}, 100), truth, 0.06);
  }
}

TEST(Autocorrelation, IsSeldomSeenInIndependentSamples) {
  for (const int samples : {10, 20, 100}) {
    Simulator simulator(5);
    int seen = 0;
    constexpr int trials = 1000;
    for (int trial = 0; trial < trials; ++trial) {
      const Noise noise{.samples = samples};
      seen += common_autocorrelation(simulator.run(noise), simulator.run(noise)) > 0 ? 1 : 0;
    }
    EXPECT_LT(seen, trials * 0.08) << samples << " samples";
  }
}

TEST(Autocorrelation, TakesADriftForCorrelation) {
  std::vector<double> rising;
  for (int index = 0; index < 20; ++index) {
    rising.push_back(100 + index);
  }
  EXPECT_EQ(common_autocorrelation(rising, rising), 0.95);
}

TEST(Autocorrelation, OneSlowCallDoesNotHideIt) {
  std::vector<double> samples = Simulator(9).run({.samples = 100, .correlation = 0.8});
  const double before = common_autocorrelation(samples, samples);
  samples[50] *= 100;
  EXPECT_NEAR(common_autocorrelation(samples, samples), before, 0.05);
}

TEST(Autocorrelation, IsZeroWhereNothingVariesOrThereIsTooLittle) {
  const std::vector<double> constant(20, 7.0);
  const std::vector<double> few{1, 2, 3, 4, 5};
  EXPECT_EQ(common_autocorrelation(constant, constant), 0);
  EXPECT_EQ(common_autocorrelation(few, few), 0);
  EXPECT_EQ(common_autocorrelation({}, {}), 0);
}

TEST(EffectiveSamples, FollowTheFormula) {
  EXPECT_DOUBLE_EQ(effective_samples(30, 0), 30);
  EXPECT_DOUBLE_EQ(effective_samples(30, 0.5), 10);
  EXPECT_DOUBLE_EQ(effective_samples(10, 0.95), 2);
}

}  // namespace
}  // namespace attnscope
