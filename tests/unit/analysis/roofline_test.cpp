// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/analysis/roofline.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/analysis/run_builder.h"

namespace attnscope {
namespace {

using ::testing::IsEmpty;
using testing::measured_with;
using testing::problem_at;

DeviceDescription h100_device() {
  DeviceDescription device;
  device.uuid = "GPU-1";
  device.kind = DeviceKind::cuda;
  device.name = "NVIDIA H100 80GB HBM3";
  device.multiprocessors = 132;
  return device;
}

CeilingMeasurement ceilings(std::int64_t measured_ms) {
  return {{"GPU-1", 740.0, 750.0, 51.0, std::nullopt, 3.0e12, "580.1"}, measured_ms};
}

TEST(Ceilings, AreThoseOfTheVeryDeviceNearestInTime) {
  std::vector<CeilingMeasurement> all{ceilings(100), ceilings(200), ceilings(160)};
  all.back().figures.device_uuid = "GPU-2";
  EXPECT_EQ(ceilings_at(all, "GPU-1", 160)->measured_ms, 200);
  EXPECT_EQ(ceilings_at(all, "GPU-1", -5)->measured_ms, 100);
  EXPECT_EQ(ceilings_at(all, "GPU-2", 0)->measured_ms, 160);
  EXPECT_EQ(ceilings_at(all, "GPU-3", 160), nullptr);
}

TEST(Roofline, MeasuredRoofsComeBeforePublishedOnes) {
  const CeilingMeasurement measured = ceilings(7);
  const Roofs roofs = roofs_of(h100_device(), &measured, {Dtype::fp16, Dtype::fp16, Dtype::fp8_e4m3});
  ASSERT_EQ(roofs.compute.size(), 2U);
  EXPECT_EQ(roofs.compute[0], (ComputeRoof{Dtype::fp16, 740, RoofSource::measured}));
  EXPECT_EQ(roofs.compute[1].source, RoofSource::datasheet);  // the fp8 product was not measured
  EXPECT_EQ(roofs.bandwidth, (BandwidthRoof{3.0e12, RoofSource::measured}));
  EXPECT_EQ(roofs.measured_ms, 7);
}

TEST(Roofline, WithoutAMeasurementTheDatasheetIsTheRoof) {
  const Roofs roofs = roofs_of(h100_device(), nullptr, {Dtype::bf16, Dtype::fp32});
  ASSERT_EQ(roofs.compute.size(), 1U);  // fp32 is no tensor core's
  EXPECT_DOUBLE_EQ(roofs.compute[0].tflops, 989.4);
  EXPECT_EQ(roofs.bandwidth->source, RoofSource::datasheet);
  EXPECT_EQ(roofs.measured_ms, std::nullopt);
}

TEST(Roofline, AnUnknownDeviceHasNone) {
  DeviceDescription device = h100_device();
  device.name = "Some GPU";
  const Roofs roofs = roofs_of(device, nullptr, {Dtype::fp16});
  EXPECT_THAT(roofs.compute, IsEmpty());
  EXPECT_FALSE(roofs.bandwidth.has_value());
}

TEST(Roofline, TheRoofsMeetAtTheRidge) {
  const ComputeRoof compute{Dtype::fp16, 600, RoofSource::measured};
  const BandwidthRoof bandwidth{3e12, RoofSource::measured};
  EXPECT_DOUBLE_EQ(ridge_of(compute, bandwidth), 200);
  EXPECT_DOUBLE_EQ(attainable_tflops(compute, bandwidth, 100), 300);
  EXPECT_DOUBLE_EQ(attainable_tflops(compute, bandwidth, 200), 600);
  EXPECT_DOUBLE_EQ(attainable_tflops(compute, bandwidth, 5000), 600);
}

TEST(Roofline, FlashMovesInputsAndOutputStandardTheScoresFourTimesToo) {
  // 16 heads × 1,024 × 128 fp16: each of Q, K, V and O is 4 MiB, the scores 32 MiB.
  const Problem problem = problem_at(1024);
  const double mib = 1 << 20;
  EXPECT_DOUBLE_EQ(least_traffic("flash", problem, DeviceKind::cuda), 16 * mib);
  EXPECT_DOUBLE_EQ(least_traffic("torch-cudnn", problem, DeviceKind::cuda), 16 * mib);
  EXPECT_DOUBLE_EQ(least_traffic("standard", problem, DeviceKind::cuda), (16 + 4 * 32) * mib);
  EXPECT_DOUBLE_EQ(least_traffic("torch-math", problem, DeviceKind::cuda), (16 + 4 * 32) * mib);
  EXPECT_DOUBLE_EQ(least_traffic("standard", problem, DeviceKind::host_cpu), (16 + 4 * 64) * mib);
}

TEST(Roofline, IntensityIsFlopsOverTheBytesOfTheCounters) {
  Measured measured = measured_with(100);
  KernelRecord kernel;
  kernel.counters = {
      {"dram__bytes_read.sum", 3e6}, {"dram__bytes_write.sum", 1e6}, {"lts__t_bytes.sum", 9e9}};
  measured.kernels = {kernel, kernel};
  const Point point{"GPU-1", "flash", problem_at(1024), measured};
  const auto found = roofline_point(point, DeviceKind::cuda, FlopConvention::exact);
  ASSERT_TRUE(found.has_value());
  // 4 · 128 · 16 · 1,024² FLOPs
  EXPECT_DOUBLE_EQ(found->intensity, 8589934592.0 / 8e6);
  EXPECT_NEAR(found->tflops, 85.9, 0.01);
  EXPECT_EQ(found->traffic.source, TrafficSource::counters);
}

TEST(Roofline, OneKernelThatWasNotCountedMakesItThePapers) {
  Measured measured = measured_with(100);
  KernelRecord kernel;
  kernel.counters = {{"dram__bytes_read.sum", 3e6}};
  measured.kernels = {kernel, KernelRecord{}};
  const Point point{"GPU-1", "flash-fp8", problem_at(1024), measured};
  const auto found = roofline_point(point, DeviceKind::cuda, FlopConvention::exact);
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->traffic.source, TrafficSource::paper);
  EXPECT_EQ(found->dtype, Dtype::fp8_e4m3);
  EXPECT_FALSE(roofline_point({"GPU-1", "flash", problem_at(64), Unsupported{"no"}}, DeviceKind::cuda,
                              FlopConvention::exact));
}

}  // namespace
}  // namespace attnscope
