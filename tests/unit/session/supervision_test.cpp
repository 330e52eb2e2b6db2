// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "profiler/session/estimates.h"
#include "profiler/session/exit_words.h"

namespace attnscope {
namespace {

Plan plan_of(std::initializer_list<std::int64_t> seqlens) {
  Plan plan;
  for (const std::int64_t seqlen : seqlens) {
    Problem problem;
    problem.query_seqlen = problem.kv_seqlen = seqlen;
    plan.points.push_back({"standard", problem});
  }
  return plan;
}

TEST(ExitWords, SayWhatBecameOfAProcess) {
  EXPECT_EQ(words_for_exit(3).toStdString(), "ended with exit code 3");
  EXPECT_EQ(words_for_exit(0).toStdString(), "ended before its work was done");
  EXPECT_EQ(words_for_signal(11).toStdString(), "was killed by signal 11 (segmentation fault)");
  EXPECT_EQ(words_for_signal(63).toStdString(), "was killed by signal 63");
}

TEST(TimeLeft, ShrinksToNothing) {
  TimeLeft left(DeviceDescription{}, plan_of({128, 128, 128}));
  const double all = left.seconds(0);
  EXPECT_GT(all, 0);
  left.finished(0, 1);
  left.finished(1, 1);
  EXPECT_NEAR(left.seconds(0), 1, 0.5) << "the last point is taken to be like the ones before it";
  EXPECT_LT(left.seconds(0.5), left.seconds(0));
  EXPECT_EQ(left.seconds(1000), 0);
  left.finished(2, 1);
  EXPECT_EQ(left.seconds(0), 0);
}

TEST(TimeLeft, ASlowSmallPointDoesNotMakeTheLargestTakeHours) {
  TimeLeft left(DeviceDescription{}, plan_of({128, 16384}));
  const double before = left.seconds(0);
  left.finished(0, 5);
  EXPECT_LE(left.seconds(0), std::max(before, 5.0));
}

TEST(TimeLeft, PointsThatTookNoTimeTeachNothing) {
  TimeLeft left(DeviceDescription{}, plan_of({512, 512}));
  const double both = left.seconds(0);
  left.finished(0, 0);
  EXPECT_NEAR(left.seconds(0), both / 2, 1e-9);
}

}  // namespace
}  // namespace attnscope
