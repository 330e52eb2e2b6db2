// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/session/paper_grid.h"

#include <gmock/gmock.h>

#include "profiler/session/command_text.h"
#include "profiler/session/peers.h"

namespace attnscope {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Description machine() {
  Description found;
  DeviceDescription cpu;
  cpu.uuid = "CPU-1";
  DeviceDescription gpu;
  gpu.uuid = "GPU-0";
  gpu.kind = DeviceKind::cuda;
  found.devices = {{cpu, {{"standard", ""}, {"flash", ""}}, false},
                   {gpu, {{"standard", ""}, {"flash", ""}, {"torch-cudnn", ""}, {"torch-math", ""}}, true}};
  return found;
}

Point measured(const std::string& implementation, const Problem& problem, double span_us) {
  Measured figures;
  for (int sample = 0; sample < 12; ++sample) {
    Sample one;
    one.span_us = span_us * (1 + 0.001 * (sample % 3 - 1));
    figures.samples.push_back(one);
  }
  return {"GPU-0", implementation, problem, figures};
}

Problem shape(std::int64_t seqlen) {
  Problem problem;
  problem.query_seqlen = problem.kv_seqlen = seqlen;
  return problem;
}

TEST(PaperGrid, HoldsThe36ShapesWithTheSameWorkInEach) {
  const Sweep grid = paper_grid(machine(), {Dtype::fp16});
  EXPECT_THAT(grid.implementations, ElementsAre("flash", "torch-cudnn"));
  const auto plans = plans_of(grid, machine());
  ASSERT_TRUE(plans) << plans.error().message;
  ASSERT_EQ(plans->size(), 1U);
  const std::vector<PlannedPoint>& points = plans->front().points;
  ASSERT_EQ(points.size(), 72U);
  EXPECT_EQ(plans->front().device_uuid, "GPU-0");
  for (std::size_t index = 0; index < points.size(); ++index) {
    const Problem& problem = points[index].problem;
    EXPECT_EQ(problem.batch * problem.kv_seqlen, 16384);
    EXPECT_EQ(problem.query_heads * problem.head_dim, 2048);
    EXPECT_EQ(points[index].implementation, index % 2 == 0 ? "flash" : "torch-cudnn") << "in turn";
  }
  EXPECT_EQ(paper_grid(machine(), {Dtype::fp16, Dtype::bf16}).shapes.size(), 12U);
}

TEST(PaperGrid, IsRepeatedByItsName) {
  Sweep grid = paper_grid(machine(), {Dtype::bf16});
  grid.device_selectors = {"cuda:0"};
  grid.python = "/opt/python 3";
  EXPECT_EQ(command_text(to_command_line(grid)).toStdString(),
            "attnscope run --device cuda:0 --grid paper --dtype bf16 --impl flash,torch-cudnn --python "
            "'/opt/python 3'");
}

TEST(CompareWithPeers, TakesTheFastestOfEachSide) {
  attnscope::Run run;
  run.points = {measured("standard", shape(512), 10),
                measured("flash", shape(512), 100),
                measured("flash-sm80", shape(512), 200),
                measured("torch-cudnn", shape(512), 120),
                measured("torch-flash", shape(512), 300),
                measured("flash", shape(1024), 100),
                measured("torch-cudnn", shape(1024), 90),
                {"GPU-0", "torch-flash", shape(1024), Unsupported{"x"}},
                measured("flash", shape(2048), 100),
                {"GPU-0", "torch-cudnn", shape(2048), Failed{"x"}},
                {"GPU-0", "flash", shape(4096), OutOfMemory{}},
                measured("torch-cudnn", shape(4096), 50)};
  const GridComparison comparison = compare_with_peers(run);
  ASSERT_EQ(comparison.rows.size(), 4U);
  const GridRow& first = comparison.rows[0];
  EXPECT_EQ(first.in_app->implementation, "flash") << "standard attention is not in the race";
  EXPECT_EQ(first.best_peer->implementation, "torch-cudnn");
  EXPECT_NEAR(first.ratio->value, 1.2, 1e-9);
  ASSERT_TRUE(first.ratio->interval);
  EXPECT_TRUE(first.ratio->interval->contains(1.2));
  EXPECT_NEAR(first.ratio_to.at("torch-flash"), 3, 1e-9);
  EXPECT_GT(first.in_app->tflops, first.best_peer->tflops);
  EXPECT_NEAR(comparison.rows[1].ratio->value, 0.9, 1e-9);
  EXPECT_FALSE(comparison.rows[2].ratio);
  EXPECT_FALSE(comparison.rows[2].best_peer);
  EXPECT_FALSE(comparison.rows[3].in_app);
  ASSERT_TRUE(comparison.best_peer);
  EXPECT_EQ(comparison.best_peer->shapes, 2U);
  EXPECT_NEAR(comparison.best_peer->geometric_mean, std::sqrt(1.2 * 0.9), 1e-9);
  EXPECT_NEAR(comparison.best_peer->lowest, 0.9, 1e-9);
  EXPECT_NEAR(comparison.best_peer->highest, 1.2, 1e-9);
  EXPECT_EQ(comparison.peers.at("torch-flash").shapes, 1U);
  EXPECT_FALSE(compare_with_peers(attnscope::Run{}).best_peer);
}

TEST(CompareWithPeers, Fp8IsNotInARaceOf16Bits) {
  attnscope::Run run;
  run.points = {measured("flash", shape(512), 100), measured("flash-fp8", shape(512), 50),
                measured("torch-cudnn", shape(512), 110)};
  EXPECT_EQ(compare_with_peers(run).rows.at(0).in_app->implementation, "flash");
}

TEST(CompareWithPeers, KeepsDevicesApart) {
  attnscope::Run run;
  run.points = {measured("flash", shape(512), 100), measured("torch-cudnn", shape(512), 120)};
  run.points[1].device_uuid = "GPU-1";
  const GridComparison comparison = compare_with_peers(run);
  EXPECT_EQ(comparison.rows.size(), 2U);
  EXPECT_FALSE(comparison.best_peer);
}

TEST(Peers, AreMeasuredByAWorkerWithAnInterpreter) {
  const Transport usual =
      with_python(ProcessTransport{{"ssh", "host"}, "attnscope-worker", {}}, "/opt/python");
  Plan plan{"GPU-0", {{"flash", shape(512)}}, {}};
  EXPECT_THAT(std::get<ProcessTransport>(transport_for(usual, plan)).arguments,
              ElementsAre("--python", "/opt/python"));
  plan.points.push_back({"torch-flash", shape(512)});
  const auto changed = std::get<ProcessTransport>(transport_for(usual, plan));
  EXPECT_THAT(changed.arguments, ElementsAre("--python", "/opt/python", "--peers"));
  EXPECT_THAT(changed.prefix, ElementsAre("ssh", "host"));
  const Transport replay = ReplayTransport{"file"};
  EXPECT_EQ(std::get<ReplayTransport>(transport_for(replay, plan)).file, "file");
  EXPECT_FALSE(is_peer("flash"));
  EXPECT_EQ(peer_names().size(), 9U);
}

TEST(Peers, ArePlannedOnGpusWhetherOrNotTheyAreThere) {
  Sweep sweep;
  sweep.shapes = {Problem{}};
  sweep.seqlens = {512};
  sweep.batch = 1;
  sweep.implementations = {"xformers"};
  sweep.device_selectors = {"cuda:0"};
  const auto plans = plans_of(sweep, machine());
  ASSERT_TRUE(plans) << plans.error().message;
  EXPECT_EQ(plans->front().points.front().implementation, "xformers");
  sweep.device_selectors = {"cpu"};
  const auto refused = plans_of(sweep, machine());
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().message, HasSubstr("there is no implementation \"xformers\" here"));
}

}  // namespace
}  // namespace attnscope
