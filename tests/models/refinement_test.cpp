// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/refinement.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/models/fixture_runs.h"

namespace attnscope {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(FinerLengths, LieEvenlyBetweenNeighboursAndAreRound) {
  EXPECT_THAT(finer_lengths({512, 1024, 2048, 4096}, 512, 2048),
              ElementsAre(640, 768, 896, 1280, 1536, 1792));
  EXPECT_THAT(finer_lengths({100, 200}, 100, 200), ElementsAre(128, 144, 176));
}

TEST(FinerLengths, AreNoneWhereThereIsNoRoom) {
  EXPECT_THAT(finer_lengths({512, 513}, 512, 513), IsEmpty());
  EXPECT_THAT(finer_lengths({512, 1024}, 600, 2048), IsEmpty()) << "512 is outside";
  EXPECT_THAT(finer_lengths({}, 1, 2), IsEmpty());
}

TEST(Refinement, AsksForTheSameShapeImplementationsAndDevice) {
  const attnscope::Run run = fixture::make_run({});
  const Description description = fixture::make_description(1);
  const Refinement refinement = refinement_of(run, {}, 512, 2048, description);
  ASSERT_EQ(refinement.obstacle, QString()) << refinement.obstacle.toStdString();
  EXPECT_EQ(refinement.sweep.implementations.size(), 3U);
  EXPECT_EQ(refinement.effort.points, 18);
  const auto plans = plans_of(refinement.sweep, description);
  ASSERT_TRUE(plans.has_value());
  ASSERT_EQ(plans->size(), 1U);
  EXPECT_EQ(plans->front().device_uuid, run.points.front().device_uuid);
  EXPECT_EQ(shape_of(plans->front().points.front().problem), shape_of(run.points.front().problem));
  const QString label = refinement_label(refinement, run);
  EXPECT_TRUE(label.contains("640, 768, 896")) << label.toStdString();
  EXPECT_TRUE(label.contains("18 points")) << label.toStdString();
}

TEST(Refinement, OnAnotherMachineSaysWhereItWasMeasured) {
  const attnscope::Run run = fixture::make_run({});
  const Refinement refinement = refinement_of(run, {}, 512, 2048, fixture::make_description(0));
  EXPECT_TRUE(refinement.obstacle.contains("not in this machine: H100 80GB"))
      << refinement.obstacle.toStdString();
  EXPECT_FALSE(refinement.sweep.seqlens.empty()) << "the command for where it is";
}

TEST(Refinement, NeighboursHaveNothingBetweenThem) {
  fixture::RunPlan plan;
  plan.seqlens = {512, 513};
  const attnscope::Run run = fixture::make_run(plan);
  const Refinement refinement = refinement_of(run, {}, 512, 513, fixture::make_description(1));
  EXPECT_TRUE(refinement.sweep.seqlens.empty());
  EXPECT_FALSE(refinement.obstacle.isEmpty());
}

}  // namespace
}  // namespace attnscope
