// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/analysis/claims.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/unit/analysis/run_builder.h"

namespace attnscope {
namespace {

using testing::measured_with;
using testing::problem_at;
using testing::RunBuilder;

ClaimCheck check_of(const Run& run, ClaimKind kind, const std::string& device = "GPU-1") {
  for (const ClaimCheck& check : check_claims(run, "standard")) {
    if (check.kind == kind && check.device_uuid == device) return check;
  }
  ADD_FAILURE() << "the claim was not checked";
  return {};
}

RunBuilder& pair(RunBuilder& builder, std::int64_t seqlen, double speedup) {
  return builder.time("standard", seqlen, 100 * speedup).time("flash", seqlen, 100);
}

TEST(Claims, EachLengthCountsForItsOwnClaimOnly) {
  RunBuilder builder;
  pair(builder, 511, 1.15);
  pair(builder, 512, 2.5);
  pair(builder, 2048, 2.0);
  pair(builder, 4096, 3.5);
  const auto& run = builder.run();
  EXPECT_EQ(check_of(run, ClaimKind::faster_under_512).points, 1U);
  const ClaimCheck middle = check_of(run, ClaimKind::faster_512_to_2k);
  EXPECT_EQ(middle.points, 2U);
  EXPECT_EQ(middle.standing, ClaimStanding::held);
  EXPECT_DOUBLE_EQ(middle.measured.low, 2.0);
  EXPECT_DOUBLE_EQ(middle.measured.high, 2.5);
  EXPECT_FALSE(middle.exceeded);
  EXPECT_EQ(check_of(run, ClaimKind::faster_over_2k).points, 1U);
}

TEST(Claims, OneShortPointBreaksAClaimAndTheRestIsTold) {
  RunBuilder builder;
  pair(builder, 4096, 2.9);
  pair(builder, 8192, 3.4);
  pair(builder, 16384, 5.0);
  const ClaimCheck check = check_of(builder.run(), ClaimKind::faster_over_2k);
  EXPECT_EQ(check.standing, ClaimStanding::not_held);
  EXPECT_EQ(check.reaching, 2U);
  EXPECT_EQ(check.points, 3U);
  EXPECT_EQ(check.held_from, 8192);
}

TEST(Claims, NothingIsSaidFromALengthOnWhereTheLongestFails) {
  RunBuilder builder;
  pair(builder, 4096, 3.4);
  pair(builder, 8192, 2.9);
  EXPECT_EQ(check_of(builder.run(), ClaimKind::faster_over_2k).held_from, std::nullopt);
}

TEST(Claims, MoreThanClaimedIsHeldAndToldSo) {
  RunBuilder builder;
  pair(builder, 256, 2.8);
  const ClaimCheck check = check_of(builder.run(), ClaimKind::faster_under_512);
  EXPECT_EQ(check.standing, ClaimStanding::held);
  EXPECT_TRUE(check.exceeded);
}

TEST(Claims, WithoutABaselineNothingWasMeasured) {
  RunBuilder builder;
  builder.time("flash", 512, 10).time("torch-cudnn", 512, 20);
  for (const ClaimCheck& check : check_claims(builder.run(), "standard")) {
    EXPECT_EQ(check.standing, ClaimStanding::not_measured);
    EXPECT_EQ(check.points, 0U);
  }
}

TEST(Claims, OnlyStandardAttentionIsWhatFlashIsClaimedToBeat) {
  RunBuilder builder;
  builder.time("flash", 4096, 100).time("torch-cudnn", 4096, 110);
  EXPECT_EQ(claims_baseline(builder.run(), "torch-cudnn"), "standard") << "and so it was not measured";
  builder.time("torch-math", 4096, 400);
  EXPECT_EQ(claims_baseline(builder.run(), "torch-cudnn"), "torch-math");
  builder.time("standard", 4096, 300);
  EXPECT_EQ(claims_baseline(builder.run(), "torch-cudnn"), "standard");
  EXPECT_EQ(claims_baseline(builder.run(), "torch-math"), "torch-math") << "the reader's own choice";
}

TEST(Claims, MemoryCountsWhereBothFitAndNamesTheRest) {
  RunBuilder builder;
  builder.memory("standard", 1024, 1200).memory("flash", 1024, 100);
  builder.add("standard", 2048, OutOfMemory{1000, 10, ""}).memory("flash", 2048, 100);
  const ClaimCheck check = check_of(builder.run(), ClaimKind::less_memory);
  EXPECT_EQ(check.standing, ClaimStanding::held);
  EXPECT_EQ(check.points, 1U);
  EXPECT_DOUBLE_EQ(check.measured.low, 12);
  EXPECT_EQ(check.baseline_out_of_memory, 1U);
}

TEST(Claims, AnErrorAtTheLimitIsNotUnderIt) {
  Measured measured = measured_with(10);
  measured.error = ErrorFigures{1, 1e-3, 1};
  RunBuilder at;
  at.add("flash", 512, measured);
  EXPECT_EQ(check_of(at.run(), ClaimKind::small_error).standing, ClaimStanding::not_held);
  measured.error->relative_rms = 9e-4;
  RunBuilder under;
  under.add("flash", 512, measured);
  EXPECT_EQ(check_of(under.run(), ClaimKind::small_error).standing, ClaimStanding::held);
}

TEST(Claims, Fp8IsHeldAgainstFp16AndNotAgainstBf16) {
  Problem half = problem_at(4096);
  Problem brain = half;
  brain.dtype = Dtype::bf16;
  RunBuilder builder;
  builder.add("flash", half, measured_with(160)).add("flash-fp8", half, measured_with(100));
  builder.add("flash", brain, measured_with(900)).add("flash-fp8", brain, measured_with(900));
  const ClaimCheck check = check_of(builder.run(), ClaimKind::fp8_faster_than_16);
  EXPECT_EQ(check.standing, ClaimStanding::held);
  EXPECT_DOUBLE_EQ(check.measured.low, 1.6);
  EXPECT_DOUBLE_EQ(check.measured.high, 1.6);
}

TEST(Claims, DevicesAreJudgedApart) {
  RunBuilder builder;
  pair(builder, 4096, 3.5);
  builder.device("GPU-2", "Second GPU").on("GPU-2");
  pair(builder, 4096, 1.5);
  EXPECT_EQ(check_of(builder.run(), ClaimKind::faster_over_2k, "GPU-1").standing, ClaimStanding::held);
  EXPECT_EQ(check_of(builder.run(), ClaimKind::faster_over_2k, "GPU-2").standing, ClaimStanding::not_held);
}

}  // namespace
}  // namespace attnscope
