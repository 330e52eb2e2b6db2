// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Series, speedups, crossovers and predictions from runs whose figures are known.
#include "profiler/analysis/metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "tests/unit/analysis/run_builder.h"

namespace attnscope {
namespace {

using attnscope::testing::measured_with;
using attnscope::testing::problem_at;
using attnscope::testing::RunBuilder;
using ::testing::DoubleNear;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const Series& series_named(const std::vector<Series>& all, const std::string& implementation) {
  for (const Series& series : all) {
    if (series.implementation == implementation) {
      return series;
    }
  }
  ADD_FAILURE() << "no series of " << implementation;
  return all.front();
}

TEST(SeriesOf, SortsByLengthAndPointsBackIntoTheRun) {
  const auto built = RunBuilder().time("flash", 2048, 40).time("standard", 512, 9).time("flash", 512, 3);
  const std::vector<Series> all = series_of(built.run(), Metric::time, {});
  ASSERT_THAT(all, SizeIs(2));
  const Series& flash = series_named(all, "flash");
  EXPECT_EQ(flash.run_id, "run-1");
  EXPECT_EQ(flash.device_name, "First GPU");
  ASSERT_THAT(flash.values, SizeIs(2));
  EXPECT_EQ(flash.values[0].seqlen, 512);
  EXPECT_EQ(flash.values[0].point_index, 2U);
  EXPECT_DOUBLE_EQ(flash.values[0].estimate->value, 3);
  EXPECT_EQ(flash.values[1].point_index, 0U);
  EXPECT_TRUE(flash.values[1].estimate->interval->contains(40));
}

TEST(SeriesOf, KeepsDevicesApartInTheOrderOfTheRun) {
  const auto built = RunBuilder()
                         .device("GPU-2", "Second GPU")
                         .on("GPU-2")
                         .time("flash", 512, 6)
                         .on("GPU-1")
                         .time("flash", 512, 3)
                         .on("GPU-3")
                         .time("flash", 512, 4);
  const std::vector<Series> all = series_of(built.run(), Metric::time, {});
  ASSERT_THAT(all, SizeIs(3));
  EXPECT_EQ(all[0].device_uuid, "GPU-1");
  EXPECT_EQ(all[1].device_name, "Second GPU");
  EXPECT_EQ(all[2].device_name, "GPU-3") << "a device without an environment goes by its UUID";
}

TEST(SeriesOf, KeepsShapesApart) {
  Problem causal = problem_at(512);
  causal.causal = true;
  const auto built =
      RunBuilder().time("flash", 512, 6).add("flash", causal, measured_with(3)).time("flash", 1024, 9);
  EXPECT_THAT(series_of(built.run(), Metric::time, {}), SizeIs(2));
  ASSERT_THAT(shapes_of(built.run()), SizeIs(2));
  const attnscope::Run selected = select_shape(built.run(), causal);
  EXPECT_THAT(selected.points, SizeIs(1));
  EXPECT_THAT(select_shape(built.run(), problem_at(4096)).points, SizeIs(2)) << "lengths do not matter";
}

TEST(SeriesOf, SaysWhyThereIsNoValue) {
  auto built = RunBuilder()
                   .time("flash", 512, 6)
                   .add("flash", 1024, OutOfMemory{10, 5, "too big"})
                   .add("flash", 2048, Unsupported{"no such kernel"})
                   .add("flash", 4096, Failed{"signal 11"})
                   .add("flash", 8192, Cancelled{})
                   .add("flash", 16384, Measured{})
                   .pending("flash", 32768);
  const auto gaps = [&built] {
    std::vector<Gap> found;
    const std::vector<Series> all = series_of(built.run(), Metric::time, {});
    for (const SeriesValue& value : all.at(0).values) {
      found.push_back(value.gap);
      EXPECT_EQ(value.estimate.has_value(), value.gap == Gap::none) << value.seqlen;
    }
    return found;
  };
  EXPECT_THAT(gaps(), ElementsAre(Gap::none, Gap::out_of_memory, Gap::unsupported, Gap::failed,
                                  Gap::cancelled, Gap::not_measured, Gap::not_measured));
  built.state(RunState::running);
  EXPECT_EQ(gaps().back(), Gap::pending);
  const std::vector<Series> all = series_of(built.run(), Metric::time, {});
  EXPECT_EQ(all[0].values[2].detail, "no such kernel");
  EXPECT_EQ(all[0].values[3].detail, "signal 11");
}

TEST(SeriesOf, ThroughputCountsFlopsAsTheConventionSays) {
  Problem problem = problem_at(4);
  problem.batch = 2;
  problem.query_heads = 3;
  problem.kv_heads = 3;
  problem.head_dim = 16;
  problem.causal = true;
  const auto built = RunBuilder().add("flash", problem, measured_with(1e-3));
  // 10 of 16 pairs are visible: 4 · 16 · 10 · 6 heads = 3,840 FLOPs in 1 ns; by the papers' half, 8 pairs.
  MetricOptions options;
  EXPECT_NEAR(series_of(built.run(), Metric::throughput, options)[0].values[0].estimate->value, 3.84, 1e-9);
  options.flops = FlopConvention::causal_half;
  const Estimate half = *series_of(built.run(), Metric::throughput, options)[0].values[0].estimate;
  EXPECT_NEAR(half.value, 3.072, 1e-9);
  EXPECT_LT(half.interval->low, half.value);
  EXPECT_GT(half.interval->high, half.value);
}

TEST(SeriesOf, SpeedupIsAgainstTheSameProblemOnTheSameDevice) {
  const auto built = RunBuilder()
                         .device("GPU-2", "Second GPU")
                         .time("flash", 512, 2)
                         .time("standard", 512, 5)
                         .time("standard-eager", 512, 8)
                         .on("GPU-2")
                         .time("flash", 512, 3)
                         .time("standard", 1024, 5);
  const std::vector<Series> all = series_of(built.run(), Metric::speedup, {});
  EXPECT_NEAR(series_named(all, "flash").values[0].estimate->value, 2.5, 1e-9);
  EXPECT_NEAR(series_named(all, "standard-eager").values[0].estimate->value, 5.0 / 8, 1e-9);
  for (const Series& series : all) {
    EXPECT_NE(series.implementation, "standard") << "a baseline is not drawn against itself";
  }
  EXPECT_EQ(all.back().device_uuid, "GPU-2");
  EXPECT_EQ(all.back().values[0].gap, Gap::no_baseline);
  EXPECT_EQ(all.back().values[0].baseline_gap, Gap::not_measured);

  MetricOptions eager;
  eager.baseline = "standard-eager";
  EXPECT_NEAR(series_named(series_of(built.run(), Metric::speedup, eager), "flash").values[0].estimate->value,
              4, 1e-9);
  EXPECT_NEAR(speedup_of(built.run(), built.run().points[0], "standard")->value, 2.5, 1e-9);
  EXPECT_FALSE(speedup_of(built.run(), built.run().points[3], "standard").has_value());
}

TEST(SeriesOf, SpeedupTellsWhatBecameOfTheBaseline) {
  const auto built = RunBuilder()
                         .time("flash", 512, 2)
                         .add("standard", 512, OutOfMemory{10, 5, ""})
                         .time("flash", 1024, 2)
                         .pending("standard", 1024)
                         .state(RunState::running);
  const Series flash = series_of(built.run(), Metric::speedup, {}).at(0);
  EXPECT_EQ(flash.values[0].gap, Gap::no_baseline);
  EXPECT_EQ(flash.values[0].baseline_gap, Gap::out_of_memory);
  EXPECT_EQ(flash.values[1].baseline_gap, Gap::pending);
}

TEST(SeriesOf, MemoryIsDrawnWhereItWouldHaveBeen) {
  Measured measured = measured_with(1);
  measured.memory.peak_bytes = 4096;
  measured.memory.input_bytes = 1000;
  measured.memory.predicted_bytes = 4000;
  const auto built = RunBuilder()
                         .add("standard", 512, measured)
                         .add("standard", 1024, OutOfMemory{10, 5, ""})
                         .pending("standard", 2048);
  const Series series = series_of(built.run(), Metric::peak_memory, {}).at(0);
  EXPECT_EQ(series.values[0].estimate->value, 4096);
  EXPECT_EQ(series.values[0].predicted, 4000);
  EXPECT_FALSE(series.values[1].estimate.has_value());
  EXPECT_EQ(series.values[1].predicted,
            static_cast<double>(predicted_memory("standard", problem_at(1024)).peak()));
  EXPECT_TRUE(series.values[2].predicted.has_value());
  const std::uint64_t needed = input_bytes(problem_at(1024)) + 777;
  const auto said = RunBuilder().add("standard", 1024, OutOfMemory{needed, 5, ""});
  EXPECT_EQ(series_of(said.run(), Metric::peak_memory, {}).at(0).values[0].predicted, 777);

  MetricOptions with_inputs;
  with_inputs.memory_with_inputs = true;
  EXPECT_EQ(series_of(built.run(), Metric::peak_memory, with_inputs).at(0).values[0].estimate->value, 5096);
}

TEST(SeriesOf, OccupancyHasASeriesForEachKindThatHasValues) {
  Measured measured = measured_with(1);
  measured.occupancy.theoretical_percent = 25;
  measured.occupancy.mask_density_percent = 97.5;
  Measured other = measured_with(1);
  other.occupancy.theoretical_percent = 50;
  const auto built = RunBuilder()
                         .add("flash", 512, measured)
                         .add("flash", 1024, other)
                         .add("standard", 512, measured_with(1));
  const std::vector<Series> all = series_of(built.run(), Metric::tile_occupancy, {});
  ASSERT_THAT(all, SizeIs(2));
  EXPECT_EQ(all[0].occupancy, OccupancyKind::theoretical);
  EXPECT_EQ(all[0].values[1].estimate->value, 50);
  EXPECT_EQ(all[1].occupancy, OccupancyKind::mask_density);
  EXPECT_EQ(all[1].values[0].estimate->value, 97.5);
  EXPECT_EQ(all[1].values[1].gap, Gap::not_measured);
}

TEST(SeriesOf, AnEmptyRunHasNone) {
  for (const Metric metric :
       {Metric::time, Metric::throughput, Metric::speedup, Metric::peak_memory, Metric::tile_occupancy}) {
    EXPECT_THAT(series_of(attnscope::Run{}, metric, {}), IsEmpty());
  }
}

Series speedups(const std::vector<std::pair<std::int64_t, Estimate>>& values) {
  Series series;
  for (const auto& [seqlen, estimate] : values) {
    SeriesValue value;
    value.seqlen = seqlen;
    value.estimate = estimate;
    series.values.push_back(value);
  }
  return series;
}

Estimate sure(double value) {
  return {value, Interval{value * 0.99, value * 1.01}};
}

TEST(CrossoverOf, LiesWhereTheLineBetweenPointsCrossesOne) {
  // From ½ to 2 over one doubling: half-way in log2, so at 512·√2.
  const Crossover crossover = crossover_of(speedups({{256, sure(0.25)}, {512, sure(0.5)}, {1024, sure(2)}}));
  EXPECT_EQ(crossover.kind, Crossover::Kind::at);
  EXPECT_NEAR(crossover.seqlen, 512 * std::sqrt(2.0), 1e-6);
  ASSERT_TRUE(crossover.interval.has_value());
  EXPECT_LT(crossover.interval->low, crossover.seqlen);
  EXPECT_GT(crossover.interval->high, crossover.seqlen);
  EXPECT_GT(crossover.interval->low, 512);
  EXPECT_LT(crossover.interval->high, 1024);
}

TEST(CrossoverOf, KnowsAlwaysNeverAndUnknown) {
  const Crossover always = crossover_of(speedups({{512, sure(1.5)}, {1024, sure(2)}}));
  EXPECT_EQ(always.kind, Crossover::Kind::below_shortest);
  EXPECT_EQ(always.shortest_measured, 512);
  EXPECT_FALSE(always.interval.has_value());
  EXPECT_EQ(crossover_of(speedups({{512, sure(0.5)}, {1024, sure(0.9)}})).kind, Crossover::Kind::never);
  EXPECT_EQ(crossover_of(speedups({{512, sure(0.5)}, {1024, sure(1.005)}})).kind, Crossover::Kind::unknown);
  EXPECT_EQ(crossover_of(speedups({{512, sure(0.5)}, {1024, sure(0.999)}})).kind, Crossover::Kind::unknown);
  EXPECT_EQ(crossover_of(Series{}).kind, Crossover::Kind::unknown);
}

TEST(CrossoverOf, CountsTheLastCrossing) {
  const Crossover crossover = crossover_of(
      speedups({{256, sure(2)}, {512, sure(2)}, {1024, sure(0.5)}, {2048, sure(2)}, {4096, sure(4)}}));
  EXPECT_EQ(crossover.kind, Crossover::Kind::at);
  EXPECT_NEAR(crossover.seqlen, 1024 * std::sqrt(2.0), 1e-6);
}

TEST(CrossoverOf, IsUncertainWhereTheShortestLengthIs) {
  const Crossover crossover =
      crossover_of(speedups({{512, {1.1, Interval{0.9, 1.3}}}, {1024, {2, Interval{1.8, 2.2}}}}));
  EXPECT_EQ(crossover.kind, Crossover::Kind::below_shortest);
  ASSERT_TRUE(crossover.interval.has_value());
  EXPECT_EQ(crossover.interval->low, 512);
  EXPECT_THAT(crossover.interval->high,
              DoubleNear(512 * std::exp2(-std::log2(0.9) / (std::log2(1.8) - std::log2(0.9))), 1e-6));
}

TEST(CrossoverOf, WithoutIntervalsThereIsNoneOfItself) {
  const Crossover crossover = crossover_of(speedups({{512, {0.5, {}}}, {1024, {2, {}}}}));
  EXPECT_EQ(crossover.kind, Crossover::Kind::at);
  EXPECT_FALSE(crossover.interval.has_value());
}

TEST(PredictedMemory, HasTheSquareTermOnlyForStandard) {
  Problem problem = problem_at(1024);
  problem.query_heads = 32;
  problem.kv_heads = 8;
  problem.head_dim = 64;
  const std::uint64_t elements_of_output = 32ULL * 1024 * 64;
  const std::uint64_t scores = 32ULL * 1024 * 1024 * 2;
  EXPECT_EQ(predicted_memory("flash", problem).peak(), elements_of_output * 2);
  EXPECT_EQ(predicted_memory("standard", problem).peak(), elements_of_output * 2 + scores);
  EXPECT_EQ(predicted_memory("standard-eager", problem).scratch_bytes,
            2 * scores + 2 * elements_of_output * 2);
  EXPECT_EQ(predicted_memory("standard", problem, DeviceKind::host_cpu).scratch_bytes, 2 * scores);
  EXPECT_EQ(predicted_total_bytes("flash", problem),
            elements_of_output * 2 + elements_of_output * 2 + 2 * (8ULL * 1024 * 64 * 2));
  // Four times the memory at twice the length, as soon as scores dominate.
  EXPECT_NEAR(static_cast<double>(predicted_total_bytes("standard", problem_at(65536))) /
                  static_cast<double>(predicted_total_bytes("standard", problem_at(32768))),
              4, 0.05);
}

TEST(EstimatedPointSeconds, GrowsWithTheWorkAndFollowsMeasuredPoints) {
  DeviceDescription device;
  device.uuid = "GPU-1";
  device.kind = DeviceKind::cuda;
  device.multiprocessors = 132;
  const MeasurementOptions options;
  const PlannedPoint small{"flash", problem_at(1024)};
  const PlannedPoint large{"flash", problem_at(131072)};
  EXPECT_GT(estimated_point_seconds(device, small, options), 0);
  EXPECT_LT(estimated_point_seconds(device, small, options), 2);
  EXPECT_GT(estimated_point_seconds(device, large, options), estimated_point_seconds(device, small, options));

  // Measured at 0.5 s a call; four times the FLOPs take about 2 s a call, at least 10 of them.
  const auto built = RunBuilder().time("flash", 2048, 5e5).time("standard", 2048, 1);
  const PlannedPoint doubled{"flash", problem_at(4096)};
  const double seconds = estimated_point_seconds(device, doubled, options, built.run().points);
  EXPECT_GT(seconds, 20);
  EXPECT_LT(seconds, 40);
  device.uuid = "GPU-2";
  EXPECT_LT(estimated_point_seconds(device, doubled, options, built.run().points), 5);
}

}  // namespace
}  // namespace attnscope
