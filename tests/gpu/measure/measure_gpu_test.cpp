// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// The worker on a real GPU: what is measured, what is refused, and what a broken kernel costs.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>

#include "kernels/problem/cost.h"
#include "profiler/measure/worker.h"
#include "tests/unit/measure/worker_process.h"

namespace attnscope {
namespace {

using testing::EndsWith;
using testing::HasSubstr;

class MeasureOnGpu : public testing::Test {
 protected:
  MeasureOnGpu() {
    std::string pattern = testing::TempDir() + "attnscope-gpu-XXXXXX";
    folder = mkdtemp(pattern.data());
    arguments = {"--lock-dir", folder, "--load", ATTNSCOPE_FAULTY_LIBRARY};
  }
  ~MeasureOnGpu() override { std::filesystem::remove_all(folder); }

  void SetUp() override {
    WorkerProcess worker(arguments);
    worker.send(DescribeRequest{});
    const auto answer = worker.next_of<DescriptionEvent>();
    ASSERT_TRUE(answer);
    if (answer->description.devices.size() < 2) GTEST_SKIP() << "there is no GPU on this machine";
    gpu = answer->description.devices.front();
  }

  static Problem problem(std::int64_t seqlen, std::int64_t head_dim = 128, Dtype dtype = Dtype::fp16) {
    Problem made;
    made.batch = std::max<std::int64_t>(1, 16384 / seqlen);
    made.query_heads = made.kv_heads = 2048 / head_dim;
    made.query_seqlen = made.kv_seqlen = seqlen;
    made.head_dim = head_dim;
    made.dtype = dtype;
    return made;
  }
  MeasureRequest plan(const std::vector<PlannedPoint>& points) const {
    MeasureRequest request;
    request.plan.device_uuid = gpu.device.uuid;
    request.plan.points = points;
    return request;
  }
  std::vector<PointFinished> measure(WorkerProcess& worker, const std::vector<PlannedPoint>& points) const {
    worker.send(plan(points));
    std::vector<PointFinished> finished;
    while (finished.size() < points.size()) {
      auto one = worker.next_of<PointFinished>(std::chrono::seconds(60));
      if (!one) break;
      finished.push_back(*std::move(one));
    }
    EXPECT_EQ(finished.size(), points.size());
    return finished;
  }
  /// Each a kernel of its own.
  static std::vector<Problem> variants() {
    std::vector<Problem> made;
    for (const std::int64_t head_dim : {64, 128, 256}) {
      for (const Dtype dtype : {Dtype::fp16, Dtype::bf16}) {
        for (const bool causal : {false, true}) {
          made.push_back(problem(2048, head_dim, dtype));
          made.back().batch = 1;
          made.back().causal = causal;
        }
      }
    }
    return made;
  }
  /// What all forms of the in-app kernel have in common: "_fp16_d64_causal".
  static std::string end_of_kernel_name(const Problem& problem) {
    return "_" + std::string(name_of(problem.dtype)) + "_d" + std::to_string(problem.head_dim) +
           (problem.causal ? "_causal" : "");
  }
  static double median_span(const Measured& measured) {
    std::vector<double> spans;
    for (const Sample& sample : measured.samples) spans.push_back(sample.span_us);
    std::sort(spans.begin(), spans.end());
    return spans[spans.size() / 2];
  }

