// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/measure/rested_rounds.h"

#include <gtest/gtest.h>

#include <cmath>

namespace attnscope {
namespace {

/// A GPU whose temperature falls towards 40 °C, by half of the difference a second.
struct CoolingGpu {
  double celsius;
  int rests = 0;
  bool held = false;

  TelemetryReading read() const {
    TelemetryReading reading;
    reading.temperature_celsius = std::round(celsius);
    reading.held_by_power_cap = held;
    return reading;
  }
  void rest() {
    ++rests;
    celsius = 40 + (celsius - 40) / 2;
  }
  void wait() {
    wait_until_cool([this] { return read(); }, [this] { rest(); });
  }
};

TEST(WaitUntilCool, WaitsAsLongAsTheTemperatureFalls) {
  CoolingGpu warm{72};
  warm.wait();
  EXPECT_LE(warm.celsius, 41);
  EXPECT_LT(warm.rests, 10);
  CoolingGpu cold{40};
  cold.wait();
  EXPECT_EQ(cold.rests, 1);
}

TEST(WaitUntilCool, GivesUpOnAGpuThatIsAlwaysHeldBack) {
  CoolingGpu held{40, 0, true};
  held.wait();
  EXPECT_EQ(held.rests, 15);
}

TEST(WaitUntilCool, DoesNotWaitForAGpuThatTellsNothing) {
  int rests = 0;
  wait_until_cool([] { return TelemetryReading{}; }, [&] { ++rests; });
  EXPECT_EQ(rests, 1);
}

TEST(BestOfRestedRounds, GoesOnWhileAWarmChipGetsFaster) {
  int rounds = 0;
  const auto time =
      best_of_rested_rounds([&]() -> Result<double> { return 100 + 20 * std::exp2(-rounds++); }, [] {});
  ASSERT_TRUE(time);
  EXPECT_LT(*time, 100.5);
  EXPECT_LT(rounds, 16);
}

TEST(BestOfRestedRounds, EndsSoonWhereRoundsAgree) {
  int rounds = 0;
  int rests = 0;
  const auto time = best_of_rested_rounds(
      [&]() -> Result<double> { return rounds++ % 2 == 0 ? 100.2 : 100.0; }, [&] { ++rests; });
  ASSERT_TRUE(time);
  EXPECT_EQ(*time, 100.0);
  EXPECT_EQ(rounds, 4);
  EXPECT_EQ(rests, 4) << "before the first, too";
}

TEST(BestOfRestedRounds, IsBounded) {
  int rounds = 0;
  ASSERT_TRUE(
      best_of_rested_rounds([&]() -> Result<double> { return 100 * std::pow(0.9, rounds++); }, [] {}));
  EXPECT_EQ(rounds, 16);
}

TEST(BestOfRestedRounds, TellsOfARoundThatFails) {
  const auto time =
      best_of_rested_rounds([]() -> Result<double> { return fail(ErrorKind::failed, "no time"); }, [] {});
  ASSERT_FALSE(time);
  EXPECT_EQ(time.error().message, "no time");
}

}  // namespace
}  // namespace attnscope
