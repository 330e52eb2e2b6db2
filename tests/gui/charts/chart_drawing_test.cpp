// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What a chart says it has drawn is what it was given.
#include <gtest/gtest.h>

#include <QJsonArray>
#include <QJsonObject>

#include "tests/gui/charts/sample_specs.h"
#include "ui/charts/chart_widget.h"
#include "ui/theme/theme.h"

namespace attnscope {
namespace {

QJsonObject described(const ChartSpec& spec, QSize size = {420, 300}) {
  ChartWidget chart;
  chart.resize(size);
  chart.setSpec(spec);
  return chart.describe();
}

QStringList texts_of(const QJsonObject& chart) {
  QStringList texts;
  for (const auto& text : chart["texts"].toArray()) {
    texts.append(text.toObject()["text"].toString());
  }
  return texts;
}

TEST(ChartDrawing, PlotsEveryValueAndIntervalAsGiven) {
  for (const ChartSpec& spec : sample::all()) {
    const QJsonArray plotted = described(spec)["series"].toArray();
    ASSERT_EQ(plotted.size(), static_cast<qsizetype>(spec.series.size()));
    for (std::size_t index = 0; index < spec.series.size(); ++index) {
      const QJsonObject series = plotted[static_cast<qsizetype>(index)].toObject();
      EXPECT_EQ(series["label"].toString(), spec.series[index].label);
      qsizetype at = 0;
      for (const ChartPoint& point : spec.series[index].points) {
        if (point.mark != ChartMark::value) {
          continue;
        }
        EXPECT_EQ(series["x"][at].toDouble(), point.x);
        EXPECT_EQ(series["y"][at].toDouble(), *point.y);
        EXPECT_EQ(series["low"][at].isNull(), !point.low.has_value());
        if (point.low) {
          EXPECT_EQ(series["low"][at].toDouble(), *point.low);
          EXPECT_EQ(series["high"][at].toDouble(), *point.high);
        }
        ++at;
      }
      EXPECT_EQ(series["x"].toArray().size(), at);
    }
  }
}

TEST(ChartDrawing, OutOfMemoryIsACrossWhereItWouldHaveBeen) {
  const QJsonObject chart = described(sample::memory());
  const QJsonArray marks = chart["series"][2]["marks"].toArray();
  ASSERT_EQ(marks.size(), 2);
  EXPECT_EQ(marks[0]["kind"].toString(), QStringLiteral("out_of_memory"));
  EXPECT_EQ(marks[0]["x"].toDouble(), 32768);
  EXPECT_EQ(marks[0]["y"].toDouble(), 128 * 1073741824.0);
  EXPECT_TRUE(texts_of(chart).contains(QStringLiteral("out of memory")));
}

TEST(ChartDrawing, AGapIsNotDrawnAcrossAndSaysWhy) {
  ChartSpec spec = sample::speedup();
  spec.series = {sample::series(QStringLiteral("flash"), QStringLiteral("flash"), 0,
                                {1, 2, sample::gap, 4, 5, 6, 7, 8}, false, ChartMark::failed)};
  const QJsonObject chart = described(spec);
  EXPECT_EQ(chart["series"][0]["x"].toArray().size(), 7);
  EXPECT_EQ(chart["series"][0]["marks"][0]["kind"].toString(), QStringLiteral("failed"));
  EXPECT_EQ(chart["series"][0]["marks"][0]["x"].toDouble(), 2048);
  EXPECT_TRUE(texts_of(chart).filter(QStringLiteral("failed")).size() == 1);
}

TEST(ChartDrawing, ValuesThatAScaleCannotShowAreNoValues) {
  ChartSpec spec = sample::time();
  spec.series = {sample::series(QStringLiteral("flash"), QStringLiteral("flash"), 0,
                                {0, -3, std::numeric_limits<double>::infinity(), 10, 20})};
  const QJsonObject series = described(spec)["series"][0].toObject();
  EXPECT_EQ(series["x"].toArray().size(), 2);
  EXPECT_EQ(series["y"][0].toDouble(), 10);
}

TEST(ChartDrawing, ReferenceLinesSayWhatTheyAre) {
  EXPECT_TRUE(texts_of(described(sample::memory())).contains(QStringLiteral("80 GB on this card")));
  EXPECT_TRUE(texts_of(described(sample::speedup())).contains(QStringLiteral("standard")));
}

TEST(ChartDrawing, AnEmptyChartSaysWhatToDo) {
  ChartSpec spec;
  spec.title = QStringLiteral("Speedup");
  spec.empty_text = QStringLiteral("Nothing measured yet. Press Run.");
  const QJsonObject chart = described(spec);
  EXPECT_TRUE(texts_of(chart).contains(spec.empty_text));
  EXPECT_TRUE(chart["series"].toArray().isEmpty());
}

TEST(ChartDrawing, LabelsAreTextNeverMarkup) {
  ChartSpec spec = sample::time();
  spec.series[0].label = QStringLiteral("<b>bold</b>");
  EXPECT_TRUE(texts_of(described(spec, {800, 400})).contains(spec.series[0].label));
}

TEST(ChartDrawing, ColorsFollowTheTheme) {
  Theme::instance().apply(ThemeMode::light);
  ChartWidget chart;
  chart.setSpec(sample::time());
  const auto color = [&] { return chart.describe()["series"][0]["color"].toString(); };
  EXPECT_EQ(color(), implementation_color(QStringLiteral("standard"), false).name());
  Theme::instance().apply(ThemeMode::dark);
  EXPECT_EQ(color(), implementation_color(QStringLiteral("standard"), true).name());
  Theme::instance().apply(ThemeMode::light);
}

TEST(ChartDrawing, SeriesForWhichThereIsNoRoomAreCounted) {
  const QStringList texts = texts_of(described(sample::heavy(50, 20)));
  const QStringList more = texts.filter(QStringLiteral(" more"));
  ASSERT_EQ(more.size(), 1);
  EXPECT_EQ(texts.filter(QStringLiteral("series ")).size() + more.front().split(' ')[1].toInt(), 50);
}

}  // namespace
}  // namespace attnscope
