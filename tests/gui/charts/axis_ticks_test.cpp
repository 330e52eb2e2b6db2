// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/axis_ticks.h"

#include <gmock/gmock.h>

#include <cmath>

namespace attnscope {
namespace {

using testing::ElementsAre;

TEST(LengthText, UsesBinaryKilosOnlyWhereTheyAreExact) {
  EXPECT_EQ(length_text(512), QStringLiteral("512"));
  EXPECT_EQ(length_text(1024), QStringLiteral("1k"));
  EXPECT_EQ(length_text(65536), QStringLiteral("64k"));
  EXPECT_EQ(length_text(1048576), QStringLiteral("1M"));
  EXPECT_EQ(length_text(1500), QStringLiteral("1,500"));
}

TEST(ValueText, NamesTheUnitThatFits) {
  EXPECT_EQ(value_text(2.5, ValueFormat::ratio), QStringLiteral("2.5×"));
  EXPECT_EQ(value_text(50, ValueFormat::percent), QStringLiteral("50 %"));
  EXPECT_EQ(value_text(1500, ValueFormat::microseconds), QStringLiteral("1.5 ms"));
  EXPECT_EQ(value_text(20, ValueFormat::microseconds), QStringLiteral("20 µs"));
  EXPECT_EQ(value_text(3e6, ValueFormat::microseconds), QStringLiteral("3 s"));
  EXPECT_EQ(value_text(std::exp2(27), ValueFormat::bytes), QStringLiteral("128 MiB"));
  EXPECT_EQ(value_text(std::exp2(33), ValueFormat::bytes), QStringLiteral("8 GiB"));
  EXPECT_EQ(value_text(600, ValueFormat::tflops), QStringLiteral("600"));
}

TEST(ValueAxis, FromZeroCoversTheLargestWithRoundTicks) {
  const ValueAxis axis = value_axis(0.3, 7.7, ChartSpec{}, 220);
  EXPECT_THAT(axis.ticks, ElementsAre(0, 2, 4, 6, 8));
  EXPECT_LT(axis.low, 0);  // a marker at zero is not cut
  EXPECT_GT(axis.high, 8);
}

TEST(ValueAxis, RatiosNearOneFillTheAxis) {
  ChartSpec spec;
  spec.scale = ValueScale::linear;
  const ValueAxis axis = value_axis(0.98, 1.04, spec, 220);
  EXPECT_LT(axis.low, 0.98);
  EXPECT_GT(axis.low, 0.96);
  EXPECT_GT(axis.high, 1.04);
  EXPECT_THAT(axis.ticks, testing::Pointwise(testing::DoubleNear(1e-9), {0.98, 1.0, 1.02, 1.04}));
  const ValueAxis flat = value_axis(1, 1, spec, 220);
  EXPECT_LT(flat.low, 1) << "one value has room around it";
  EXPECT_GE(flat.ticks.size(), 2U);
}

TEST(ValueAxis, PercentGoesByQuarters) {
  ChartSpec spec;
  spec.format = ValueFormat::percent;
  spec.maximum = 100;
  EXPECT_THAT(value_axis(15, 99, spec, 220).ticks, ElementsAre(0, 25, 50, 75, 100));
}

TEST(ValueAxis, BytesHaveWholeGibibytesAmongTheTicks) {
  ChartSpec spec;
  spec.scale = ValueScale::log2;
  spec.format = ValueFormat::bytes;
  const ValueAxis axis = value_axis(std::exp2(27), std::exp2(39), spec, 200);
  EXPECT_THAT(axis.ticks,
              ElementsAre(std::exp2(27), std::exp2(30), std::exp2(33), std::exp2(36), std::exp2(39)));
  EXPECT_LT(axis.low, std::exp2(27));
  EXPECT_GT(axis.high, std::exp2(39));
}

TEST(ValueAxis, OneDecadeIsDividedFurther) {
  ChartSpec spec;
  spec.scale = ValueScale::log10;
  EXPECT_THAT(value_axis(10, 100, spec, 240).ticks, ElementsAre(10, 20, 50, 100));
}

TEST(ValueAxis, NothingToShowIsStillAnAxis) {
  for (const ValueScale scale :
       {ValueScale::linear_from_zero, ValueScale::linear, ValueScale::log2, ValueScale::log10}) {
    ChartSpec spec;
    spec.scale = scale;
    for (const double smallest : {0.0, std::numeric_limits<double>::infinity()}) {
      const ValueAxis axis = value_axis(smallest, 0, spec, 100);
      EXPECT_LT(axis.low, axis.high);
      EXPECT_TRUE(std::isfinite(axis.low) && std::isfinite(axis.high));
    }
  }
}

TEST(ValueAxis, OneValueAloneHasRoomAround) {
  ChartSpec spec;
  spec.scale = ValueScale::log10;
  const ValueAxis axis = value_axis(37, 37, spec, 200);
  EXPECT_LT(axis.low, 37);
  EXPECT_GT(axis.high, 37);
}

TEST(LengthTicks, ArePowersOfTwoOrTheLengthsThemselves) {
  EXPECT_THAT(length_ticks(500, 4100, {}), ElementsAre(512, 1024, 2048, 4096));
  EXPECT_THAT(length_ticks(990, 1600, {1000, 1500}), ElementsAre(1000, 1500));
  EXPECT_TRUE(length_ticks(0, 10, {}).empty());
}

TEST(LinearLengthTicks, AreMultiplesOfAPowerOfTwo) {
  const std::vector<double> ticks = linear_length_ticks(-2000, 67000);
  EXPECT_EQ(ticks, (std::vector<double>{0, 16384, 32768, 49152, 65536}));
  EXPECT_LE(linear_length_ticks(1000, 1007).size(), 8U);
}

TEST(LinearValueAxis, BytesStepInPowersOfTwo) {
  ChartSpec spec;
  spec.format = ValueFormat::bytes;
  for (const double tick : value_axis(0, 9e9, spec, 200).ticks) {
    EXPECT_EQ(std::fmod(tick, 1024.0 * 1024 * 1024), 0) << tick;
  }
}

}  // namespace
}  // namespace attnscope
