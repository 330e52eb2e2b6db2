// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <QJsonArray>
#include <QJsonObject>
#include <QSignalSpy>
#include <QWheelEvent>
#include <QtTest/QTest>
#include <cmath>

#include "tests/gui/charts/sample_specs.h"
#include "ui/charts/chart_widget.h"

namespace attnscope {
namespace {

class Interaction : public testing::Test {
 protected:
  Interaction() {
    chart_.resize(500, 320);
    chart_.setSpec(sample::time());
    chart_.show();
    chart_.setFocus();
    QTest::qWait(1);
  }

  /// Where a value is drawn, from what the chart says of its axes.
  QPoint place_of(double length, double value) const {
    const QJsonObject chart = chart_.describe();
    const auto part = [](double at, const QJsonValue& range) {
      return std::log(at / range[0].toDouble()) / std::log(range[1].toDouble() / range[0].toDouble());
    };
    const QJsonValue plot = chart["plot_rect"];
    return {int(plot[0].toDouble() + part(length, chart["length_range"]) * plot[2].toDouble()),
            int(plot[1].toDouble() + (1 - part(value, chart["value_range"])) * plot[3].toDouble())};
  }

  std::pair<double, double> length_range() const {
    const QJsonValue range = chart_.describe()["length_range"];
    return {range[0].toDouble(), range[1].toDouble()};
  }

