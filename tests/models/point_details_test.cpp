// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/point_details.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/models/fixture_runs.h"
#include "ui/models/sweep_control.h"
#include "ui/models/sweep_setup.h"

namespace attnscope {
namespace {

std::size_t index_of(const Run& run, const std::string& implementation, std::int64_t seqlen) {
  const auto found = std::find_if(run.points.begin(), run.points.end(), [&](const Point& point) {
    return point.implementation == implementation && point.problem.kv_seqlen == seqlen;
  });
  return static_cast<std::size_t>(found - run.points.begin());
}

const DetailRow* row_named(const PointDetails& details, const QString& label) {
  const auto found = std::find_if(details.rows.begin(), details.rows.end(),
                                  [&label](const DetailRow& row) { return row.label == label; });
  return found == details.rows.end() ? nullptr : &*found;
}

TEST(PointDetails, AMeasuredPointHasFiguresMetersAndKernels) {
  const attnscope::Run run = fixture::make_run({});
  const PointDetails details = details_of(run, index_of(run, "flash", 8192), {});
  EXPECT_EQ(details.title, "flash at 8,192");
  EXPECT_TRUE(details.subtitle.startsWith("GPU 0 · H100 80GB · batch 2"));
  EXPECT_TRUE(details.outcome.isEmpty());
  ASSERT_NE(row_named(details, "Against standard"), nullptr);
  EXPECT_TRUE(row_named(details, "Against standard")->value.endsWith("faster"));
  EXPECT_EQ(row_named(details, "Against standard")->tone, Tone::good);
  EXPECT_EQ(row_named(details, "Error to fp64 (RMS)")->value, "2.1e-4");
  EXPECT_EQ(details.meters.size(), 4U);
  EXPECT_TRUE(details.occupancy_note.startsWith("Limited by registers: 2 blocks of 128 threads"));
  ASSERT_EQ(details.kernels.size(), 1U);
  EXPECT_EQ(details.kernels[0].name, "flash_forward_sm80_d128_causal");
}

TEST(PointDetails, TheBaselineIsNotComparedWithItself) {
  const attnscope::Run run = fixture::make_run({});
  const PointDetails details = details_of(run, index_of(run, "standard", 8192), {});
  EXPECT_EQ(row_named(details, "Against standard"), nullptr);
}

TEST(PointDetails, OutOfMemorySaysHowMuchWasNeeded) {
  fixture::RunPlan plan;
  plan.seqlens = {65536};
  const attnscope::Run run = fixture::make_run(plan);
  const PointDetails details = details_of(run, index_of(run, "standard", 65536), {});
  EXPECT_TRUE(details.outcome.startsWith("Out of memory: needed")) << details.outcome.toStdString();
  EXPECT_TRUE(details.rows.empty());
}

TEST(SweepSetup, AnEstimateNamesLengthsThatDoNotFit) {
  const Description description = fixture::make_description(1);
  SweepSetup setup;
  setup.device_uuids = {description.devices[0].device.uuid};
  setup.shape.query_heads = setup.shape.kv_heads = 32;
  setup.longest = 65536;
  setup.implementations = {"standard", "standard-eager", "flash"};
  const Sweep sweep = sweep_of(setup, description);
  EXPECT_EQ(sweep.seqlens.size(), 8U);
  EXPECT_EQ(sweep.device_selectors, std::vector<std::string>{"cuda:0"});
  const auto plans = plans_of(sweep, description);
  ASSERT_TRUE(plans.has_value());
  const SweepEstimate estimate = estimate_of(*plans, description);
  EXPECT_EQ(estimate.points, 24);
  EXPECT_GT(estimate.seconds, 0);
  const QString words = estimate_label(estimate);
  EXPECT_TRUE(words.startsWith("24 points, ")) << words.toStdString();
  EXPECT_TRUE(words.contains("Not expected to fit: ")) << words.toStdString();
  EXPECT_TRUE(words.contains("standard at 64k")) << words.toStdString();
}

TEST(SweepSetup, ComesBackFromItsSweep) {
  const Description description = fixture::make_description(2);
  SweepSetup setup = setup_of(default_sweep(description), description);
  setup.python = "/opt/python";
  const Sweep again = sweep_of(setup, description);
  EXPECT_TRUE(to_command_line(again).join(' ').contains("--python /opt/python"));
  EXPECT_EQ(again.seqlens, default_sweep(description).seqlens);
  EXPECT_EQ(again.implementations, default_sweep(description).implementations);
}

TEST(MissingLibraries, AreNamedWithTheirGpuAndFix) {
  EXPECT_FALSE(missing_libraries(fixture::make_description(1)).has_value());
  EXPECT_FALSE(missing_libraries(fixture::make_description(0)).has_value()) << "no driver, no bar";
  const auto missing = missing_libraries(fixture::make_description(1, true));
  ASSERT_TRUE(missing.has_value());
  EXPECT_EQ(missing->gpu, "NVIDIA H100 80GB HBM3");
  EXPECT_TRUE(missing->fix.startsWith("python3 -m pip install"));
}

}  // namespace
}  // namespace attnscope
