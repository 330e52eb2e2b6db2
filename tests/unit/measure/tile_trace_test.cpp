// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/measure/tile_trace.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace attnscope {
namespace {

using testing::ElementsAre;

TEST(TileTrace, CountsFromTheFirstStartInItsOrder) {
  const std::vector<TileRecord> records{{0, 0, 5000, 9000}, {1, 1, 1032, 4000}, {0, 2, 1000, 4968}};
  const auto trace = trace_of(records, 2);
  ASSERT_TRUE(trace);
  EXPECT_EQ(trace->recorded, 3);
  EXPECT_EQ(trace->slot_count, 2);
  EXPECT_DOUBLE_EQ(trace->span_us, 8);
  EXPECT_EQ(trace->clock_resolution_ns, 32);
  EXPECT_THAT(trace->sm, ElementsAre(0, 1, 0));
  EXPECT_THAT(trace->work_item, ElementsAre(2, 1, 0));
  EXPECT_THAT(trace->start_ns, ElementsAre(0, 32, 4000));
  EXPECT_THAT(trace->end_ns, ElementsAre(3968, 3000, 8000));
}

TEST(TileTrace, IsThinnedEvenlyAndSaysSo) {
  std::vector<TileRecord> records(most_tile_rows * 3 + 1);
  for (std::size_t i = 0; i < records.size(); ++i)
    records[i] = {static_cast<std::uint32_t>(i % 132), static_cast<std::uint32_t>(i), 100 + i, 150 + i};
  const auto trace = trace_of(records, 132);
  ASSERT_TRUE(trace);
  EXPECT_EQ(trace->recorded, static_cast<std::int64_t>(records.size()));
  EXPECT_LE(trace->rows(), most_tile_rows);
  EXPECT_GT(trace->rows(), most_tile_rows / 2);
  EXPECT_EQ(trace->start_ns[1] - trace->start_ns[0], trace->start_ns[2] - trace->start_ns[1]);
}

TEST(TileTrace, IsAbsentWhereRecordsMakeNoSense) {
  EXPECT_FALSE(trace_of({}, 2));
  EXPECT_FALSE(trace_of(std::vector<TileRecord>{{0, 0, 100, 50}}, 2));
}

TEST(Slowdown, IsARatioOfMedians) {
  const auto calls = [](std::initializer_list<double> spans) {
    std::vector<TimedCall> all;
    for (const double span : spans) all.push_back(TimedCall{span, span, {}, {}});
    return all;
  };
  EXPECT_DOUBLE_EQ(slowdown_of(calls({11, 10, 30}), calls({10, 10, 10})).value(), 1.1);
  EXPECT_FALSE(slowdown_of({}, calls({10})));
  EXPECT_FALSE(slowdown_of(calls({10}), calls({0})));
}

}  // namespace
}  // namespace attnscope
