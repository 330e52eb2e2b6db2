// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/analysis/tile_timeline.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace attnscope {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// Two SMs with two CTAs each; SM 2 of three never works. The last wave has one tile.
TileTrace five_tiles() {
  TileTrace trace;
  trace.recorded = 5;
  trace.slot_count = 4;
  trace.sm = {0, 1, 0, 1, 1};
  trace.work_item = {0, 1, 2, 3, 4};
  trace.start_ns = {0, 0, 0, 0, 100};
  trace.end_ns = {110, 100, 120, 130, 200};
  return trace;
}

TEST(TileTimeline, GivesTilesLanesInWhichTheyDoNotOverlap) {
  const TileTimeline timeline = tile_timeline(five_tiles(), 3, false);
  ASSERT_EQ(timeline.lanes.size(), 4U);
  EXPECT_EQ(timeline.lanes[2].sm, 1);
  EXPECT_EQ(timeline.lanes[2].place, 0);
  EXPECT_EQ(timeline.lanes[2].busy_ns, 200);
  std::vector<int> lanes;
  for (const TimelineSpan& span : timeline.spans) lanes.push_back(span.lane);
  EXPECT_THAT(lanes, ElementsAre(0, 2, 1, 3, 2));
  EXPECT_EQ(timeline.span_ns, 200);
}

TEST(TileTimeline, NamesWavesTailAndIdleSms) {
  const TileTimeline timeline = tile_timeline(five_tiles(), 3, false);
  EXPECT_THAT(timeline.wave_starts_ns, ElementsAre(100));
  EXPECT_EQ(timeline.tail_start_ns, 110);
  EXPECT_DOUBLE_EQ(timeline.tail_loss, (90.0 + 80 + 70) / (4 * 200));
  EXPECT_THAT(timeline.idle_sms, ElementsAre(2));
  EXPECT_FALSE(timeline.thinned);
  EXPECT_THAT(tile_timeline(five_tiles(), 3, true).wave_starts_ns, IsEmpty());
}

TEST(TileTimeline, SaysWhereTilesWereThinned) {
  TileTrace trace = five_tiles();
  trace.recorded = 50;
  const TileTimeline timeline = tile_timeline(trace, 0, false);
  EXPECT_TRUE(timeline.thinned);
  EXPECT_THAT(timeline.wave_starts_ns, IsEmpty());
  EXPECT_THAT(timeline.idle_sms, IsEmpty());
}

TEST(TileTimeline, LeavesOutWhatMakesNoSense) {
  TileTrace trace = five_tiles();
  trace.sm[0] = -1;
  trace.end_ns[1] = -5;
  trace.start_ns.pop_back();  // columns of different length
  const TileTimeline timeline = tile_timeline(trace, 0, false);
  EXPECT_EQ(timeline.spans.size(), 2U);
  EXPECT_THAT(tile_timeline(TileTrace{}, 0, false).lanes, IsEmpty());
}

}  // namespace
}  // namespace attnscope
