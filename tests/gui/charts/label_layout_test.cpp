// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/label_layout.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <random>

namespace attnscope {
namespace {

using testing::DoubleEq;
using testing::ElementsAre;

TEST(Elided, TheLongestPartGivesWay) {
  const QFontMetricsF metrics{QFont()};
  const QString label = QStringLiteral("standard, eager · GPU 1 · two GPUs");
  EXPECT_EQ(elided(label, metrics, metrics.horizontalAdvance(label)), label);
  for (const double share : {0.9, 0.7, 0.6}) {
    const double room = share * metrics.horizontalAdvance(label);
    const QString shown = elided(label, metrics, room);
    EXPECT_LE(metrics.horizontalAdvance(shown), room);
    EXPECT_TRUE(shown.contains(QStringLiteral("GPU 1"))) << shown.toStdString();
    EXPECT_TRUE(shown.contains(QStringLiteral("…"))) << shown.toStdString();
  }
  EXPECT_LE(metrics.horizontalAdvance(elided(label, metrics, 30)), 30);
}

TEST(Spread, LeavesLabelsThatDoNotTouchWhereTheyWantToBe) {
  EXPECT_THAT(spread({80, 20, 50}, 10, 0, 100), ElementsAre(DoubleEq(80), DoubleEq(20), DoubleEq(50)));
}

TEST(Spread, SharesTheMoveAmongThoseThatTouch) {
  EXPECT_THAT(spread({50, 50}, 10, 0, 100), ElementsAre(DoubleEq(45), DoubleEq(55)));
}

TEST(Spread, KeepsAllInside) {
  EXPECT_THAT(spread({0, 0}, 10, 0, 100), ElementsAre(DoubleEq(5), DoubleEq(15)));
  EXPECT_THAT(spread({100, 100}, 10, 0, 100), ElementsAre(DoubleEq(85), DoubleEq(95)));
}

TEST(Spread, NeverOverlapsWhateverIsWanted) {
  std::mt19937 random(7);
  for (int round = 0; round < 300; ++round) {
    const auto count = std::uniform_int_distribution<std::size_t>(1, 18)(random);
    std::uniform_real_distribution<double> anywhere(-20, 280);
    std::vector<double> wanted(count);
    std::generate(wanted.begin(), wanted.end(), [&] { return anywhere(random); });
    std::vector<double> centers = spread(wanted, 14, 0, 260);
    std::sort(centers.begin(), centers.end());
    EXPECT_GE(centers.front(), 7 - 1e-6);
    EXPECT_LE(centers.back(), 253 + 1e-6);
    for (std::size_t index = 1; index < count; ++index) {
      EXPECT_GE(centers[index] - centers[index - 1], 14 - 1e-6);
    }
  }
}

TEST(FreePlace, TakesTheFirstThatCrossesNothing) {
  const QRectF area(0, 0, 100, 100);
  Obstacles obstacles;
  obstacles.texts = {QRectF(0, 0, 30, 12)};
  obstacles.lines = {QLineF(0, 25, 100, 25)};
  const std::vector<QRectF> candidates{QRectF(10, 5, 30, 12), QRectF(10, 20, 30, 12), QRectF(10, 40, 30, 12)};
  EXPECT_EQ(free_place(candidates, area, obstacles), candidates[2]);
}

TEST(FreePlace, WouldRatherCrossALineThanCoverAText) {
  Obstacles obstacles;
  obstacles.texts = {QRectF(0, 0, 30, 12)};
  obstacles.lines = {QLineF(0, 25, 100, 25)};
  const QRectF area(0, 0, 100, 100);
  EXPECT_EQ(free_place({QRectF(5, 5, 30, 12), QRectF(5, 20, 30, 12)}, area, obstacles),
            QRectF(5, 20, 30, 12));
  EXPECT_EQ(free_place({QRectF(5, 5, 30, 12), QRectF(90, 50, 30, 12)}, area, obstacles), std::nullopt);
}

}  // namespace
}  // namespace attnscope
