// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/tile_texts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/models/fixture_runs.h"
#include "ui/models/tile_targets.h"

namespace attnscope {
namespace {

using testing::HasSubstr;
using testing::Not;

TileTrace trace_of_two_sms() {
  TileTrace trace;
  trace.recorded = 4;
  trace.slot_count = 2;
  trace.slowdown = 1.034;
  trace.clock_resolution_ns = 32;
  trace.sm = {0, 1, 0, 1};
  trace.work_item = {0, 1, 2, 3};
  trace.start_ns = {0, 0, 500, 1000};
  trace.end_ns = {500, 1000, 1000, 2000};
  return trace;
}

TEST(TileTexts, TheMapsTitleCountsTiles) {
  const Problem problem{.query_seqlen = 512, .kv_seqlen = 512, .causal = true};
  EXPECT_EQ(
      tile_map_title(problem, TileConfig{.block_m = 128, .block_n = 128}).toStdString(),
      "80.2 % of the computed scores count: of 16 tiles a head 6 are whole, 4 partly masked, 6 skipped");
}

TEST(TileTexts, TheTimelinesTitleSaysWhatWasLost) {
  const TileTrace trace = trace_of_two_sms();
  const TileTimeline timeline = tile_timeline(trace, 3, false);
  EXPECT_EQ(timeline_title(timeline, trace, false).toStdString(),
            "Tiles kept 2 SMs busy 75.0 % of 2.00 µs; 25.0 % was lost in the tail");
  const std::string note = timeline_note(timeline, trace, false).toStdString();
  EXPECT_THAT(note, HasSubstr("2 waves"));
  EXPECT_THAT(note, HasSubstr("SM 0 ran dry first, at 1.00 µs."));
  EXPECT_THAT(note, HasSubstr("SM 2 ran no tile."));
  EXPECT_THAT(note, HasSubstr("1.03× the time"));
  EXPECT_THAT(note, HasSubstr("steps by 32 ns"));
}

TEST(TileTexts, ThinnedTracesClaimNoShareOfTime) {
  TileTrace trace = trace_of_two_sms();
  trace.recorded = 12;
  const TileTimeline timeline = tile_timeline(trace, 3, false);
  EXPECT_THAT(timeline_title(timeline, trace, true).toStdString(), Not(HasSubstr("busy")));
  const std::string note = timeline_note(timeline, trace, true).toStdString();
  EXPECT_THAT(note, HasSubstr("1 tile in 3"));
  EXPECT_THAT(note, Not(HasSubstr("no tile")));
  EXPECT_THAT(note, HasSubstr("Thread 0"));
}

TEST(TileTargets, AreThisMachinesDevicesAndOtherArchitectures) {
  const auto targets = tile_targets(fixture::make_description(1));
  ASSERT_GE(targets.size(), 3U);
  EXPECT_TRUE(targets[0].is_here());
  EXPECT_EQ(targets[0].compute_capability, 90);
  EXPECT_TRUE(targets[0].implementations.contains("flash-sm80"));
  EXPECT_FALSE(targets[1].compute_capability) << "the Host CPU";
  for (std::size_t i = 2; i < targets.size(); ++i) {
    EXPECT_FALSE(targets[i].is_here());
    EXPECT_NE(targets[i].compute_capability, 90) << "it is here";
  }
}

}  // namespace
}  // namespace attnscope
