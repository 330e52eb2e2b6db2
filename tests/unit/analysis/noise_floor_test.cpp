// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/analysis/noise_floor.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "tests/unit/analysis/run_builder.h"
#include "tests/unit/analysis/simulated_runs.h"

namespace attnscope {
namespace {

using testing::measured_with;
using testing::RunBuilder;
using testing::Simulator;

/// `repeats` runs of `points` points whose medians scatter by `deviation`.
std::vector<attnscope::Run> scattered(Simulator& simulator, int repeats, int points, double deviation) {
  std::vector<attnscope::Run> runs;
  for (int repeat = 0; repeat < repeats; ++repeat) {
    RunBuilder builder;
    for (int point = 0; point < points; ++point) {
      builder.time("flash", 128L << point, 100 * (1 + deviation * simulator.normal()));
    }
    runs.push_back(builder.run());
  }
  return runs;
}

TEST(NoiseFloor, IsTheScatterOfRepeatedRuns) {
  Simulator simulator(2);
  constexpr int measurements = 50;
  double sum = 0;
  for (int measurement = 0; measurement < measurements; ++measurement) {
    sum += noise_between(scattered(simulator, 6, 6, 0.003), "GPU-1")->relative_deviation;
  }
  EXPECT_NEAR(sum / measurements, 0.003, 0.0002);
  const auto noise = noise_between(scattered(simulator, 5, 8, 0.003), "GPU-1");
  ASSERT_TRUE(noise.has_value());
  EXPECT_EQ(noise->processes, 5);
  EXPECT_EQ(noise->degrees_of_freedom, 8 * 4);
  ASSERT_EQ(noise->points.size(), 8);
  EXPECT_NEAR(noise->points[0].median_us, 100, 1);
  EXPECT_EQ(noise->points[7].problem.kv_seqlen, 128 << 7);
}

TEST(NoiseFloor, OnePointThatScattersMoreRaisesIt) {
  Simulator simulator(2);
  std::vector<attnscope::Run> runs = scattered(simulator, 5, 6, 0.0001);
  for (std::size_t index = 0; index < runs.size(); ++index) {
    runs[index] = RunBuilder(runs[index]).time("standard", 128, index == 0 ? 103 : 100).run();
  }
  // The root mean square over the seven points alone would be 0.5 %, the widest difference was 3 %.
  EXPECT_NEAR(noise_between(runs, "GPU-1")->relative_deviation, std::log(1.03) / (3 * std::sqrt(2.0)), 1e-6);
}

TEST(NoiseFloor, IsNeverNothing) {
  const attnscope::Run run = RunBuilder().time("flash", 128, 10).run();
  const auto noise = noise_between(std::vector<attnscope::Run>{run, run, run}, "GPU-1");
  ASSERT_TRUE(noise.has_value());
  EXPECT_EQ(noise->relative_deviation, 0.0005);
  EXPECT_EQ(noise->points[0].relative_deviation, 0);
}

TEST(NoiseFloor, CountsOnlyWhatAllRunsMeasuredOnTheDevice) {
  const attnscope::Run whole = RunBuilder().time("flash", 128, 10).time("flash", 256, 20).run();
  const attnscope::Run part = RunBuilder().time("flash", 256, 20).add("flash", 128, OutOfMemory{}).run();
  const auto noise = noise_between(std::vector<attnscope::Run>{whole, part}, "GPU-1");
  ASSERT_TRUE(noise.has_value());
  ASSERT_EQ(noise->points.size(), 1);
  EXPECT_EQ(noise->points[0].problem.kv_seqlen, 256);
  EXPECT_FALSE(noise_between(std::vector<attnscope::Run>{whole}, "GPU-1").has_value());
  EXPECT_FALSE(noise_between(std::vector<attnscope::Run>{whole, whole}, "GPU-2").has_value());
  EXPECT_FALSE(noise_between({}, "GPU-1").has_value());
}

TEST(NoiseFloor, PointsAtThePowerLimitHaveOneOfTheirOwn) {
  std::vector<attnscope::Run> runs;
  for (int repeat = 0; repeat < 4; ++repeat) {
    Measured limited = measured_with(1000 * (1 + 0.02 * (repeat % 2)));
    // One process that met the limit is enough: the others might have.
    if (repeat == 2) limited.samples.front().throttle = static_cast<std::uint32_t>(Throttle::power_cap);
    runs.push_back(RunBuilder().time("flash", 128, 100).add("flash", 8192, limited).run());
  }
  const auto noise = noise_between(runs, "GPU-1");
  ASSERT_TRUE(noise.has_value());
  EXPECT_EQ(noise->relative_deviation, 0.0005);
  EXPECT_EQ(noise->degrees_of_freedom, 3);
  ASSERT_TRUE(noise->power_limited_deviation.has_value());
  EXPECT_NEAR(*noise->power_limited_deviation, std::log(1.02) / std::sqrt(3.0), 1e-6);
  EXPECT_EQ(noise->power_limited_degrees_of_freedom, 3);
  EXPECT_FALSE(noise->points[0].power_limited);
  EXPECT_TRUE(noise->points[1].power_limited);
}

TEST(NoiseFloor, WhereEveryPointIsAtThePowerLimitTheyStandForAll) {
  Measured limited = measured_with(1000);
  limited.samples.front().throttle = static_cast<std::uint32_t>(Throttle::power_cap);
  const attnscope::Run run = RunBuilder().add("flash", 8192, limited).run();
  const auto noise = noise_between(std::vector<attnscope::Run>{run, run}, "GPU-1");
  ASSERT_TRUE(noise.has_value());
  EXPECT_EQ(noise->relative_deviation, noise->power_limited_deviation);
}

NoiseMeasurement measured(const char* uuid, std::int64_t when, double deviation,
                          std::optional<double> limited = std::nullopt) {
  NoiseMeasurement measurement;
  measurement.device_uuid = uuid;
  measurement.measured_ms = when;
  measurement.relative_deviation = deviation;
  measurement.degrees_of_freedom = 30;
  measurement.power_limited_deviation = limited;
  if (limited) measurement.power_limited_degrees_of_freedom = 20;
  return measurement;
}

DeviceDescription gpu(const char* uuid) {
  DeviceDescription device;
  device.kind = DeviceKind::cuda;
  device.uuid = uuid;
  return device;
}

TEST(NoiseFloor, TheNearestInTimeOfTheDeviceCounts) {
  const std::vector<NoiseMeasurement> all{measured("GPU-1", 1000, 0.001), measured("GPU-1", 5000, 0.002),
                                          measured("GPU-2", 3000, 0.003)};
  const auto floor_at = [&](const char* uuid, std::int64_t when) {
    return noise_floors_at(all, gpu(uuid), when).below_power_limit;
  };
  EXPECT_EQ(floor_at("GPU-1", 2000), (NoiseFloor{0.001, 30, 1000}));
  EXPECT_EQ(floor_at("GPU-1", 4000), (NoiseFloor{0.002, 30, 5000}));
  EXPECT_EQ(floor_at("GPU-1", std::numeric_limits<std::int64_t>::min()).measured_ms, 1000);
  EXPECT_EQ(noise_floors_at(all, gpu("GPU-3"), 2000), default_noise_floors(DeviceKind::cuda));
  EXPECT_FALSE(floor_at("GPU-3", 2000).measured_ms.has_value());
  EXPECT_GT(default_noise_floors(DeviceKind::host_cpu).below_power_limit.relative_deviation,
            default_noise_floors(DeviceKind::cuda).below_power_limit.relative_deviation);
}

TEST(NoiseFloor, AtThePowerLimitIsMeasuredAssumedOrAtLeastThatBelowIt) {
  const auto limited_of = [](const NoiseMeasurement& measurement) {
    return noise_floors_at(std::span(&measurement, 1), gpu("GPU-1"), 0).of(true);
  };
  EXPECT_EQ(limited_of(measured("GPU-1", 1000, 0.001, 0.013)), (NoiseFloor{0.013, 20, 1000}));
  EXPECT_EQ(limited_of(measured("GPU-1", 1000, 0.001)),
            default_noise_floors(DeviceKind::cuda).at_power_limit);
  EXPECT_EQ(limited_of(measured("GPU-1", 1000, 0.02)), (NoiseFloor{0.02, 30, 1000}));
}

}  // namespace
}  // namespace attnscope
