// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/analysis/cover_finding.h"

#include <gtest/gtest.h>

#include "tests/unit/analysis/run_builder.h"

namespace attnscope {
namespace {

using testing::measured_with;
using testing::problem_at;
using testing::RunBuilder;

Problem causal_at(std::int64_t seqlen) {
  Problem problem = problem_at(seqlen);
  problem.causal = true;
  return problem;
}

TEST(CoverFinding, FasterEverywhereHoldsOverAllShapes) {
  RunBuilder builder;
  builder.time("standard", 512, 200).time("flash", 512, 100);
  builder.add("standard", causal_at(4096), measured_with(900))
      .add("flash", causal_at(4096), measured_with(100));
  const CoverFinding cover = cover_finding(builder.run(), {});
  const auto* range = std::get_if<FasterRange>(&cover.speed);
  ASSERT_NE(range, nullptr);
  EXPECT_DOUBLE_EQ(range->least_speedup, 2);
  EXPECT_DOUBLE_EQ(range->greatest_speedup, 9);
  EXPECT_EQ(range->from_seqlen, 512);
  EXPECT_EQ(range->to_seqlen, 4096);
  EXPECT_EQ(cover.shapes, 2U);
  EXPECT_EQ(cover.subject.devices.size(), 1U);
}

TEST(CoverFinding, ASlowerShapeTakesTheClaimBackAndTheTallySaysWhy) {
  RunBuilder builder;
  builder.time("standard", 512, 200).time("flash", 512, 100);
  builder.add("standard", causal_at(512), measured_with(50)).add("flash", causal_at(512), measured_with(100));
  builder.time("standard", 1024, 100).time("flash", 1024, 100);
  const CoverFinding cover = cover_finding(builder.run(), {});
  EXPECT_TRUE(std::holds_alternative<Neutral>(cover.speed));
  EXPECT_EQ(cover.tally.faster, 1U);
  EXPECT_EQ(cover.tally.slower, 1U);
  EXPECT_EQ(cover.tally.undecided, 1U);
  EXPECT_DOUBLE_EQ(cover.tally.speedups.low, 0.5);
}

TEST(CoverFinding, MissingPointsMakeItNeutral) {
  RunBuilder builder;
  builder.time("standard", 512, 200).time("flash", 512, 100);
  builder.time("standard", 1024, 200).add("flash", 1024, Failed{"it fell over"});
  const CoverFinding cover = cover_finding(builder.run(), {});
  EXPECT_EQ(std::get<Neutral>(cover.speed).why, Neutral::Why::points_missing);
  EXPECT_EQ(cover.tally.missing, 1U);
}

TEST(CoverFinding, ACrossoverOfTheOnlyShapeIsTold) {
  RunBuilder builder;
  builder.time("standard", 512, 50).time("flash", 512, 100);
  builder.time("standard", 2048, 400).time("flash", 2048, 100);
  EXPECT_TRUE(std::holds_alternative<FasterFrom>(cover_finding(builder.run(), {}).speed));
}

TEST(CoverFinding, MemoryIsOfTheLongestLengthThatBothReached) {
  RunBuilder builder;
  builder.memory("standard", 512, 400).memory("flash", 512, 100);
  builder.memory("standard", 1024, 1600).memory("flash", 1024, 200);
  builder.add("standard", 2048, OutOfMemory{9000, 4000, ""}).memory("flash", 2048, 400);
  const CoverFinding cover = cover_finding(builder.run(), {});
  ASSERT_TRUE(cover.memory.has_value());
  EXPECT_EQ(cover.memory->seqlen, 1024);
  EXPECT_DOUBLE_EQ(cover.memory->bytes, 200);
  EXPECT_DOUBLE_EQ(cover.memory->baseline_bytes, 1600);
  EXPECT_EQ(cover.baseline_out_of_memory_at, 2048);
}

TEST(CoverFinding, WithoutABaselineNothingIsClaimed) {
  RunBuilder builder;
  builder.time("flash", 512, 100);
  const CoverFinding cover = cover_finding(builder.run(), {});
  EXPECT_TRUE(std::holds_alternative<Neutral>(cover.speed));
  EXPECT_EQ(cover.tally.points(), 0U);
  EXPECT_FALSE(cover.memory.has_value());
}

}  // namespace
}  // namespace attnscope
