// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Verdicts against simulated runs: how often two runs of the same thing are called different, and how often a
// real change is found.
#include "profiler/analysis/verdict.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <ostream>
#include <string>
#include <vector>

#include "tests/unit/analysis/run_builder.h"
#include "tests/unit/analysis/simulated_runs.h"

namespace attnscope {
namespace {

using testing::Noise;
using testing::RunBuilder;
using testing::Simulator;

constexpr int comparisons = 1000;

NoiseFloor floor_of(double deviation) {
  return {deviation, std::nullopt, std::nullopt};
}

struct Counts {
  int lower = 0;
  int higher = 0;
  int same = 0;
  int cannot_tell = 0;
  int different() const { return lower + higher; }
};

/// Compares pairs of runs, the second one `change` times as long.
Counts judge_pairs(const Noise& noise, const NoiseFloor& floor, double change, std::uint64_t seed) {
  Simulator simulator(seed);
  Counts counts;
  for (int pair = 0; pair < comparisons; ++pair) {
    const std::vector<double> base = simulator.run(noise);
    const std::vector<double> other = simulator.run(noise, 100 * change);
    switch (judge_times({base, floor}, {other, floor})->verdict) {
      case Verdict::lower:
        ++counts.lower;
        break;
      case Verdict::higher:
        ++counts.higher;
        break;
      case Verdict::same:
        ++counts.same;
        break;
      case Verdict::cannot_tell:
        ++counts.cannot_tell;
        break;
    }
  }
  return counts;
}

/// As `attnscope doctor --noise` finds it: six points in six processes.
NoiseFloor measured_floor(const Noise& noise, std::uint64_t seed) {
  Simulator simulator(seed);
  std::vector<attnscope::Run> repeats;
  for (int process = 0; process < 6; ++process) {
    RunBuilder builder;
    for (int point = 0; point < 6; ++point) {
      Measured measured;
      for (const double span : simulator.run(noise)) {
        Sample sample;
        sample.span_us = sample.device_time_us = span;
        measured.samples.push_back(sample);
      }
      builder.add("flash", 128L << point, measured);
    }
    repeats.push_back(builder.run());
  }
  const auto between = noise_between(repeats, "GPU-1");
  return {between->relative_deviation, between->degrees_of_freedom, between->measured_ms};
}

struct Scenario {
  const char* name;
  Noise noise;
};
std::ostream& operator<<(std::ostream& stream, const Scenario& scenario) {
  return stream << scenario.name;
}

class SameThingTwice : public ::testing::TestWithParam<Scenario> {};

TEST_P(SameThingTwice, IsCalledDifferentAtMostOnceInAHundred) {
  const Noise& noise = GetParam().noise;
  const Counts counts = judge_pairs(noise, floor_of(noise.between_runs), 1, 11);
  RecordProperty("different", counts.different());
  EXPECT_LE(counts.different(), comparisons / 100);
}

TEST_P(SameThingTwice, AlsoWithTheFloorThatTheDoctorFinds) {
  const Noise& noise = GetParam().noise;
  // The floor is an estimate too: several of them, a part of the pairs each.
  int different = 0;
  for (const std::uint64_t seed : {1, 2, 3, 4, 5}) {
    different += judge_pairs(noise, measured_floor(noise, seed), 1, 100 + seed).different();
  }
  RecordProperty("different", different);
  EXPECT_LE(different, 5 * comparisons / 100);
}

INSTANTIATE_TEST_SUITE_P(
    Noises, SameThingTwice,
    ::testing::Values(
        Scenario{"ten_samples", {.samples = 10}}, Scenario{"thirty_samples", {.samples = 30}},
        Scenario{"noisy_samples", {.samples = 10, .deviation = 0.02}},
        Scenario{"many_noisy_samples", {.samples = 100, .deviation = 0.03}},
        Scenario{"slow_calls", {.slow_calls = 0.2}},
        Scenario{"correlated", {.samples = 10, .correlation = 0.5}},
        Scenario{"correlated_and_noisy", {.samples = 30, .deviation = 0.02, .correlation = 0.5}},
        Scenario{"strongly_correlated", {.samples = 50, .deviation = 0.01, .correlation = 0.8}},
        Scenario{"very_strongly_correlated", {.samples = 100, .deviation = 0.02, .correlation = 0.9}},
        Scenario{"drifting", {.samples = 10, .drift = 0.02}},
        Scenario{"drifting_further", {.samples = 40, .drift = 0.04}},
        Scenario{"drifting_and_correlated",
                 {.samples = 100, .deviation = 0.01, .correlation = 0.5, .drift = 0.03}},
        Scenario{"runs_apart", {.samples = 10, .between_runs = 0.005}},
        Scenario{"runs_far_apart", {.samples = 40, .between_runs = 0.02}},
        Scenario{
            "all_at_once",
            {.samples = 30, .correlation = 0.5, .drift = 0.01, .slow_calls = 0.1, .between_runs = 0.004}}),
    [](const auto& scenario) { return scenario.param.name; });

// Samples that scatter by 0.5 %, on a machine whose runs differ by 0.14 %: by more than 0.5 % one time in a
// hundred.
TEST(RealChange, OfTwoPercentIsFound) {
  for (const Noise& noise :
       {Noise{.samples = 10}, Noise{.samples = 20}, Noise{.samples = 30, .correlation = 0.3},
        Noise{.samples = 20, .drift = 0.005}}) {
    const NoiseFloor floor = floor_of(noise.between_runs);
    EXPECT_GE(judge_pairs(noise, floor, 1.02, 21).higher, comparisons * 0.95) << noise.samples;
    EXPECT_GE(judge_pairs(noise, floor, 1 / 1.02, 22).lower, comparisons * 0.95) << noise.samples;
  }
}

TEST(RealChange, OfTwoPercentIsFoundWithTheFloorThatTheDoctorFinds) {
  const Noise noise{.samples = 20};
  for (const std::uint64_t seed : {1, 2, 3}) {
    EXPECT_GE(judge_pairs(noise, measured_floor(noise, seed), 1.02, 31).higher, comparisons * 0.95);
  }
}

TEST(RealChange, IsFoundTheLessTheMoreRunsDiffer) {
  const auto found = [](double between_runs) {
    const Noise noise{.samples = 20, .between_runs = between_runs};
    return judge_pairs(noise, floor_of(between_runs), 1.02, 41).higher;
  };
  EXPECT_GE(found(0.0025), comparisons * 0.95);
  EXPECT_GE(found(0.0035), comparisons * 0.7);
  EXPECT_LE(found(0.01), comparisons * 0.2) << "a floor of 1 % hides a change by 2 %";
}

// A machine of a usual noise floor must be able to say that nothing has changed, and be right about it.
TEST(SameThing, IsCalledTheSameUnlessTheMachineIsTooNoisy) {
  const auto same = [](double between_runs, double change) {
    const Noise noise{.samples = 30, .between_runs = between_runs};
    return judge_pairs(noise, floor_of(between_runs), change, 61).same;
  };
  EXPECT_GE(same(0.0025, 1), comparisons * 0.95);
  EXPECT_GE(same(0.0035, 1), comparisons * 0.9);
  EXPECT_GE(same(0.005, 1), comparisons * 0.5);
  EXPECT_EQ(same(0.01, 1), 0);
  // About one time in twenty, give or take what a thousand comparisons leave open.
  for (const double between_runs : {0.0014, 0.0025, 0.005, 0.0075}) {
    EXPECT_LE(same(between_runs, 1 + default_margin), comparisons * 0.07) << between_runs;
    EXPECT_LE(same(between_runs, 1 / (1 + default_margin)), comparisons * 0.07) << between_runs;
  }
}

TEST(RealChange, IsMeasuredWithoutBias) {
  Simulator simulator(51);
  const Noise noise{.samples = 15, .correlation = 0.4, .slow_calls = 0.1};
  int covered = 0;
  for (int pair = 0; pair < comparisons; ++pair) {
    const std::vector<double> base = simulator.run(noise);
    const std::vector<double> other = simulator.run(noise, 130);
    const NoiseFloor floor = floor_of(noise.between_runs);
    covered += judge_times({base, floor}, {other, floor})->ratio.interval->contains(1.3) ? 1 : 0;
  }
  EXPECT_GE(covered, comparisons * 0.985);
}

std::vector<double> around(double median_us, double spread = 0.0001, int count = 21) {
  std::vector<double> samples;
  for (int index = 0; index < count; ++index) {
    // Neighbours lie on opposite sides, so that nothing looks like a drift.
    const double side = index % 2 == 0 ? 1 : -1;
    samples.push_back(median_us * (1 + side * spread * index / count));
  }
  return samples;
}

Verdict verdict_at(double ratio, double floor, double margin = default_margin) {
  return judge_times({around(100), floor_of(floor)}, {around(100 * ratio), floor_of(floor)}, margin)->verdict;
}

TEST(JudgeTimes, SaysSameWhereTheIntervalLiesWithinTheMargin) {
  EXPECT_EQ(verdict_at(1, 0.002), Verdict::same);
  EXPECT_EQ(verdict_at(1.005, 0.002), Verdict::same);
  EXPECT_EQ(verdict_at(1, 0.006), Verdict::same)
      << "95 % sure of less than 1.4 %, though the interval is ±2.5 %";
  EXPECT_EQ(verdict_at(1, 0.01), Verdict::cannot_tell) << "95 % sure of no less than 2.3 %";
  EXPECT_EQ(verdict_at(1, 0.01, 0.1), Verdict::same);
  const auto judgement = judge_times({around(100), floor_of(0.002)}, {around(100), floor_of(0.002)});
  // Three standard deviations, twice 0.2 % squared.
  EXPECT_NEAR(judgement->ratio.interval->high, std::exp(3 * std::sqrt(2.0) * 0.002), 1e-4);
  EXPECT_NEAR(judgement->ratio.interval->low, std::exp(-3 * std::sqrt(2.0) * 0.002), 1e-4);
}

TEST(JudgeTimes, SaysFasterAndSlowerWhereOneIsExcluded) {
  EXPECT_EQ(verdict_at(1.03, 0.002), Verdict::higher);
  EXPECT_EQ(verdict_at(0.97, 0.002), Verdict::lower);
  EXPECT_EQ(verdict_at(1.015, 0.0005), Verdict::higher) << "certain, though within the margin";
  EXPECT_EQ(verdict_at(1.008, 0.0005), Verdict::same) << "certain, but too little to be called a change";
  EXPECT_EQ(verdict_at(1.03, 0.01), Verdict::cannot_tell);
}

TEST(JudgeTimes, AddsTheFloorsOfBothDevices) {
  const auto judgement = judge_times({around(100), floor_of(0.003)}, {around(100), floor_of(0.004)});
  EXPECT_NEAR(judgement->ratio.interval->high, std::exp(3 * 0.005), 2e-4);
}

TEST(JudgeTimes, AFloorFromFewRunsWidensTheInterval) {
  const auto high = [](std::optional<double> freedom) {
    const NoiseFloor floor{0.003, freedom, 1};
    return judge_times({around(100), floor}, {around(100), floor})->ratio.interval->high;
  };
  EXPECT_GT(high(5), high(30) * 1.002);
  EXPECT_GT(high(30), high(std::nullopt));
}

TEST(JudgeTimes, CannotTellFromTooFewSamplesAndSaysNothingWithoutAny) {
  const auto few = judge_times({around(100, 0.001, 5), floor_of(0)}, {around(150), floor_of(0)});
  ASSERT_TRUE(few.has_value());
  EXPECT_EQ(few->verdict, Verdict::cannot_tell);
  EXPECT_FALSE(few->ratio.interval.has_value());
  EXPECT_NEAR(few->ratio.value, 1.5, 0.01);
  EXPECT_FALSE(judge_times({{}, floor_of(0)}, {around(150), floor_of(0)}).has_value());
  const std::vector<double> broken{1, 2, 3, 4, 5, 6, std::nan("")};
  EXPECT_FALSE(judge_times({broken, floor_of(0)}, {around(1), floor_of(0)}).has_value());
  const std::vector<double> nothing(10, 0.0);
  EXPECT_FALSE(judge_times({nothing, floor_of(0)}, {nothing, floor_of(0)}).has_value());
}

TEST(JudgeTimes, TheOrderOfTheSamplesMatters) {
  const std::vector<double> flat = around(100, 0.02);
  std::vector<double> drifting = flat;
  std::sort(drifting.begin(), drifting.end());
  const auto width = [](const std::vector<double>& samples) {
    const Interval interval = *judge_times({samples, floor_of(0)}, {samples, floor_of(0)})->ratio.interval;
    return interval.high - interval.low;
  };
  EXPECT_GT(width(drifting), 2 * width(flat)) << "a drift is not twenty independent samples";
}

TEST(JudgeTimes, IsTheSameEveryTime) {
  Simulator simulator(1);
  const std::vector<double> base = simulator.run({});
  const std::vector<double> other = simulator.run({});
  EXPECT_EQ(judge_times({base, floor_of(0.001)}, {other, floor_of(0.001)}),
            judge_times({base, floor_of(0.001)}, {other, floor_of(0.001)}));
}

TEST(JudgeBytes, IsExact) {
  EXPECT_EQ(judge_bytes(100, 100), (Judgement{Verdict::same, {1, std::nullopt}}));
  EXPECT_EQ(judge_bytes(100, 101).verdict, Verdict::higher);
  EXPECT_EQ(judge_bytes(100, 50), (Judgement{Verdict::lower, {0.5, std::nullopt}}));
  EXPECT_EQ(judge_bytes(0, 0).verdict, Verdict::same);
  EXPECT_EQ(judge_bytes(0, 1).verdict, Verdict::higher);
}

TEST(JudgeOccupancy, PrefersWhatWasMeasuredAndAllowsAPoint) {
  TileOccupancy base;
  TileOccupancy other;
  EXPECT_FALSE(judge_occupancy(base, other).has_value());
  base.theoretical_percent = other.theoretical_percent = 25;
  EXPECT_EQ(judge_occupancy(base, other),
            (OccupancyJudgement{OccupancyKind::theoretical, 25, 25, Verdict::same}));
  base.achieved_percent = 20;
  EXPECT_EQ(judge_occupancy(base, other)->kind, OccupancyKind::theoretical) << "only one side was measured";
  other.achieved_percent = 20.8;
  EXPECT_EQ(judge_occupancy(base, other),
            (OccupancyJudgement{OccupancyKind::achieved, 20, 20.8, Verdict::same}));
  other.achieved_percent = 24;
  EXPECT_EQ(judge_occupancy(base, other)->verdict, Verdict::higher);
  EXPECT_EQ(judge_occupancy(other, base)->verdict, Verdict::lower);
}

}  // namespace
}  // namespace attnscope
