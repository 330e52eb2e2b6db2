// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/analysis/advice.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "profiler/analysis/metrics.h"
#include "tests/unit/analysis/run_builder.h"

namespace attnscope {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::measured_with;
using testing::RunBuilder;
using ::testing::SizeIs;

const std::vector<std::string> switchable{"torch-flash", "torch-cudnn", "torch-math"};

Advice advise_on(const attnscope::Run& run, const std::string& device) {
  return advise(run, shape_of(testing::problem_at(1)), device, switchable);
}

Measured with_memory(double median_us, std::uint64_t bytes) {
  Measured measured = measured_with(median_us);
  measured.memory.peak_bytes = bytes;
  return measured;
}

TEST(Advice, SaysAtWhichLengthsWhichOneIsFastestAndWhatItSaves) {
  const attnscope::Run run = RunBuilder()
                                 .add("torch-flash", 512, with_memory(10, 100))
                                 .add("torch-cudnn", 512, with_memory(12, 100))
                                 .add("torch-math", 512, with_memory(30, 400))
                                 .add("torch-flash", 1024, with_memory(30, 200))
                                 .add("torch-cudnn", 1024, with_memory(20, 200))
                                 .add("torch-math", 1024, with_memory(100, 1600))
                                 .add("torch-flash", 2048, with_memory(90, 400))
                                 .add("torch-cudnn", 2048, with_memory(60, 400))
                                 .add("torch-math", 2048, OutOfMemory{9, 8, "no"})
                                 .run();
  const Advice advice = advise_on(run, "GPU-1");
  EXPECT_EQ(advice.reference, "torch-math");
  EXPECT_FALSE(advice.reference_is_in_app);
  ASSERT_THAT(advice.ranges, SizeIs(2));
  EXPECT_THAT(advice.ranges[0].implementations, ElementsAre("torch-flash"));
  EXPECT_THAT(advice.ranges[0].lengths, ElementsAre(512));
  EXPECT_NEAR(advice.ranges[0].speedup->low, 3, 0.01);
  EXPECT_THAT(advice.ranges[0].evidence, ElementsAre(0, 2, 1));
  ASSERT_THAT(advice.ranges[0].rivals, SizeIs(1));
  EXPECT_EQ(advice.ranges[0].rivals[0].implementation, "torch-cudnn");
  EXPECT_NEAR(advice.ranges[0].rivals[0].speedup.low, 1.2, 0.01);
  EXPECT_THAT(advice.ranges[1].implementations, ElementsAre("torch-cudnn"));
  EXPECT_THAT(advice.ranges[1].lengths, ElementsAre(1024, 2048));
  EXPECT_NEAR(advice.ranges[1].speedup->high, 5, 0.01);
  EXPECT_NEAR(advice.ranges[1].memory_ratio->high, 8, 0.01);
  EXPECT_THAT(advice.ranges[1].reference_out_of_memory, ElementsAre(2048));
}

TEST(Advice, WhatCannotBeToldApartIsAdvisedAlike) {
  const attnscope::Run run = RunBuilder()
                                 .time("torch-flash", 512, 10)
                                 .time("torch-cudnn", 512, 10.05)
                                 .time("torch-flash", 1024, 22, 0.2)
                                 .time("torch-cudnn", 1024, 20, 0.2)
                                 .time("torch-flash", 2048, 50)
                                 .time("torch-cudnn", 2048, 40)
                                 .run();
  const Advice advice = advise_on(run, "GPU-1");
  ASSERT_THAT(advice.ranges, SizeIs(1));  // cudnn is never beaten
  EXPECT_THAT(advice.ranges[0].implementations, ElementsAre("torch-cudnn"));
  EXPECT_FALSE(advice.ranges[0].speedup.has_value());  // no reference
}

TEST(Advice, StandardAttentionIsAdvisedWhereItIsFastest) {
  const attnscope::Run run = RunBuilder().time("torch-flash", 64, 10).time("torch-math", 64, 6).run();
  const Advice advice = advise_on(run, "GPU-1");
  ASSERT_THAT(advice.ranges, SizeIs(1));
  EXPECT_THAT(advice.ranges[0].implementations, ElementsAre("torch-math"));
  EXPECT_FALSE(advice.ranges[0].speedup.has_value());

  const attnscope::Run in_app = RunBuilder().time("torch-flash", 64, 10).time("standard", 64, 6).run();
  EXPECT_THAT(advise_on(in_app, "GPU-1").standard_wins, ElementsAre(64));
}

TEST(Advice, AnInAppKernelShowsHowFarOneCouldGo) {
  const attnscope::Run run = RunBuilder()
                                 .time("torch-flash", 512, 10)
                                 .time("flash", 512, 10)
                                 .time("torch-flash", 1024, 24)
                                 .time("flash", 1024, 20)
                                 .run();
  const Advice advice = advise_on(run, "GPU-1");
  ASSERT_TRUE(advice.beyond.has_value());
  EXPECT_THAT(advice.beyond->lengths, ElementsAre(1024));
  EXPECT_NEAR(advice.beyond->speedup.low, 1.2, 0.01);
  EXPECT_FALSE(advice.in_app.has_value());
}

TEST(Advice, InAppKernelsAreComparedWhereNothingElseWasMeasured) {
  const attnscope::Run run = RunBuilder()
                                 .time("standard", 128, 5)
                                 .time("flash", 128, 6)
                                 .time("standard", 512, 20)
                                 .time("flash", 512, 10)
                                 .run();
  const Advice advice = advise_on(run, "GPU-1");
  EXPECT_THAT(advice.ranges, IsEmpty());
  ASSERT_TRUE(advice.in_app.has_value());
  EXPECT_THAT(advice.in_app->faster, ElementsAre(512));
  EXPECT_THAT(advice.in_app->not_faster, ElementsAre(128));
  EXPECT_NEAR(advice.in_app->speedup->low, 2, 0.01);
}

TEST(Advice, NothingIsSaidOfWhatWasNotMeasured) {
  const attnscope::Run run = RunBuilder()
                                 .add("torch-flash", 512, Failed{"x"})
                                 .add("torch-flash", 1024, Unsupported{"y"})
                                 .pending("torch-cudnn", 512)
                                 .run();
  const Advice advice = advise_on(run, "GPU-1");
  EXPECT_THAT(advice.ranges, IsEmpty());
  EXPECT_FALSE(advice.beyond.has_value());
  EXPECT_FALSE(advice.in_app.has_value());
  EXPECT_TRUE(advice.reference.empty());
}

TEST(Advice, EachDeviceHasItsOwnAndAGapEndsARange) {
  const attnscope::Run run = RunBuilder()
                                 .device("GPU-2", "Second GPU")
                                 .time("torch-flash", 512, 10)
                                 .add("torch-flash", 1024, Failed{"x"})
                                 .time("torch-flash", 2048, 40)
                                 .on("GPU-2")
                                 .time("torch-cudnn", 512, 10)
                                 .run();
  EXPECT_THAT(advise_on(run, "GPU-1").ranges, SizeIs(2));
  EXPECT_THAT(advise_on(run, "GPU-2").ranges.at(0).implementations, ElementsAre("torch-cudnn"));
}

}  // namespace
}  // namespace attnscope
