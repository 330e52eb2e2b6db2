// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// What bounds a point: on the shipped runs of a real H100, and on made-up points for what those do not show.
#include "profiler/analysis/bound.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "profiler/store/store.h"
#include "tests/unit/analysis/run_builder.h"

namespace attnscope {
namespace {

using ::testing::ElementsAre;
using testing::measured_with;
using testing::problem_at;

/// The sample run of one head dim.
Run sample_run(std::int64_t head_dim) {
  const std::filesystem::path path =
      std::filesystem::path(ATTNSCOPE_SOURCE_DIR) / "resources/samples/h100.db";
  Store store = Store::open(path, OpenMode::read_only).value();
  const std::vector<RunSummary> summaries = store.runs().value();
  for (const RunSummary& summary : summaries) {
    Run run = store.load(summary.header.id).value();
    if (run.points.front().problem.head_dim == head_dim) return run;
  }
  return {};
}

Bound bound_in(const Run& run, const std::string& implementation, std::int64_t seqlen, bool causal) {
  for (const Point& point : run.points) {
    if (point.implementation == implementation && point.problem.kv_seqlen == seqlen &&
        point.problem.causal == causal) {
      return bound_of(point, run.header.environments.front(), nullptr).value();
    }
  }
  ADD_FAILURE() << implementation << " at " << seqlen << " is not in the sample";
  return {};
}

std::vector<Resource> resources_of(const Bound& bound) {
  const auto* by = std::get_if<BoundByResources>(&bound.cause);
  return by != nullptr ? by->resources : std::vector<Resource>();
}

double percent_of(const Bound& bound, Resource resource) {
  for (const ResourceUse& use : bound.uses) {
    if (use.resource == resource) return use.percent;
  }
  return -1;
}

TEST(BoundOfTheSample, TensorCoresBindFlashOfHeadDim128) {
  const Bound bound = bound_in(sample_run(128), "flash", 16384, false);
  EXPECT_THAT(resources_of(bound), ElementsAre(Resource::tensor_cores));
  EXPECT_NEAR(percent_of(bound, Resource::tensor_cores), 84, 1);
  // One exponential takes as long as 8 · head dim of tensor FLOPs on this GPU: half as much at 128.
  EXPECT_NEAR(percent_of(bound, Resource::exponentials), 42, 1);
  EXPECT_LT(percent_of(bound, Resource::memory), 5);
  EXPECT_TRUE(bound.uses.front().counted);
}

TEST(BoundOfTheSample, ExponentialsBindFlashOfHeadDim64AsMuchAsTensorCores) {
  const Bound bound = bound_in(sample_run(64), "flash", 16384, false);
  EXPECT_THAT(resources_of(bound), ElementsAre(Resource::tensor_cores, Resource::exponentials));
}

TEST(BoundOfTheSample, MemoryBindsStandardAttentionAndShortFlash) {
  const attnscope::Run run = sample_run(128);
  EXPECT_THAT(resources_of(bound_in(run, "standard", 4096, false)), ElementsAre(Resource::memory));
  EXPECT_THAT(resources_of(bound_in(run, "flash", 256, true)), ElementsAre(Resource::memory));
}

TEST(BoundOfTheSample, ThePowerCapIsNamedWhereItHeldTheClock) {
  const attnscope::Run run = sample_run(128);
  const Bound held = bound_in(run, "flash", 65536, false);
  ASSERT_TRUE(held.clock.has_value());
  EXPECT_EQ(held.clock->reason, Throttle::power_cap);
  EXPECT_NEAR(held.clock->sm_clock_mhz, 1470, 1);
  EXPECT_EQ(held.clock->max_sm_clock_mhz, 1980);
  EXPECT_FALSE(bound_in(run, "flash", 4096, false).clock.has_value());
}

Environment h100() {
  Environment environment;
  environment.device.uuid = "GPU-1";
  environment.device.kind = DeviceKind::cuda;
  environment.device.name = "NVIDIA H100 80GB HBM3";
  environment.device.multiprocessors = 132;
  return environment;
}

Measured with_grid(double median_us, std::int64_t blocks) {
  Measured measured = measured_with(median_us);
  KernelRecord kernel;
  kernel.grid[0] = blocks;
  kernel.threads_per_block = 128;
  kernel.duration_us = median_us;
  measured.kernels = {kernel};
  for (Sample& sample : measured.samples) sample.sm_clock_mhz = 1000;
  return measured;
}

TEST(Bound, WithoutCountersUsesAreWhatTheProblemNeedsAtLeast) {
  const CeilingMeasurement measured{{"GPU-1", 500.0, {}, {}, {}, 2e12, {}}, 1};
  const Bound bound =
      bound_of({"GPU-1", "flash", problem_at(1024), with_grid(40, 1000)}, h100(), &measured).value();
  // 8.59 GFLOP in 40 µs of 500 TFLOP/s; 16 · 1,024² exponentials of 16 an SM and clock; 16 MiB of 2 TB/s.
  EXPECT_NEAR(percent_of(bound, Resource::tensor_cores), 42.95, 0.01);
  EXPECT_NEAR(percent_of(bound, Resource::exponentials), 100 * 16777216 / (16 * 132 * 1000 * 40.0), 0.01);
  EXPECT_NEAR(percent_of(bound, Resource::memory), 20.97, 0.01);
  EXPECT_FALSE(bound.uses.front().counted);
  EXPECT_TRUE(std::holds_alternative<BoundUnknown>(bound.cause));
}

TEST(Bound, TooFewTilesAreLatency) {
  const Bound bound =
      bound_of({"GPU-1", "flash", problem_at(128), with_grid(20, 16)}, h100(), nullptr).value();
  ASSERT_TRUE(std::holds_alternative<BoundByFewTiles>(bound.cause));
  EXPECT_EQ(std::get<BoundByFewTiles>(bound.cause).tiles, 16);
  EXPECT_EQ(std::get<BoundByFewTiles>(bound.cause).multiprocessors, 132);
}

TEST(Bound, AShortCallIsLatencyAPoorlyFilledOneTheTail) {
  const Point short_call{"GPU-1", "flash", problem_at(256), with_grid(8, 500)};
  EXPECT_TRUE(std::holds_alternative<BoundByLatency>(bound_of(short_call, h100(), nullptr)->cause));

  Measured uneven = with_grid(100, 140);
  uneven.occupancy.wave_fill_percent = 53;
  const Bound tail = bound_of({"GPU-1", "flash", problem_at(1024), uneven}, h100(), nullptr).value();
  ASSERT_TRUE(std::holds_alternative<BoundByTail>(tail.cause));
  EXPECT_EQ(std::get<BoundByTail>(tail.cause).percent, 53);

  uneven.occupancy.measured_balance_percent = 96;  // What was measured tells more than the arithmetic.
  const Bound even = bound_of({"GPU-1", "flash", problem_at(1024), uneven}, h100(), nullptr).value();
  EXPECT_TRUE(std::holds_alternative<BoundUnknown>(even.cause));
}

TEST(Bound, OfTheHostCpuNothingIsKnownAndOfAFailedPointNothingSaid) {
  Environment host;
  host.device.kind = DeviceKind::host_cpu;
  const Bound bound = bound_of({"CPU-1", "flash", problem_at(64), measured_with(5)}, host, nullptr).value();
  EXPECT_TRUE(bound.uses.empty());
  EXPECT_TRUE(std::holds_alternative<BoundUnknown>(bound.cause));
  EXPECT_FALSE(bound_of({"GPU-1", "flash", problem_at(64), Failed{"x"}}, h100(), nullptr).has_value());
}

}  // namespace
}  // namespace attnscope
