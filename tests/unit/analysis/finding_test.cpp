// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// What titles may claim, and above all when they must not.
#include "profiler/analysis/finding.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "profiler/analysis/gpu_table.h"
#include "tests/unit/analysis/run_builder.h"

namespace attnscope {
namespace {

using attnscope::testing::measured_with;
using attnscope::testing::RunBuilder;
using ::testing::SizeIs;
using Why = Neutral::Why;

template <typename Wanted>
Wanted expect(const Finding& finding) {
  const auto* found = std::get_if<Wanted>(&finding);
  if (found == nullptr) {
    ADD_FAILURE() << "another kind of finding: " << finding.index();
    return {};
  }
  return *found;
}

Why why_neutral(const Finding& finding) {
  return expect<Neutral>(finding).why;
}

/// Flash over standard at each length, on one device.
RunBuilder with_speedups(const std::vector<std::pair<std::int64_t, double>>& speedups,
                         double spread = 0.001) {
  RunBuilder builder;
  for (const auto& [seqlen, speedup] : speedups) {
    builder.time("flash", seqlen, 100, spread).time("standard", seqlen, 100 * speedup, spread);
  }
  return builder;
}

TEST(SpeedupFinding, FasterEverywhereNamesTheRange) {
  const auto found =
      expect<FasterRange>(speedup_finding(with_speedups({{512, 2.7}, {1024, 4}, {2048, 3.5}}).run(), {}));
  EXPECT_EQ(found.subject.implementation, "flash");
  ASSERT_THAT(found.subject.devices, SizeIs(1));
  EXPECT_EQ(found.subject.devices[0].name, "First GPU");
  EXPECT_NEAR(found.least_speedup, 2.7, 1e-9);
  EXPECT_NEAR(found.greatest_speedup, 4, 1e-9);
  EXPECT_EQ(found.from_seqlen, 512);
  EXPECT_EQ(found.to_seqlen, 2048);
}

TEST(SpeedupFinding, EndsWhereTheBaselineRunsOutOfMemory) {
  auto built = with_speedups({{512, 2}, {1024, 3}});
  built.time("flash", 2048, 100).add("standard", 2048, OutOfMemory{2, 1, ""});
  EXPECT_EQ(expect<FasterRange>(speedup_finding(built.run(), {})).to_seqlen, 1024);
}

TEST(SpeedupFinding, SlowerEverywhereSaysSo) {
  const auto found = expect<SlowerRange>(speedup_finding(with_speedups({{512, 0.5}, {1024, 0.8}}).run(), {}));
  EXPECT_NEAR(found.least_speedup, 0.5, 1e-9);
  EXPECT_NEAR(found.greatest_speedup, 0.8, 1e-9);
}

TEST(SpeedupFinding, FasterFromALengthGivesTheCrossover) {
  const auto found =
      expect<FasterFrom>(speedup_finding(with_speedups({{512, 0.5}, {1024, 2}, {2048, 3}}).run(), {}));
  EXPECT_GT(found.earliest_seqlen, 512);
  EXPECT_LT(found.latest_seqlen, 1024);
  EXPECT_FALSE(found.starts_open);
  EXPECT_NEAR(found.least_speedup_at_longest, 3, 1e-9);
  EXPECT_EQ(found.longest_seqlen, 2048);
}

TEST(SpeedupFinding, IsNeutralWhereAnIntervalIncludesOneAtTheEnd) {
  EXPECT_EQ(why_neutral(speedup_finding(with_speedups({{512, 1.01}, {1024, 1.02}}, 0.2).run(), {})),
            Why::cannot_tell);
}

TEST(SpeedupFinding, IsNeutralWhilePointsAreMissing) {
  auto pending = with_speedups({{512, 2}, {1024, 3}});
  pending.pending("flash", 2048).state(RunState::running);
  EXPECT_EQ(why_neutral(speedup_finding(pending.run(), {})), Why::points_missing);

  auto failed = with_speedups({{512, 2}});
  failed.add("flash", 1024, Failed{"x"}).time("standard", 1024, 5);
  EXPECT_EQ(why_neutral(speedup_finding(failed.run(), {})), Why::points_missing);

  auto baseline_failed = with_speedups({{512, 2}});
  baseline_failed.time("flash", 1024, 5).add("standard", 1024, Failed{"x"});
  EXPECT_EQ(why_neutral(speedup_finding(baseline_failed.run(), {})), Why::points_missing);
}

TEST(SpeedupFinding, IsNeutralWithoutBaselineSamplesOrPoints) {
  EXPECT_EQ(why_neutral(speedup_finding(RunBuilder().time("flash", 512, 5).run(), {})), Why::no_baseline);
  EXPECT_EQ(why_neutral(speedup_finding(attnscope::Run{}, {})), Why::nothing_measured);
  const auto few =
      RunBuilder().add("flash", 512, measured_with(5, 0, 3)).add("standard", 512, measured_with(9, 0, 3));
  EXPECT_EQ(why_neutral(speedup_finding(few.run(), {})), Why::too_few_samples);
}

TEST(SpeedupFinding, IsNeutralWhereFlashLosesAtTheLongLengths) {
  EXPECT_EQ(why_neutral(speedup_finding(with_speedups({{512, 2}, {1024, 0.5}}).run(), {})), Why::mixed);
}

TEST(SpeedupFinding, WhoLeadsFromTheStartOvertakesNobody) {
  EXPECT_EQ(why_neutral(speedup_finding(with_speedups({{512, 2}, {1024, 0.5}, {2048, 3}}).run(), {})),
            Why::mixed);
  EXPECT_EQ(why_neutral(speedup_finding(with_speedups({{512, 2}, {1024, 1}, {2048, 3}}, 0.1).run(), {})),
            Why::cannot_tell);
}

TEST(SpeedupFinding, CoversAllDevicesOrNone) {
  auto built = with_speedups({{512, 2}, {1024, 3}});
  built.device("GPU-2", "Second GPU").on("GPU-2");
  built.time("flash", 512, 100).time("standard", 512, 500);
  built.time("flash", 1024, 100).time("standard", 1024, 600);
  const auto found = expect<FasterRange>(speedup_finding(built.run(), {}));
  EXPECT_THAT(found.subject.devices, SizeIs(2));
  EXPECT_NEAR(found.least_speedup, 2, 1e-9);
  EXPECT_NEAR(found.greatest_speedup, 6, 1e-9);

  built.device("GPU-3", "Third GPU").on("GPU-3").time("flash", 512, 100).time("standard", 512, 50);
  EXPECT_EQ(why_neutral(speedup_finding(built.run(), {})), Why::mixed);
  FindingQuestion question;
  question.device_uuid = "GPU-2";
  EXPECT_NEAR(expect<FasterRange>(speedup_finding(built.run(), question)).least_speedup, 5, 1e-9);
}

TEST(SpeedupFinding, OfTwoCrossoversTheLaterBoundsBoth) {
  auto built = with_speedups({{512, 2}, {1024, 3}});
  built.device("GPU-2", "Second GPU").on("GPU-2");
  built.time("flash", 512, 100).time("standard", 512, 50);
  built.time("flash", 1024, 100).time("standard", 1024, 200);
  const auto found = expect<FasterFrom>(speedup_finding(built.run(), {}));
  EXPECT_GT(found.earliest_seqlen, 512);
  EXPECT_NEAR(found.least_speedup_at_longest, 2, 1e-9);
  EXPECT_NEAR(found.greatest_speedup_at_longest, 3, 1e-9);
}

TEST(TimeFinding, GivesThePartOfThePublishedPeakWhereThereIsOne) {
  const auto built = with_speedups({{512, 2}});
  EXPECT_FALSE(expect<TimeAtLength>(time_finding(built.run(), {})).peak_percent) << "no such GPU is known";
  attnscope::Run known = built.run();
  known.header.environments.front().device.name = "NVIDIA H100 80GB HBM3";
  known.header.environments.front().device.multiprocessors = 132;
  const auto found = expect<TimeAtLength>(time_finding(known, {}));
  ASSERT_TRUE(found.peak_percent.has_value());
  EXPECT_NEAR(found.peak_percent->low,
              *percent_of_peak(known.header.environments.front().device, known.points.front().problem.dtype,
                               found.tflops.low),
              1e-9);
}

TEST(TimeFinding, IsOfTheSelectedLengthElseOfTheLongest) {
  auto built = with_speedups({{512, 2}, {1024, 3}});
  built.add("flash", 2048, OutOfMemory{2, 1, ""});
  const auto longest = expect<TimeAtLength>(time_finding(built.run(), {}));
  EXPECT_EQ(longest.seqlen, 1024);
  EXPECT_NEAR(longest.time_us.low, 100, 1e-9);
  EXPECT_NEAR(longest.baseline_time_us->high, 300, 1e-9);
  EXPECT_GT(longest.tflops.low, 0);
  FindingQuestion question;
  question.seqlen = 512;
  EXPECT_NEAR(expect<TimeAtLength>(time_finding(built.run(), question)).baseline_time_us->low, 200, 1e-9);
  question.seqlen = 2048;
  EXPECT_EQ(why_neutral(time_finding(built.run(), question)), Why::nothing_measured);
}

TEST(MemoryFinding, ComparesAtOneLength) {
  const auto built = RunBuilder()
                         .memory("flash", 512, 10)
                         .memory("standard", 512, 40)
                         .memory("flash", 1024, 20)
                         .memory("standard", 1024, 160);
  const auto longest = expect<MemoryRatioAtLength>(memory_finding(built.run(), {}));
  EXPECT_EQ(longest.seqlen, 1024);
  EXPECT_DOUBLE_EQ(longest.ratio.low, 8);
  FindingQuestion question;
  question.seqlen = 512;
  EXPECT_DOUBLE_EQ(expect<MemoryRatioAtLength>(memory_finding(built.run(), question)).ratio.high, 4);
}

TEST(MemoryFinding, SaysWhereTheBaselineNoLongerFits) {
  auto built = RunBuilder()
                   .memory("flash", 512, 10)
                   .memory("standard", 512, 40)
                   .memory("flash", 1024, 20)
                   .add("standard", 1024, OutOfMemory{2, 1, ""})
                   .memory("flash", 2048, 20)
                   .add("standard", 2048, OutOfMemory{2, 1, ""});
  const auto found = expect<BaselineOutOfMemory>(memory_finding(built.run(), {}));
  EXPECT_EQ(found.baseline_out_at, 1024);
  EXPECT_EQ(found.implementation_fits, 2048);
  FindingQuestion question;
  question.seqlen = 512;
  EXPECT_DOUBLE_EQ(expect<MemoryRatioAtLength>(memory_finding(built.run(), question)).ratio.low, 4);
  question.seqlen = 2048;
  EXPECT_EQ(expect<BaselineOutOfMemory>(memory_finding(built.run(), question)).baseline_out_at, 1024);
}

TEST(MemoryFinding, IsNeutralWhereNobodyWouldSeeADifference) {
  EXPECT_EQ(why_neutral(memory_finding(
                RunBuilder().memory("flash", 512, 1000).memory("standard", 512, 1004).run(), {})),
            Why::same);
  auto two = RunBuilder().memory("flash", 512, 1000).memory("standard", 512, 2000);
  two.device("GPU-2", "Second GPU").on("GPU-2").memory("flash", 512, 2000).memory("standard", 512, 1000);
  EXPECT_EQ(why_neutral(memory_finding(two.run(), {})), Why::mixed);
}

TEST(MemoryFinding, IsNeutralWithoutABaselineOrPoints) {
  EXPECT_EQ(why_neutral(memory_finding(RunBuilder().memory("flash", 512, 10).run(), {})), Why::no_baseline);
  EXPECT_EQ(why_neutral(memory_finding(attnscope::Run{}, {})), Why::nothing_measured);
}

TEST(OccupancyFinding, NamesTheThresholdAndFromWhere) {
  RunBuilder built;
  for (const auto& [seqlen, percent] :
       std::vector<std::pair<std::int64_t, double>>{{512, 66}, {1024, 91}, {2048, 96}, {4096, 98}}) {
    Measured measured = measured_with(1);
    measured.occupancy.balance_percent = percent;
    measured.occupancy.achieved_percent = percent / 5;
    built.add("flash", seqlen, measured);
  }
  const auto found = expect<OccupancyFrom>(occupancy_finding(built.run(), {}));
  EXPECT_EQ(found.kind, OccupancyKind::balance);
  EXPECT_EQ(found.percent, 95);
  EXPECT_EQ(found.from_seqlen, 2048);
  const auto low = expect<OccupancyRange>(occupancy_finding(built.run(), {}, OccupancyKind::achieved));
  EXPECT_NEAR(low.least_percent, 13.2, 1e-9);
  EXPECT_NEAR(low.greatest_percent, 19.6, 1e-9);
  built.pending("flash", 8192).state(RunState::running);
  EXPECT_EQ(why_neutral(occupancy_finding(built.run(), {})), Why::points_missing);
}

TEST(OccupancyFinding, IsNeutralWhereNothingSaysAnything) {
  EXPECT_EQ(why_neutral(occupancy_finding(RunBuilder().time("flash", 512, 1).run(), {})),
            Why::nothing_measured);
}

}  // namespace
}  // namespace attnscope
