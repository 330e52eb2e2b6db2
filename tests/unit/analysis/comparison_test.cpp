// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Which points of two runs are laid side by side, and what is said to be different around them.
#include "profiler/analysis/comparison.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/unit/analysis/run_builder.h"

namespace attnscope {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::measured_with;
using testing::problem_at;
using testing::RunBuilder;
using ::testing::SizeIs;

/// "flash 128 → higher" for each joined point.
std::vector<std::string> verdicts(const RunComparison& comparison) {
  const auto word = [](const std::optional<Judgement>& judgement) -> std::string {
    if (!judgement) {
      return "none";
    }
    switch (judgement->verdict) {
      case Verdict::lower:
        return "lower";
      case Verdict::higher:
        return "higher";
      case Verdict::same:
        return "same";
      case Verdict::cannot_tell:
        return "can't tell";
    }
    return "";
  };
  std::vector<std::string> words;
  for (const ComparedPoint& point : comparison.points) {
    words.push_back(comparison.devices[point.device].other.uuid + ' ' + point.base.point->implementation +
                    ' ' + std::to_string(point.base.point->problem.kv_seqlen) + ' ' + word(point.time));
  }
  return words;
}

std::vector<std::string> names(const std::vector<UnmatchedPoint>& points) {
  std::vector<std::string> words;
  for (const UnmatchedPoint& one : points) {
    words.push_back(one.device_name + ' ' + one.point->implementation + ' ' +
                    std::to_string(one.point->problem.kv_seqlen));
  }
  return words;
}

Run with_environment(Environment environment) {
  attnscope::Run run = RunBuilder().time("flash", 128, 10).run();
  environment.device = run.header.environments.at(0).device;
  run.header.environments.at(0) = std::move(environment);
  return run;
}

TEST(CompareRuns, JoinsByProblemAndImplementationAndListsTheRest) {
  const attnscope::Run base = RunBuilder()
                                  .time("flash", 256, 20)
                                  .time("standard", 128, 30)
                                  .time("flash", 128, 10)
                                  .time("flash", 512, 40)
                                  .run();
  Problem causal = problem_at(512);
  causal.causal = true;
  const attnscope::Run other = RunBuilder()
                                   .time("flash", 128, 10)
                                   .time("flash", 256, 22)
                                   .add("flash", causal, measured_with(20))
                                   .time("standard", 128, 15)
                                   .time("standard", 256, 60)
                                   .add("standard", 512, Cancelled{})
                                   .run();
  const RunComparison comparison = compare_runs(base, other, {});
  EXPECT_THAT(verdicts(comparison),
              ElementsAre("GPU-1 standard 128 lower", "GPU-1 flash 128 same", "GPU-1 flash 256 higher"));
  EXPECT_THAT(names(comparison.only_base), ElementsAre("First GPU flash 512"));
  EXPECT_THAT(names(comparison.only_other), ElementsAre("First GPU flash 512", "First GPU standard 256"));
  EXPECT_THAT(comparison.differences, IsEmpty());
  EXPECT_EQ(comparison.points[1].base.speedup, 3);
  EXPECT_EQ(comparison.points[1].other.speedup, 1.5);
  EXPECT_FALSE(comparison.points[0].base.speedup.has_value()) << "of the baseline itself";
}

TEST(CompareRuns, RunsWithNothingInCommon) {
  const attnscope::Run base = RunBuilder().time("flash", 128, 10).run();
  const attnscope::Run other = RunBuilder().time("standard", 256, 10).run();
  const RunComparison comparison = compare_runs(base, other, {});
  EXPECT_THAT(comparison.points, IsEmpty());
  EXPECT_THAT(comparison.only_base, SizeIs(1));
  EXPECT_THAT(comparison.only_other, SizeIs(1));
  EXPECT_THAT(compare_runs(attnscope::Run{}, other, {}).only_other, SizeIs(1));
  EXPECT_THAT(compare_runs(base, attnscope::Run{}, {}).only_base, SizeIs(1));
  EXPECT_THAT(compare_runs(attnscope::Run{}, attnscope::Run{}, {}).points, IsEmpty());
}

TEST(CompareRuns, OutcomesThatAreNoFiguresAreJoinedToo) {
  const attnscope::Run base = RunBuilder()
                                  .time("flash", 128, 10)
                                  .time("flash", 256, 10)
                                  .time("flash", 512, 10)
                                  .add("flash", 1024, OutOfMemory{})
                                  .run();
  const attnscope::Run other = RunBuilder()
                                   .add("flash", 128, Failed{"a fault"})
                                   .add("flash", 256, OutOfMemory{})
                                   .time("flash", 512, 10)
                                   .time("flash", 1024, 10)
                                   .run();
  const RunComparison comparison = compare_runs(base, other, {});
  EXPECT_THAT(verdicts(comparison), ElementsAre("GPU-1 flash 128 none", "GPU-1 flash 256 none",
                                                "GPU-1 flash 512 same", "GPU-1 flash 1024 none"));
  EXPECT_TRUE(comparison.points[0].is_lost());
  EXPECT_TRUE(comparison.points[1].is_lost());
  EXPECT_FALSE(comparison.points[2].is_lost());
  EXPECT_FALSE(comparison.points[3].is_lost());
}

TEST(CompareRuns, AnotherGpuIsLaidBesideTheBases) {
  attnscope::Run base = RunBuilder().time("flash", 128, 10).time("standard", 128, 20).run();
  base.header.environments[0].device.name = "NVIDIA H100 80GB HBM3";
  base.header.environments[0].device.multiprocessors = 132;
  attnscope::Run other = base;
  for (Point& point : other.points) {
    point.device_uuid = "GPU-9";
    for (Sample& sample : std::get<Measured>(point.outcome).samples) {
      sample.span_us *= 2;
    }
  }
  other.header.environments[0].device.uuid = "GPU-9";
  other.header.environments[0].device.name = "Another GPU";
  const RunComparison comparison = compare_runs(base, other, {});
  EXPECT_THAT(verdicts(comparison), ElementsAre("GPU-9 flash 128 higher", "GPU-9 standard 128 higher"));
  EXPECT_FALSE(comparison.devices[0].same_device());
  const ComparedPoint& flash = comparison.points[0];
  EXPECT_EQ(flash.base.speedup, 2);
  EXPECT_EQ(flash.other.speedup, 2);
  EXPECT_GT(flash.base.percent_of_peak.value_or(0), 0);
  EXPECT_FALSE(flash.other.percent_of_peak.has_value()) << "it is in no datasheet";
  ASSERT_THAT(comparison.differences, SizeIs(1));
  EXPECT_EQ(comparison.differences[0].subject, EnvironmentSubject::device);
}

TEST(CompareRuns, SeveralDevicesFindTheirPartners) {
  const attnscope::Run base = RunBuilder()
                                  .device("GPU-2", "Second GPU")
                                  .device("GPU-3", "First GPU")
                                  .time("flash", 128, 10)
                                  .on("GPU-2")
                                  .time("flash", 128, 20)
                                  .on("GPU-3")
                                  .time("flash", 128, 40)
                                  .run();
  // GPU-2 is itself; GPU-7 takes the first of its name that is left; GPU-8 resembles none.
  attnscope::Run other = RunBuilder()
                             .device("GPU-2", "Second GPU")
                             .device("GPU-7", "First GPU")
                             .device("GPU-8", "Unlike any")
                             .on("GPU-2")
                             .time("flash", 128, 20)
                             .on("GPU-7")
                             .time("flash", 128, 10)
                             .on("GPU-8")
                             .time("flash", 128, 30)
                             .run();
  other.header.environments.erase(other.header.environments.begin());  // GPU-1, which the builder gives
  const RunComparison comparison = compare_runs(base, other, {});
  EXPECT_THAT(verdicts(comparison),
              ElementsAre("GPU-2 flash 128 same", "GPU-7 flash 128 same", "GPU-8 flash 128 higher"));
  EXPECT_EQ(comparison.devices[1].base.uuid, "GPU-1");
  EXPECT_EQ(comparison.devices[2].base.uuid, "GPU-1");
  EXPECT_THAT(names(comparison.only_base), ElementsAre("First GPU flash 128")) << "GPU-3 has no partner";
}

TEST(CompareRuns, AMeasuredNoiseFloorReplacesTheDefault) {
  const attnscope::Run base = RunBuilder().time("flash", 128, 100).run();
  const attnscope::Run other = RunBuilder().time("flash", 128, 103).run();
  EXPECT_THAT(verdicts(compare_runs(base, other, {})), ElementsAre("GPU-1 flash 128 higher"));
  NoiseMeasurement noise;
  noise.device_uuid = "GPU-1";
  noise.relative_deviation = 0.02;
  noise.degrees_of_freedom = 30;
  ComparisonOptions options;
  options.noise = std::span(&noise, 1);
  const RunComparison comparison = compare_runs(base, other, options);
  EXPECT_THAT(verdicts(comparison), ElementsAre("GPU-1 flash 128 can't tell"));
  EXPECT_EQ(comparison.devices[0].base_noise.below_power_limit.relative_deviation, 0.02);
  options.margin = 0.2;
  EXPECT_THAT(verdicts(compare_runs(base, other, options)), ElementsAre("GPU-1 flash 128 same"));
}

TEST(CompareRuns, AtThePowerLimitRunsDifferMore) {
  const attnscope::Run base = RunBuilder().time("flash", 128, 100).run();
  Measured limited = measured_with(103);
  EXPECT_THAT(verdicts(compare_runs(base, RunBuilder().add("flash", 128, limited).run(), {})),
              ElementsAre("GPU-1 flash 128 higher"));
  limited.samples.back().throttle = static_cast<std::uint32_t>(Throttle::power_cap);
  const attnscope::Run other = RunBuilder().add("flash", 128, limited).run();
  EXPECT_THAT(verdicts(compare_runs(base, other, {})), ElementsAre("GPU-1 flash 128 can't tell"));
  EXPECT_THAT(verdicts(compare_runs(other, base, {})), ElementsAre("GPU-1 flash 128 can't tell"));
}

TEST(CompareRuns, MemoryAndOccupancyAreJudgedToo) {
  Measured measured = measured_with(10);
  measured.memory.peak_bytes = 100;
  measured.occupancy.achieved_percent = 20;
  const attnscope::Run base = RunBuilder().add("flash", 128, measured).run();
  measured.memory.peak_bytes = 150;
  measured.occupancy.achieved_percent = 30;
  const attnscope::Run other = RunBuilder().add("flash", 128, measured).run();
  const RunComparison comparison = compare_runs(base, other, {});
  EXPECT_EQ(comparison.points[0].memory, (Judgement{Verdict::higher, {1.5, std::nullopt}}));
  EXPECT_EQ(comparison.points[0].occupancy,
            (OccupancyJudgement{OccupancyKind::achieved, 20, 30, Verdict::higher}));
}

TEST(CompareRuns, OfAPointMeasuredTwiceTheLaterCounts) {
  const attnscope::Run base = RunBuilder().time("flash", 128, 10).time("flash", 128, 20).run();
  const attnscope::Run other = RunBuilder().time("flash", 128, 20).run();
  const RunComparison comparison = compare_runs(base, other, {});
  EXPECT_THAT(verdicts(comparison), ElementsAre("GPU-1 flash 128 same"));
  EXPECT_THAT(comparison.only_base, IsEmpty());
}

TEST(EnvironmentDifferences, NameEverythingThatDiffers) {
  Environment before;
  before.driver_version = "580.1";
  before.cuda_version = 13000;
  before.max_sm_clock_mhz = 1980;
  before.power_limit_watts = 700;
  before.mig_enabled = false;
  before.ecc_enabled = true;
  before.host = "a";
  before.program_version = "1.0";
  before.kernel_hash = "aaaa";
  before.libraries = {{"cublaslt", "13.0"}, {"nvrtc", "13.0"}};
  const attnscope::Run base = with_environment(before);
  EXPECT_THAT(environment_differences(base, "GPU-1", base, "GPU-1"), IsEmpty());

  Environment after = before;
  after.driver_version = "590.2";
  after.cuda_version = 12080;
  after.max_sm_clock_mhz = 1755;
  after.power_limit_watts = std::nullopt;
  after.mig_enabled = true;
  after.ecc_enabled = false;
  after.host = "b";
  after.program_version = "1.1";
  after.kernel_hash = "bbbb";
  after.libraries = {{"cublaslt", "13.1"}, {"cupti", "13.0"}};
  using enum EnvironmentSubject;
  using Difference = EnvironmentDifference;
  EXPECT_THAT(environment_differences(base, "GPU-1", with_environment(after), "GPU-1"),
              ElementsAre(Difference{driver, "", "GPU-1", "580.1", "590.2"},
                          Difference{cuda, "", "GPU-1", "13.0", "12.8"},
                          Difference{power_limit, "", "GPU-1", "700", ""},
                          Difference{max_sm_clock, "", "GPU-1", "1980", "1755"},
                          Difference{mig, "", "GPU-1", "off", "on"},
                          Difference{ecc, "", "GPU-1", "on", "off"}, Difference{host, "", "GPU-1", "a", "b"},
                          Difference{program_version, "", "GPU-1", "1.0", "1.1"},
                          Difference{kernel_hash, "", "GPU-1", "aaaa", "bbbb"},
                          Difference{library, "cublaslt", "GPU-1", "13.0", "13.1"},
                          Difference{library, "cupti", "GPU-1", "", "13.0"},
                          Difference{library, "nvrtc", "GPU-1", "13.0", ""}));
}

TEST(EnvironmentDifferences, WhatTheSamplesShowCountsToo) {
  const auto run = [](double clock_mhz, Throttle throttle, const char* timing_source) {
    Measured measured = measured_with(10);
    for (Sample& sample : measured.samples) {
      sample.sm_clock_mhz = clock_mhz;
      sample.throttle = static_cast<std::uint32_t>(throttle);
    }
    measured.timing_source = timing_source;
    return RunBuilder().add("flash", 128, measured).run();
  };
  const attnscope::Run base = run(1980, Throttle::none, "cupti");
  EXPECT_THAT(environment_differences(base, "GPU-1", run(1975, Throttle::power_cap, "cupti"), "GPU-1"),
              IsEmpty());
  using Difference = EnvironmentDifference;
  EXPECT_THAT(environment_differences(base, "GPU-1", run(1410, Throttle::thermal, "events"), "GPU-1"),
              ElementsAre(Difference{EnvironmentSubject::sm_clock, "", "GPU-1", "1980", "1410"},
                          Difference{EnvironmentSubject::held_back, "", "GPU-1", "0", "100"},
                          Difference{EnvironmentSubject::timing_source, "", "GPU-1", "cupti", "events"}));
}

TEST(OptionDifferences, NameWhatChangesTheTimes) {
  MeasurementOptions other;
  EXPECT_THAT(option_differences({}, other), IsEmpty());
  other.counters = other.error = other.tile_balance = false;
  EXPECT_THAT(option_differences({}, other), IsEmpty()) << "passes of their own";
  other.cold_l2 = false;
  other.max_samples = 50;
  using Difference = EnvironmentDifference;
  EXPECT_THAT(option_differences({}, other),
              ElementsAre(Difference{EnvironmentSubject::cold_l2, "", "", "on", "off"},
                          Difference{EnvironmentSubject::samples, "", "", "10 to 400", "10 to 50"}));
}

}  // namespace
}  // namespace attnscope
