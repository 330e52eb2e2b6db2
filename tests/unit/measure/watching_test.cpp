// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Watching devices with a worker process, GPUs through a library that stands for NVML.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>

#include "profiler/protocol/point.h"
#include "tests/unit/measure/worker_process.h"

namespace attnscope {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class Watching : public testing::Test {
 protected:
  void SetUp() override {
    path_ = testing::TempDir() + "attnscope-nvml-" + std::to_string(getpid());
    const char* before = std::getenv("LD_LIBRARY_PATH");
    library_path_ = before == nullptr ? "" : before;
    setenv("LD_LIBRARY_PATH", (std::string(ATTNSCOPE_FAKE_NVML_FOLDER) + ":" + library_path_).c_str(), 1);
    setenv("FAKE_NVML", path_.c_str(), 1);
  }
  void TearDown() override {
    setenv("LD_LIBRARY_PATH", library_path_.c_str(), 1);
    unsetenv("FAKE_NVML");
    std::filesystem::remove(path_);
  }

  /// Replaces it at once: the library must never read half of it.
  void set_gpus(const std::string& lines) const {
    std::ofstream(path_ + ".new") << lines;
    std::filesystem::rename(path_ + ".new", path_);
  }

  /// One round of readings, the Host CPU's last.
  static std::vector<Telemetry> round(WorkerProcess& worker) {
    std::vector<Telemetry> readings;
    while (const auto telemetry = worker.next_of<Telemetry>()) {
      readings.push_back(*telemetry);
      if (telemetry->device_uuid.starts_with("CPU-")) break;
    }
    return readings;
  }

