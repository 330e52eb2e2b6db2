// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/chart_builder.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/models/fixture_runs.h"

namespace attnscope {
namespace {

using fixture::make_run;
using fixture::RunPlan;

const ChartSeries* series_named(const ChartSpec& spec, const QString& label) {
  const auto found = std::find_if(spec.series.begin(), spec.series.end(),
                                  [&label](const ChartSeries& series) { return series.label == label; });
  return found == spec.series.end() ? nullptr : &*found;
}

TEST(ChartBuilder, NoRunSaysWhatToDo) {
  const ChartSet charts = build_charts({}, {});
  for (const ChartSpec* spec : {&charts.speedup, &charts.time, &charts.memory, &charts.occupancy}) {
    EXPECT_TRUE(spec->series.empty());
    EXPECT_TRUE(spec->empty_text.contains("Run")) << spec->empty_text.toStdString();
  }
}

TEST(ChartBuilder, SpeedupLeavesOutTheBaselineAndDrawsItAsALine) {
  const attnscope::Run run = make_run({});
  const ChartSet charts = build_charts({{&run, "fixture"}}, {});
  ASSERT_NE(series_named(charts.speedup, "flash"), nullptr);
  EXPECT_EQ(series_named(charts.speedup, "standard"), nullptr);
  ASSERT_EQ(charts.speedup.lines.size(), 1U);
  EXPECT_EQ(charts.speedup.lines[0].y, 1);
  EXPECT_EQ(charts.speedup.lines[0].label, "standard");
}

TEST(ChartBuilder, PlottedTimeIsTheMedianOfThePointThatItsHandleNames) {
  const attnscope::Run run = make_run({});
  const ChartSet charts = build_charts({{&run, "fixture"}}, {});
  const ChartSeries* flash = series_named(charts.time, "flash");
  ASSERT_NE(flash, nullptr);
  for (const ChartPoint& point : flash->points) {
    const PointHandle handle = charts.handles.at(static_cast<std::size_t>(point.point_id));
    const Point& stored = run.points.at(handle.point_index);
    EXPECT_EQ(stored.implementation, "flash");
    EXPECT_EQ(static_cast<double>(stored.problem.kv_seqlen), point.x);
    EXPECT_EQ(point.y, value_of(stored, Metric::time, {})->value);
  }
}

TEST(ChartBuilder, OutOfMemoryIsAMarkAtThePrediction) {
  RunPlan plan;
  plan.seqlens = {1024, 65536};
  const attnscope::Run run = make_run(plan);
  const ChartSet charts = build_charts({{&run, "fixture"}}, {});
  const ChartSeries* standard = series_named(charts.memory, "standard");
  ASSERT_NE(standard, nullptr);
  ASSERT_EQ(standard->points.size(), 2U);
  EXPECT_EQ(standard->points[1].mark, ChartMark::out_of_memory);
  ASSERT_TRUE(standard->points[1].y.has_value());
  EXPECT_GT(*standard->points[1].y, 85e9);
  EXPECT_TRUE(standard->points[1].tooltip.contains("out of memory: needed"));
  // flash was measured there, but has nothing to be compared with.
  const ChartSeries* flash = series_named(charts.speedup, "flash");
  ASSERT_NE(flash, nullptr);
  EXPECT_EQ(flash->points.back().mark, ChartMark::no_baseline);
  EXPECT_FALSE(flash->points.back().y.has_value());
}

TEST(ChartBuilder, CapacityIsALineWithWords) {
  const attnscope::Run run = make_run({});
  const ChartSet charts = build_charts({{&run, "fixture"}}, {});
  ASSERT_EQ(charts.memory.lines.size(), 1U);
  EXPECT_TRUE(charts.memory.lines[0].warning);
  EXPECT_EQ(charts.memory.lines[0].label, "85 GB on this card");
}

TEST(ChartBuilder, TwoDevicesAreNamedAndOneCanBeIsolated) {
  RunPlan plan;
  plan.devices = 2;
  const attnscope::Run run = make_run(plan);
  ChartOptions options;
  const ChartSet both = build_charts({{&run, "fixture"}}, options);
  ASSERT_NE(series_named(both.time, "flash · GPU 1"), nullptr);
  EXPECT_EQ(series_named(both.time, "flash · GPU 1")->style.device_index, 1);
  EXPECT_TRUE(both.speedup.subtitle.contains("dashed: GPU 1"));
  options.only_device = run.header.environments[1].device.uuid;
  const ChartSet one = build_charts({{&run, "fixture"}}, options);
  EXPECT_EQ(series_named(one.time, "flash · GPU 0"), nullptr);
  ASSERT_NE(series_named(one.time, "flash"), nullptr);
  EXPECT_EQ(series_named(one.time, "flash")->style.device_index, 1) << "dash and marker stay the device's";
}

TEST(ChartBuilder, OneShapeAtATime) {
  RunPlan plan;
  plan.head_dims = {64, 128};
  const attnscope::Run run = make_run(plan);
  ChartOptions options;
  options.shape = shapes_of(run).at(1);
  const ChartSet charts = build_charts({{&run, "fixture"}}, options);
  const ChartSeries* flash = series_named(charts.time, "flash");
  ASSERT_NE(flash, nullptr);
  EXPECT_EQ(flash->points.size(), plan.seqlens.size());
  const PointHandle handle = charts.handles.at(static_cast<std::size_t>(flash->points[0].point_id));
  EXPECT_EQ(run.points.at(handle.point_index).problem.head_dim, 128);
}

TEST(ChartBuilder, PendingPointsAreGapsAndTurnTitlesNeutral) {
  RunPlan plan;
  plan.pending = 6;
  const attnscope::Run run = make_run(plan);
  const ChartSet charts = build_charts({{&run, "fixture"}}, {});
  const ChartSeries* flash = series_named(charts.time, "flash");
  ASSERT_NE(flash, nullptr);
  EXPECT_EQ(flash->points.back().mark, ChartMark::pending);
  EXPECT_EQ(charts.speedup.title, "Speed of flash against standard");
}

TEST(ChartBuilder, OverlaysAreLabelledByTheirRun) {
  const attnscope::Run run = make_run({});
  RunPlan other;
  other.id = "00000000-0000-4000-8000-000000000009";
  const attnscope::Run overlay = make_run(other);
  const ChartSet charts = build_charts({{&run, "one"}, {&overlay, "two"}}, {});
  const ChartSeries* over = series_named(charts.time, "flash · two");
  ASSERT_NE(over, nullptr);
  EXPECT_TRUE(over->style.secondary);
}

TEST(ChartBuilder, AMissingBaselineIsSaidInPlace) {
  RunPlan plan;
  plan.implementations = {"flash"};
  const attnscope::Run run = make_run(plan);
  const ChartSet charts = build_charts({{&run, "fixture"}}, {});
  EXPECT_TRUE(charts.speedup.series.empty() ||
              charts.speedup.series[0].points[0].mark == ChartMark::no_baseline);
  EXPECT_FALSE(charts.time.series.empty());
}

TEST(ChartBuilder, TitlesReadWellInOddRuns) {
  RunPlan one_length;
  one_length.seqlens = {4096};
  const attnscope::Run single = make_run(one_length);
  const ChartSet at_one = build_charts({{&single, "one"}}, {});
  EXPECT_TRUE(at_one.speedup.title.contains("faster than standard on H100 80GB, at 4k"))
      << at_one.speedup.title.toStdString();
  EXPECT_TRUE(at_one.memory.title.contains("the memory of flash at 4k")) << at_one.memory.title.toStdString();
  EXPECT_FALSE(at_one.occupancy.title.contains("from")) << at_one.occupancy.title.toStdString();

  RunPlan on_the_cpu;
  on_the_cpu.host_cpu = true;
  on_the_cpu.seqlens = {512, 1024};
  const attnscope::Run cpu = make_run(on_the_cpu);
  EXPECT_TRUE(build_charts({{&cpu, "cpu"}}, {}).speedup.title.contains("on the CPU, 512 to 1k"));

  RunPlan standard_alone;
  standard_alone.implementations = {"standard"};
  const attnscope::Run alone = make_run(standard_alone);
  const ChartSet baseline_only = build_charts({{&alone, "alone"}}, {});
  EXPECT_EQ(baseline_only.speedup.title, "Speedup over standard");
  EXPECT_TRUE(baseline_only.time.title.contains("with standard on H100 80GB"))
      << "of what there is: " << baseline_only.time.title.toStdString();
  EXPECT_EQ(baseline_only.memory.title, "Peak memory of one call");
  EXPECT_FALSE(baseline_only.memory.subtitle.contains("need the same"));

  RunPlan flash_alone;
  flash_alone.implementations = {"flash"};
  const attnscope::Run flash = make_run(flash_alone);
  const ChartSet no_baseline = build_charts({{&flash, "flash"}}, {});
  EXPECT_TRUE(no_baseline.time.title.contains("with flash on H100 80GB"));
  EXPECT_TRUE(no_baseline.memory.subtitle.contains("standard was not measured"))
      << no_baseline.memory.subtitle.toStdString();
}

TEST(ChartBuilder, PercentOfPeakIsTheThroughputOfThatDevice) {
  const attnscope::Run run = make_run({});
  ChartOptions options;
  options.speed = Metric::throughput;
  const ChartSpec rates = build_charts({{&run, "fixture"}}, options).time;
  EXPECT_EQ(rates.axis_caption, "TFLOP/s, unmasked pairs only");
  options.metric.flops = FlopConvention::causal_half;
  options.speed = Metric::percent_of_peak;
  const ChartSpec parts = build_charts({{&run, "fixture"}}, options).time;
  EXPECT_EQ(parts.axis_caption, "% of peak, FLOPs of causal as half");
  ASSERT_NE(series_named(parts, "flash"), nullptr);
  const ChartPoint& part = series_named(parts, "flash")->points.front();
  ASSERT_TRUE(part.y && part.low && part.high);
  EXPECT_LT(*part.low, *part.y);
  EXPECT_GT(*part.y, 0);
  EXPECT_LT(*part.y, 100);
}

TEST(ChartBuilder, APeakThatNobodyPublishesIsSaid) {
  RunPlan plan;
  plan.host_cpu = true;
  const attnscope::Run run = make_run(plan);
  ChartOptions options;
  options.speed = Metric::percent_of_peak;
  const ChartSpec chart = build_charts({{&run, "fixture"}}, options).time;
  EXPECT_TRUE(chart.series.empty());
  EXPECT_TRUE(chart.empty_text.contains("No peak is known"));
}

TEST(ChartBuilder, AxesAreLogarithmicAsChosen) {
  const attnscope::Run run = make_run({});
  ChartOptions options;
  EXPECT_EQ(build_charts({{&run, "fixture"}}, options).time.scale, ValueScale::log10);
  EXPECT_FALSE(build_charts({{&run, "fixture"}}, options).time.linear_lengths);
  options.logarithmic = {Metric::speedup, Metric::tile_occupancy};
  options.linear_lengths = true;
  const ChartSet charts = build_charts({{&run, "fixture"}}, options);
  EXPECT_EQ(charts.time.scale, ValueScale::linear_from_zero);
  EXPECT_FALSE(charts.time.subtitle.contains("log scale"));
  EXPECT_EQ(charts.speedup.scale, ValueScale::log2);
  EXPECT_TRUE(charts.speedup.subtitle.contains("log scale"));
  EXPECT_EQ(charts.occupancy.scale, ValueScale::linear_from_zero) << "parts of a whole";
  for (const ChartSpec* spec : {&charts.speedup, &charts.time, &charts.memory, &charts.occupancy}) {
    EXPECT_TRUE(spec->linear_lengths);
  }
}

/// The run with flash slower by half at the shortest length.
attnscope::Run crossing_run() {
  attnscope::Run run = make_run({});
  for (Point& point : run.points) {
    if (point.implementation == "flash" && point.problem.kv_seqlen == 512) {
      for (Sample& sample : std::get<Measured>(point.outcome).samples) {
        sample.span_us *= 10;
      }
    }
  }
  return run;
}

TEST(ChartBuilder, TheCrossoverIsMarkedWithItsInterval) {
  EXPECT_TRUE([] {
    const attnscope::Run run = make_run({});
    return build_charts({{&run, "fixture"}}, {}).speedup.length_marks.empty();
  }()) << "faster at every length";
  const attnscope::Run run = crossing_run();
  const ChartSet charts = build_charts({{&run, "fixture"}}, {});
  ASSERT_EQ(charts.speedup.length_marks.size(), 1U);
  const LengthMark& mark = charts.speedup.length_marks.front();
  ASSERT_TRUE(mark.at && mark.low && mark.high);
  EXPECT_GT(*mark.low, 512);
  EXPECT_LT(*mark.low, *mark.at);
  EXPECT_LT(*mark.at, *mark.high);
  EXPECT_LT(*mark.high, 1024);
  EXPECT_TRUE(mark.label.startsWith("crossover ")) << mark.label.toStdString();
  EXPECT_TRUE(charts.speedup.title.startsWith("flash overtakes standard on H100 80GB at "))
      << charts.speedup.title.toStdString();
  EXPECT_TRUE(charts.time.length_marks.empty());
}

TEST(ChartBuilder, ARunThatJoinsIsDrawnAsTheFirstOnesOwn) {
  const attnscope::Run run = make_run({});
  RunPlan finer;
  finer.id = "00000000-0000-4000-8000-000000000009";
  finer.seqlens = {640, 768, 1024};
  const attnscope::Run between = make_run(finer);
  const ChartSet charts = build_charts({{&run, "one"}, {&between, "two", true}}, {});
  ASSERT_EQ(charts.time.series.size(), build_charts({{&run, "one"}}, {}).time.series.size());
  const ChartSeries* flash = series_named(charts.time, "flash");
  ASSERT_NE(flash, nullptr);
  ASSERT_EQ(flash->points.size(), 10U) << "1,024 was there already";
  EXPECT_EQ(flash->points[1].x, 640);
  const PointHandle handle = charts.handles.at(static_cast<std::size_t>(flash->points[1].point_id));
  EXPECT_EQ(handle.run, 1U);
  EXPECT_EQ(between.points.at(handle.point_index).problem.kv_seqlen, 640);
}

TEST(ChartBuilder, SameRunSameCharts) {
  const attnscope::Run run = make_run({});
  const ChartSet one = build_charts({{&run, "fixture"}}, {});
  const ChartSet two = build_charts({{&run, "fixture"}}, {});
  EXPECT_EQ(one.speedup.title, two.speedup.title);
  ASSERT_EQ(one.speedup.series.size(), two.speedup.series.size());
  EXPECT_EQ(one.speedup.series[0].points[0].low, two.speedup.series[0].points[0].low);
}

}  // namespace
}  // namespace attnscope