  std::string folder;
  std::vector<std::string> arguments;
  Description::Device gpu;
};

TEST_F(MeasureOnGpu, TellsEverythingAboutAPoint) {
  WorkerProcess worker(arguments);
  const auto points = measure(worker, {{"flash", problem(4096)}, {"standard", problem(4096)}});
  for (const PointFinished& finished : points) {
    const auto* measured = std::get_if<Measured>(&finished.point.outcome);
    ASSERT_NE(measured, nullptr) << finished.point.implementation;
    EXPECT_EQ(measured->timing_source, "cupti");
    EXPECT_GE(measured->samples.size(), 10U);
    EXPECT_EQ(measured->dropped_records, 0);
    EXPECT_TRUE(measured->samples.back().sm_clock_mhz);
    ASSERT_TRUE(measured->error);
    EXPECT_LT(measured->error->relative_rms, finished.point.implementation == "flash" ? 4e-4 : 1e-3);
    if (finished.point.implementation == "flash") {
      EXPECT_GT(measured->occupancy.measured_balance_percent.value_or(0), 50);
      EXPECT_LE(measured->occupancy.measured_balance_percent.value_or(0), 100.5);
    }
    EXPECT_TRUE(measured->memory.from_records);
    EXPECT_EQ(measured->memory.peak_bytes, measured->memory.predicted_bytes);
    ASSERT_FALSE(measured->kernels.empty());
    for (const KernelRecord& kernel : measured->kernels) {
      EXPECT_THAT(kernel.name, testing::Not(HasSubstr("attnscope_"))) << "the flush is not the call's";
      EXPECT_TRUE(kernel.theoretical_occupancy_percent) << kernel.name;
      if (gpu.counters_available) {
        ASSERT_TRUE(kernel.achieved_occupancy_percent)
            << kernel.name << testing::PrintToString(measured->remarks);
        EXPECT_LE(*kernel.achieved_occupancy_percent, *kernel.theoretical_occupancy_percent + 1)
            << kernel.name;
      }
    }
    double kernels_us = 0;
    for (const KernelRecord& kernel : measured->kernels) kernels_us += kernel.duration_us;
    EXPECT_NEAR(kernels_us, median_span(*measured), 0.1 * median_span(*measured));
  }
}

TEST_F(MeasureOnGpu, AgreesWithEventsWithoutCupti) {
  std::map<bool, double> span;
  for (const bool with_cupti : {true, false}) {
    std::vector<std::string> line = arguments;
    if (!with_cupti) line.emplace_back("--no-cupti");
    WorkerProcess worker(line);
    const auto points = measure(worker, {{"flash", problem(4096)}});
    const auto* measured = std::get_if<Measured>(&points.at(0).point.outcome);
    ASSERT_NE(measured, nullptr);
    EXPECT_EQ(measured->timing_source, with_cupti ? "cupti" : "events");
    span[with_cupti] = median_span(*measured);
  }
  // Events see a few µs more: what lies between them and the kernel.
  EXPECT_NEAR(span[true], span[false], 0.03 * span[false] + 5);
}

TEST_F(MeasureOnGpu, StaysHealthyAfterRunningOutOfMemory) {
  WorkerProcess worker(arguments);
  Problem too_long = problem(65536);
  while (score_matrix_bytes(too_long, Dtype::fp16) <= gpu.device.memory_bytes) too_long.batch *= 2;
  const auto points =
      measure(worker, {{"standard", too_long}, {"flash", problem(1024)}, {"standard", problem(1024)}});
  const auto* too_much = std::get_if<OutOfMemory>(&points.at(0).point.outcome);
  ASSERT_NE(too_much, nullptr);
  EXPECT_GT(too_much->needed_bytes, too_much->capacity_bytes);
  EXPECT_TRUE(std::holds_alternative<Measured>(points.at(1).point.outcome));
  EXPECT_TRUE(std::holds_alternative<Measured>(points.at(2).point.outcome));
}

TEST_F(MeasureOnGpu, ReportsAnOutOfBoundsReadAndEndsSoThatAFreshWorkerGoesOn) {
  {
    WorkerProcess worker(arguments);
    worker.send(plan({{"flash", problem(1024)}, {"faulty-read", problem(1024)}, {"flash", problem(1024)}}));
    const auto good = worker.next_of<PointFinished>();
    ASSERT_TRUE(good);
    EXPECT_TRUE(std::holds_alternative<Measured>(good->point.outcome));
    const auto bad = worker.next_of<PointFinished>();
    ASSERT_TRUE(bad);
    const auto* failed = std::get_if<Failed>(&bad->point.outcome);
    ASSERT_NE(failed, nullptr);
    EXPECT_THAT(failed->message, HasSubstr("CUDA_ERROR_ILLEGAL_ADDRESS"));
    EXPECT_FALSE(worker.next_of<PointFinished>());
    EXPECT_EQ(worker.wait(), worker_exit::device_lost);
  }
  WorkerProcess fresh(arguments);
  const auto points = measure(fresh, {{"flash", problem(1024)}});
  EXPECT_TRUE(std::holds_alternative<Measured>(points.at(0).point.outcome));
}

TEST_F(MeasureOnGpu, CallsEachKernelByItsOwnNameHoweverManyCameBefore) {
  // CUPTI remembers names by handles, and the driver gives the handles of unloaded kernels out again.
  const std::vector<Problem> problems = variants();
  WorkerProcess worker(arguments);
  for (int turn = 0; turn < 2; ++turn) {
    MeasureRequest request = plan({});
    request.plan.options.point_budget_seconds = 0.01;
    request.plan.options.counters = request.plan.options.error = false;
    for (const Problem& one : problems) request.plan.points.push_back({"flash", one});
    worker.send(request);
    for (const Problem& one : problems) {
      const auto finished = worker.next_of<PointFinished>(std::chrono::seconds(60));
      ASSERT_TRUE(finished);
      const auto* measured = std::get_if<Measured>(&finished->point.outcome);
      ASSERT_NE(measured, nullptr);
      ASSERT_EQ(measured->kernels.size(), 1U);
      EXPECT_THAT(measured->kernels[0].name, EndsWith(end_of_kernel_name(one))) << "turn " << turn;
    }
    for (const Problem& one : problems) {
      worker.send(InspectRequest{gpu.device.uuid, {"flash", one}, {}});
      const auto inspected = worker.next_of<Inspection>();
      ASSERT_TRUE(inspected);
      ASSERT_EQ(inspected->kernels.size(), 1U);
      EXPECT_THAT(inspected->kernels[0].name, EndsWith(end_of_kernel_name(one))) << "turn " << turn;
    }
  }
}

TEST_F(MeasureOnGpu, MeasuresTheSameCeilingsRightAfterHeavyWork) {
  const auto ceilings = [this](WorkerProcess& worker) {
    worker.send(CeilingsRequest{gpu.device.uuid});
    const auto measured = worker.next_of<Ceilings>(std::chrono::seconds(60));
    EXPECT_TRUE(measured);
    return measured.value_or(Ceilings{});
  };
  WorkerProcess worker(arguments);
  const Ceilings cold = ceilings(worker);
  MeasureRequest heavy = plan({{"flash", problem(16384)}});
  heavy.plan.options.point_budget_seconds = 4;
  heavy.plan.options.min_samples = heavy.plan.options.max_samples = 2000;
  heavy.plan.options.error = heavy.plan.options.counters = false;
  worker.send(heavy);
  ASSERT_TRUE(worker.next_of<PointFinished>(std::chrono::seconds(60)));
  const Ceilings warm = ceilings(worker);
  for (const auto figure : {&Ceilings::fp16_matmul_tflops, &Ceilings::copy_bytes_per_second}) {
    ASSERT_TRUE(cold.*figure && warm.*figure);
    EXPECT_NEAR(*(warm.*figure), *(cold.*figure), 0.03 * *(cold.*figure));
  }
}

TEST_F(MeasureOnGpu, TurnsAwayACallThatAllocates) {
  WorkerProcess worker(arguments);
  const auto points = measure(worker, {{"faulty-allocation", problem(1024)}});
  const auto* failed = std::get_if<Failed>(&points.at(0).point.outcome);
  ASSERT_NE(failed, nullptr);
  EXPECT_THAT(failed->message, HasSubstr("inside its call"));
}

}  // namespace
}  // namespace attnscope
