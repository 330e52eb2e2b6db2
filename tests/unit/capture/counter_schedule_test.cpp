// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// CUPTI's host part schedules without a GPU, so what would be read on other people's chips is tested here.
#include "profiler/capture/counter_schedule.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace attnscope {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::Not;

TEST(CounterSchedule, FitsOnePassOnHopper) {
  const Result<CounterSchedule> schedule = schedule_counters("GH100");
  ASSERT_TRUE(schedule) << schedule.error().message;
  EXPECT_THAT(
      schedule->metrics,
      ElementsAre("sm__warps_active.avg.pct_of_peak_sustained_active",
                  "sm__pipe_tensor_cycles_active.avg.pct_of_peak_sustained_elapsed", "dram__bytes_read.sum",
                  "dram__bytes_write.sum", "lts__t_bytes.sum", "sm__cycles_elapsed.max",
                  "sm__inst_executed_pipe_xu.sum", "gpu__time_duration.sum"));
  EXPECT_EQ(schedule->passes, 1U);
  EXPECT_FALSE(schedule->config_image.empty());
}

TEST(CounterSchedule, NamesMetricsAsTheChipDoes) {
  const Result<CounterSchedule> schedule = schedule_counters("GB202");
  ASSERT_TRUE(schedule) << schedule.error().message;
  EXPECT_THAT(schedule->metrics, Contains("dram__bytes_op_read.sum"));
  EXPECT_THAT(schedule->metrics, Contains("dram__bytes_op_write.sum"));
  EXPECT_THAT(schedule->metrics, Not(Contains("dram__bytes_read.sum")));
}

TEST(CounterSchedule, HasAchievedOccupancyAndTimeOnEverySupportedChip) {
  for (const char* chip : {"TU102", "TU104", "GA100", "GA102", "GA104", "GA106", "AD102", "AD104", "GH100",
                           "GB100", "GB202", "GB203"}) {
    const Result<CounterSchedule> schedule = schedule_counters(chip);
    ASSERT_TRUE(schedule) << chip << ": " << schedule.error().message;
    EXPECT_THAT(schedule->metrics, Contains("sm__warps_active.avg.pct_of_peak_sustained_active")) << chip;
    EXPECT_THAT(schedule->metrics, Contains("gpu__time_duration.sum")) << chip;
    EXPECT_LE(schedule->passes, 2U) << chip;
  }
}

TEST(CounterSchedule, RefusesAnUnknownChip) {
  const Result<CounterSchedule> schedule = schedule_counters("XX999");
  ASSERT_FALSE(schedule);
  EXPECT_THAT(schedule.error().message, testing::HasSubstr("XX999"));
}

TEST(CounterSchedule, ListsChips) {
  const auto chips = countable_chips();
  ASSERT_TRUE(chips) << chips.error().message;
  EXPECT_THAT(*chips, Contains("GH100"));
}

}  // namespace
}  // namespace attnscope
