// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/measure/device_lock.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <thread>

namespace attnscope {
namespace {

class DeviceLockTest : public testing::Test {
 protected:
  DeviceLockTest() {
    std::string pattern = testing::TempDir() + "attnscope-lock-XXXXXX";
    folder = mkdtemp(pattern.data());
  }
  ~DeviceLockTest() override { std::filesystem::remove_all(folder); }

  static DeviceDescription device(DeviceKind kind, const char* uuid) {
    DeviceDescription description;
    description.kind = kind;
    description.uuid = uuid;
    return description;
  }
  /// Whether the lock can be had at once.
  bool is_free(const DeviceDescription& description) {
    return DeviceLock::take(
               folder, description, [] { return true; }, [] {})
        .has_value();
  }
  Result<DeviceLock> take(const DeviceDescription& description) {
    return DeviceLock::take(
        folder, description, [] { return true; }, [] {});
  }

  std::string folder;
  DeviceDescription cpu = device(DeviceKind::host_cpu, "CPU-1");
  DeviceDescription gpu = device(DeviceKind::cuda, "GPU-1");
  DeviceDescription other_gpu = device(DeviceKind::cuda, "GPU-2");
};

TEST_F(DeviceLockTest, LetsOneWorkerUseADevice) {
  const auto held = take(gpu);
  ASSERT_TRUE(held);
  EXPECT_FALSE(is_free(gpu));
}

TEST_F(DeviceLockTest, LetsTwoGpusBeUsedAtOnce) {
  const auto held = take(gpu);
  EXPECT_TRUE(is_free(other_gpu));
}

TEST_F(DeviceLockTest, KeepsTheHostCpuAlone) {
  {
    const auto held = take(gpu);
    EXPECT_FALSE(is_free(cpu));
  }
  const auto held = take(cpu);
  ASSERT_TRUE(held);
  EXPECT_FALSE(is_free(gpu));
  EXPECT_FALSE(is_free(cpu));
}

TEST_F(DeviceLockTest, IsGivenBack) {
  { const auto held = take(cpu); }
  EXPECT_TRUE(is_free(gpu));
}

TEST_F(DeviceLockTest, WaitsAndSaysSo) {
  auto held = std::make_unique<Result<DeviceLock>>(take(gpu));
  ASSERT_TRUE(*held);
  int said = 0;
  const auto waited = DeviceLock::take(
      folder, gpu, [] { return false; },
      [&] {
        if (++said == 2) held.reset();
      });
  EXPECT_TRUE(waited);
  EXPECT_EQ(said, 2);
}

TEST_F(DeviceLockTest, GoesOnWhereNoLockCanBeMade) {
  const auto lock = DeviceLock::take(
      "/nonexistent", gpu, [] { return true; }, [] {});
  EXPECT_TRUE(lock);
}

TEST_F(DeviceLockTest, MakesAFileNameOfAnyUuid) {
  const auto held = take(device(DeviceKind::cuda, "../GPU/\n1"));
  EXPECT_TRUE(held && held->held());
}

}  // namespace
}  // namespace attnscope