  std::string path_;
  std::string library_path_;
};

const char quiet_gpu[] = " 345 71500 33 0 500000000 85000000000 0 0";

TEST_F(Watching, AMachineWithoutGpusTellsOfTheHostCpuAlone) {
  set_gpus("");
  WorkerProcess worker({});
  worker.send(WatchRequest{"", 50});
  ASSERT_EQ(round(worker).size(), 1U);
  const std::vector<Telemetry> second = round(worker);
  ASSERT_EQ(second.size(), 1U);
  EXPECT_GT(second[0].total_memory_bytes.value_or(0), second[0].used_memory_bytes.value_or(0));
  ASSERT_TRUE(second[0].use.busy_percent) << "the load between two readings";
  EXPECT_GE(*second[0].use.busy_percent, 0);
  EXPECT_LE(*second[0].use.busy_percent, 100);
}

TEST_F(Watching, OneRequestTellsOfEveryGpu) {
  std::string lines;
  for (const char* uuid : {"GPU-a", "GPU-b", "GPU-c", "GPU-d"}) lines += std::string(uuid) + quiet_gpu + "\n";
  set_gpus(lines);
  WorkerProcess worker({});
  worker.send(WatchRequest{"", 50});
  const std::vector<Telemetry> readings = round(worker);
  ASSERT_EQ(readings.size(), 5U);
  EXPECT_EQ(readings[3].device_uuid, "GPU-d");
  const Telemetry& first = readings[0];
  EXPECT_EQ(first.sm_clock_mhz, 345);
  EXPECT_EQ(first.power_watts, 71.5);
  EXPECT_EQ(first.power_limit_watts, 700);
  EXPECT_EQ(first.temperature_celsius, 33);
  EXPECT_EQ(first.used_memory_bytes, 500'000'000U);
  EXPECT_EQ(first.total_memory_bytes, 85'000'000'000U);
  EXPECT_EQ(first.use.busy_percent, 0);
  EXPECT_EQ(first.throttle, 0U);
  EXPECT_FALSE(is_in_use(first.use));
}

TEST_F(Watching, OneGpuIsWatchedByItsName) {
  set_gpus(std::string("GPU-a") + quiet_gpu + "\nGPU-b" + quiet_gpu + "\n");
  WorkerProcess worker({});
  worker.send(WatchRequest{"GPU-b", 50});
  for (int i = 0; i < 3; ++i) EXPECT_EQ(worker.next_of<Telemetry>()->device_uuid, "GPU-b");
  worker.send(CancelRequest{});
  worker.send(WatchRequest{"GPU-nowhere", 50});
  const auto refused = worker.next_of<Refused>();
  ASSERT_TRUE(refused);
  EXPECT_THAT(refused->message, HasSubstr("GPU-nowhere"));
}

TEST_F(Watching, ReasonsForALowClockAreToldApart) {
  set_gpus(
      "GPU-a 1200 700000 60 4 0 85000000000 0 0\n"
      "GPU-b 1200 400000 90 32 0 85000000000 0 0\n"
      "GPU-c 1200 400000 90 64 0 85000000000 0 0\n"
      "GPU-d 1200 400000 60 128 0 85000000000 0 0\n");
  WorkerProcess worker({});
  worker.send(WatchRequest{"", 50});
  const std::vector<Telemetry> readings = round(worker);
  ASSERT_EQ(readings.size(), 5U);
  EXPECT_EQ(readings[0].throttle, static_cast<std::uint32_t>(Throttle::power_cap));
  EXPECT_EQ(readings[1].throttle, static_cast<std::uint32_t>(Throttle::thermal));
  EXPECT_EQ(readings[2].throttle, static_cast<std::uint32_t>(Throttle::thermal));
  EXPECT_EQ(readings[3].throttle, static_cast<std::uint32_t>(Throttle::hardware));
}

TEST_F(Watching, OthersAreNamedAndOurOwnLeftOut) {
  // A sibling of the worker's is ours: this test is the parent of both.
  WorkerProcess worker({});
  WorkerProcess sibling({});
  const auto hello = sibling.next_of<Hello>();
  ASSERT_TRUE(hello);
  set_gpus(
      "GPU-a 1980 500000 58 0 40000000000 85000000000 83 0 1:1000:init g1:1000:init 2:38000000000:python3 " +
      std::to_string(hello->process_id) + ":9000:attnscope-worker g3:250000000:\n" +
      "GPU-b 345 70000 30 0 250000000 85000000000 0 0 g3:250000000:Xorg\n");
  worker.send(WatchRequest{"", 50});
  const std::vector<Telemetry> readings = round(worker);
  ASSERT_EQ(readings.size(), 3U);
  const DeviceUse& busy = readings[0].use;
  EXPECT_EQ(busy.busy_percent, 83);
  EXPECT_THAT(busy.others,
              ElementsAre(GpuProcess{2, "python3", 38'000'000'000, true},
                          GpuProcess{3, "", 250'000'000, false}, GpuProcess{1, "init", 1000, true}));
  EXPECT_TRUE(is_in_use(busy));
  EXPECT_FALSE(is_in_use(readings[1].use)) << "a desktop at rest is nobody's work";
}

TEST_F(Watching, AGpuThatVanishesIsSaidAndTheOthersGoOn) {
  set_gpus(std::string("GPU-a") + quiet_gpu + "\nGPU-b" + quiet_gpu + "\n");
  WorkerProcess worker({});
  worker.send(WatchRequest{"", 50});
  ASSERT_EQ(round(worker).size(), 3U);
  set_gpus(std::string("GPU-a 0 0 0 0 0 0 0 15\nGPU-b") + quiet_gpu + "\n");
  std::vector<Telemetry> readings = round(worker);
  for (int i = 0; i < 20 && readings.front().problem.empty(); ++i) readings = round(worker);
  ASSERT_EQ(readings.size(), 3U);
  EXPECT_EQ(readings[0].problem, "the driver reaches it no more: GPU is lost");
  EXPECT_FALSE(readings[0].sm_clock_mhz);
  EXPECT_EQ(readings[1].sm_clock_mhz, 345);
  set_gpus(std::string("GPU-a") + quiet_gpu + "\nGPU-b" + quiet_gpu + "\n");
  for (int i = 0; i < 20 && !readings.front().problem.empty(); ++i) readings = round(worker);
  EXPECT_EQ(readings[0].sm_clock_mhz, 345) << "and comes back";
}

}  // namespace
}  // namespace attnscope