  ChartWidget chart_;
};

TEST_F(Interaction, AClickOnAPointPinsIt) {
  QSignalSpy clicked(&chart_, &ChartWidget::pointClicked);
  QTest::mouseClick(&chart_, Qt::LeftButton, {}, place_of(4096, 4700));
  ASSERT_EQ(clicked.count(), 1);
  EXPECT_EQ(clicked[0][0].toInt(), 3);
}

TEST_F(Interaction, AClickOnNothingPinsNothing) {
  QSignalSpy clicked(&chart_, &ChartWidget::pointClicked);
  QTest::mouseClick(&chart_, Qt::LeftButton, {}, place_of(1024, 60000));
  EXPECT_EQ(clicked.count(), 0);
}

TEST_F(Interaction, HoverTellsLengthAndPoint) {
  QSignalSpy hovered(&chart_, &ChartWidget::lengthHovered);
  QTest::mouseMove(&chart_, place_of(4096, 4700) + QPoint(2, 1));
  ASSERT_EQ(hovered.count(), 1);
  EXPECT_EQ(hovered[0][0].toDouble(), 4096);
  EXPECT_EQ(chart_.accessibleDescription(), QStringLiteral("standard at 4096"));
}

TEST_F(Interaction, ArrowKeysWalkPointsAndSeriesAndEnterPins) {
  QSignalSpy clicked(&chart_, &ChartWidget::pointClicked);
  QTest::keyClick(&chart_, Qt::Key_Right);
  EXPECT_EQ(chart_.accessibleDescription(), QStringLiteral("standard at 512"));
  QTest::keyClick(&chart_, Qt::Key_Right);
  EXPECT_EQ(chart_.accessibleDescription(), QStringLiteral("standard at 1024"));
  QTest::keyClick(&chart_, Qt::Key_Down);
  EXPECT_EQ(chart_.accessibleDescription(), QStringLiteral("standard, eager at 1024"));
  QTest::keyClick(&chart_, Qt::Key_End);
  EXPECT_EQ(chart_.accessibleDescription(),
            QStringLiteral("standard, eager at 65536"));  // a gap has a reason too
  QTest::keyClick(&chart_, Qt::Key_Home);
  QTest::keyClick(&chart_, Qt::Key_Return);
  ASSERT_EQ(clicked.count(), 1);
  EXPECT_EQ(clicked[0][0].toInt(), 0);
  QTest::keyClick(&chart_, Qt::Key_Escape);
  EXPECT_TRUE(chart_.accessibleDescription().contains(QStringLiteral("Series: standard")));
}

TEST_F(Interaction, LiveValuesDoNotMoveThePointLookedAt) {
  QTest::keyClick(&chart_, Qt::Key_Right);
  QTest::keyClick(&chart_, Qt::Key_Right);
  ChartSpec next = sample::time();
  std::swap(next.series[0], next.series[2]);
  chart_.setSpec(next);
  QSignalSpy clicked(&chart_, &ChartWidget::pointClicked);
  QTest::keyClick(&chart_, Qt::Key_Right);
  EXPECT_EQ(chart_.accessibleDescription(), QStringLiteral("standard at 2048"));
}

TEST_F(Interaction, TheWheelZoomsAboutThePointerAndADoubleClickShowsAll) {
  const auto whole = length_range();
  QSignalSpy moved(&chart_, &ChartWidget::lengthRangeChanged);
  const QPoint at = place_of(4096, 4700);
  QWheelEvent wheel(at, chart_.mapToGlobal(at), {}, QPoint(0, 240), Qt::NoButton, Qt::NoModifier,
                    Qt::NoScrollPhase, false);
  QCoreApplication::sendEvent(&chart_, &wheel);
  const auto zoomed = length_range();
  EXPECT_GT(zoomed.first, whole.first);
  EXPECT_LT(zoomed.second, whole.second);
  EXPECT_NEAR(place_of(4096, 4700).x(), at.x(), 1.5);
  ASSERT_EQ(moved.count(), 1);
  EXPECT_DOUBLE_EQ(moved[0][0].toDouble(), zoomed.first);
  QTest::mouseDClick(&chart_, Qt::LeftButton, {}, at);
  EXPECT_EQ(length_range(), whole);
}

TEST_F(Interaction, ADragMovesTheLengthsButNotBeyondTheEnds) {
  const auto whole = length_range();
  chart_.setLengthRange(1024, 8192);
  const auto before = length_range();
  const QPoint at = place_of(4096, 4700);
  QTest::mousePress(&chart_, Qt::LeftButton, {}, at);
  QTest::mouseMove(&chart_, at - QPoint(20, 0));
  QTest::mouseMove(&chart_, at - QPoint(40, 0));
  const auto after = length_range();
  EXPECT_GT(after.first, before.first);
  EXPECT_NEAR(after.second / after.first, before.second / before.first, 1e-6);
  QTest::mouseMove(&chart_, at - QPoint(4000, 0));
  EXPECT_NEAR(length_range().second, whole.second, 1e-6);
  QSignalSpy clicked(&chart_, &ChartWidget::pointClicked);
  QTest::mouseRelease(&chart_, Qt::LeftButton, {}, at - QPoint(4000, 0));
  EXPECT_EQ(clicked.count(), 0);  // a drag is no click
}

TEST_F(Interaction, AShiftDragMarksMeasuredLengthsAndMovesNothing) {
  const auto whole = length_range();
  QSignalSpy marked(&chart_, &ChartWidget::lengthsMarked);
  const QPoint from = place_of(1100, 4700);
  const QPoint to = place_of(3900, 4700);
  QTest::mousePress(&chart_, Qt::LeftButton, Qt::ShiftModifier, from);
  QTest::mouseMove(&chart_, (from + to) / 2);
  QTest::mouseMove(&chart_, to);
  QTest::mouseRelease(&chart_, Qt::LeftButton, Qt::ShiftModifier, to);
  ASSERT_GE(marked.count(), 1);
  EXPECT_EQ(marked.last()[0].toDouble(), 1024);
  EXPECT_EQ(marked.last()[1].toDouble(), 4096);
  EXPECT_EQ(length_range(), whole);
  chart_.setMarkedLengths(1024, 4096);
  QTest::keyClick(&chart_, Qt::Key_Escape);
  EXPECT_EQ(marked.last()[1].toDouble(), 0) << "Escape takes the mark away";
}

TEST_F(Interaction, ShiftAndArrowsMarkLengthsToo) {
  QSignalSpy marked(&chart_, &ChartWidget::lengthsMarked);
  QTest::keyClick(&chart_, Qt::Key_Right);
  QTest::keyClick(&chart_, Qt::Key_Right);
  QTest::keyClick(&chart_, Qt::Key_Right, Qt::ShiftModifier);
  QTest::keyClick(&chart_, Qt::Key_Right, Qt::ShiftModifier);
  ASSERT_EQ(marked.count(), 2);
  EXPECT_EQ(marked.last()[0].toDouble(), 1024);
  EXPECT_EQ(marked.last()[1].toDouble(), 4096);
}

TEST_F(Interaction, AClickOnALabelAsksForItsSeriesAlone) {
  QSignalSpy asked(&chart_, &ChartWidget::isolationRequested);
  QSignalSpy pinned(&chart_, &ChartWidget::pointClicked);
  QPoint at;
  for (const auto& value : chart_.describe()["texts"].toArray()) {
    const QJsonObject text = value.toObject();
    if (text["text"].toString() == QStringLiteral("flash")) {
      at = QRectF(text["rect"][0].toDouble(), text["rect"][1].toDouble(), text["rect"][2].toDouble(),
                  text["rect"][3].toDouble())
               .center()
               .toPoint();
    }
  }
  ASSERT_FALSE(at.isNull());
  QTest::mouseClick(&chart_, Qt::LeftButton, {}, at);
  QTest::mouseClick(&chart_, Qt::LeftButton, Qt::ControlModifier, at);
  ASSERT_EQ(asked.count(), 2);
  EXPECT_EQ(asked[0][0].toString(), QStringLiteral("flash"));
  EXPECT_FALSE(asked[0][1].toBool());
  EXPECT_TRUE(asked[1][1].toBool());
  EXPECT_EQ(pinned.count(), 0);
}

TEST_F(Interaction, IsolatedSeriesAloneArePlainAndReached) {
  const auto faint = [this](const QString& label) {
    for (const auto& value : chart_.describe()["series"].toArray()) {
      if (value.toObject()["label"].toString() == label) {
        return value.toObject()["faint"].toBool();
      }
    }
    return false;
  };
  chart_.setIsolated({QStringLiteral("flash")});
  EXPECT_TRUE(faint(QStringLiteral("standard")));
  EXPECT_FALSE(faint(QStringLiteral("flash")));
  QTest::keyClick(&chart_, Qt::Key_Right);
  EXPECT_EQ(chart_.accessibleDescription(), QStringLiteral("flash at 512"));
  QTest::keyClick(&chart_, Qt::Key_Down);
  EXPECT_EQ(chart_.accessibleDescription(), QStringLiteral("flash at 512"));
  chart_.setIsolated({QStringLiteral("of another chart")});
  EXPECT_FALSE(faint(QStringLiteral("standard"))) << "nothing of it is here";
}

TEST_F(Interaction, ALinearAxisZoomsAndKeepsItsOrder) {
  ChartSpec linear = sample::time();
  linear.linear_lengths = true;
  chart_.setSpec(linear);
  const auto whole = length_range();
  const double quarter = (whole.second - whole.first) / 4;
  QTest::keyClick(&chart_, Qt::Key_Plus);
  const auto zoomed = length_range();
  EXPECT_NEAR(zoomed.second - zoomed.first, 4 * quarter / 1.25, 1);
  EXPECT_NEAR((zoomed.first + zoomed.second) / 2, (whole.first + whole.second) / 2, 1);
  chart_.setSpec(sample::time());
  EXPECT_GT(length_range().first, 0) << "back on a logarithmic axis";
}

TEST_F(Interaction, LinkedChartsFollowWithoutEcho) {
  QSignalSpy moved(&chart_, &ChartWidget::lengthRangeChanged);
  chart_.setLengthRange(1024, 8192);
  EXPECT_EQ(moved.count(), 0);
  EXPECT_NEAR(length_range().first, 1024, 1e-6);
}

TEST_F(Interaction, AZoomOutlivesNewValues) {
  chart_.setLengthRange(1024, 8192);
  chart_.setSpec(sample::time());
  EXPECT_NEAR(length_range().first, 1024, 1e-6);
  EXPECT_NEAR(length_range().second, 8192, 1e-6);
}

TEST_F(Interaction, ZoomedLabelsStayAtTheEndsThatShow) {
  chart_.setLengthRange(1024, 8192);
  int labels = 0;
  for (const auto& text : chart_.describe()["texts"].toArray()) {
    labels += text.toObject()["text"].toString() == QStringLiteral("flash") ? 1 : 0;
  }
  EXPECT_EQ(labels, 1);
}

}  // namespace
}  // namespace attnscope
