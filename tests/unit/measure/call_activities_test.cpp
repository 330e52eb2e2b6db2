// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/measure/call_activities.h"

#include <gtest/gtest.h>

namespace attnscope {
namespace {

using Kind = DeviceActivity::Kind;

DeviceActivity activity(Kind kind, const char* name, std::uint64_t start, std::uint64_t end,
                        std::uint64_t call) {
  DeviceActivity made;
  made.kind = kind;
  made.name = name;
  made.start_ns = start;
  made.end_ns = end;
  made.call = call;
  return made;
}

OwnKernels own() {
  return {[](std::string_view name) { return name.rfind("own_", 0) == 0; },
          [](std::string_view name) { return name == "own_mark"; }};
}

TEST(SeparateCalls, SpansFromFirstStartToLastEndAndLeavesTheFlushOut) {
  const std::vector<DeviceActivity> activities = {
      activity(Kind::kernel, "own_flush", 0, 5000, 0), activity(Kind::kernel, "own_mark", 5000, 6000, 0),
      activity(Kind::fill, "", 6000, 7000, 7),         activity(Kind::kernel, "gemm", 7500, 9000, 7),
      activity(Kind::copy, "", 9500, 10000, 7),        activity(Kind::kernel, "own_mark", 11000, 12000, 0),
      activity(Kind::kernel, "gemm", 12000, 13000, 8), activity(Kind::kernel, "somebody", 14000, 90000, 0)};
  const auto calls = separate_calls(activities, 7, 2, own());
  ASSERT_EQ(calls.size(), 2U);
  EXPECT_DOUBLE_EQ(calls[0].span_us, 4);
  EXPECT_DOUBLE_EQ(calls[0].device_time_us, 3);
  EXPECT_EQ(calls[0].kernels.size(), 1U);
  EXPECT_DOUBLE_EQ(calls[1].span_us, 1);
}

TEST(SeparateCalls, CountsOverlappingWorkOnceInTheSpanAndTwiceInDeviceTime) {
  const std::vector<DeviceActivity> activities = {activity(Kind::kernel, "a", 1000, 5000, 1),
                                                  activity(Kind::kernel, "b", 2000, 4000, 1)};
  const auto calls = separate_calls(activities, 1, 1, own());
  ASSERT_EQ(calls.size(), 1U);
  EXPECT_DOUBLE_EQ(calls[0].span_us, 4);
  EXPECT_DOUBLE_EQ(calls[0].device_time_us, 6);
}

TEST(SeparateCalls, GoesByMarkersWhereNoIdsWereRecorded) {
  const std::vector<DeviceActivity> activities = {
      activity(Kind::kernel, "own_mark", 0, 1, 0), activity(Kind::kernel, "gemm", 1000, 2000, 0),
      activity(Kind::kernel, "own_flush", 2000, 3000, 0), activity(Kind::kernel, "own_mark", 3000, 4000, 0),
      activity(Kind::kernel, "gemm", 4000, 7000, 0)};
  const auto calls = separate_calls(activities, 5, 2, own());
  ASSERT_EQ(calls.size(), 2U);
  EXPECT_DOUBLE_EQ(calls[0].span_us, 1);
  EXPECT_DOUBLE_EQ(calls[1].span_us, 3);
}

TEST(SeparateCalls, LeavesOutACallWithoutRecords) {
  const std::vector<DeviceActivity> activities = {activity(Kind::kernel, "gemm", 1000, 2000, 4)};
  EXPECT_EQ(separate_calls(activities, 3, 3, own()).size(), 1U);
  EXPECT_TRUE(separate_calls({}, 3, 3, own()).empty());
}

}  // namespace
}  // namespace attnscope
