// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// No text of a chart is cut, covers another, or is hard to read; at every size and in both themes.
#include <gtest/gtest.h>

#include <QJsonArray>
#include <QJsonObject>
#include <algorithm>
#include <cmath>
#include <tuple>

#include "tests/gui/charts/sample_specs.h"
#include "ui/charts/chart_widget.h"
#include "ui/charts/label_layout.h"
#include "ui/theme/theme.h"

namespace attnscope {
namespace {

QRectF rect_of(const QJsonValue& value) {
  return {value[0].toDouble(), value[1].toDouble(), value[2].toDouble(), value[3].toDouble()};
}

std::vector<ChartSpec> charts_to_check() {
  std::vector<ChartSpec> charts = sample::all();
  charts.push_back(sample::heavy(50, 30));
  ChartSpec running = sample::speedup();  // a sweep that has just begun
  for (ChartSeries& series : running.series) {
    for (std::size_t index = 1; index < series.points.size(); ++index) {
      series.points[index].y.reset();
      series.points[index].mark = ChartMark::pending;
    }
  }
  charts.push_back(running);
  ChartSpec single = sample::time();
  single.lengths = {4096};
  for (ChartSeries& series : single.series) {
    series.points = {series.points[3]};
  }
  charts.push_back(single);
  ChartSpec empty = sample::time();
  empty.series.clear();
  empty.empty_text = QStringLiteral("Nothing measured yet. Choose devices and lengths, then press Run.");
  charts.push_back(empty);
  ChartSpec wordy = sample::occupancy();
  wordy.title = QStringLiteral(
      "standard, eager on NVIDIA H100 80GB HBM3 is slower than everything else there is, "
      "and this title goes on for very much longer than any card is wide");
  wordy.subtitle = wordy.title;
  wordy.series[0].label = QStringLiteral("a very long label · NVIDIA H100 80GB HBM3 · another run");
  charts.push_back(wordy);
  return charts;
}

class AtSize : public testing::TestWithParam<std::tuple<QSize, bool>> {};
INSTANTIATE_TEST_SUITE_P(Charts, AtSize,
                         testing::Combine(testing::Values(QSize(320, 180), QSize(320, 240), QSize(420, 300),
                                                          QSize(900, 500)),
                                          testing::Bool()));

TEST_P(AtSize, TextsAreInsideApartAndReadable) {
  const auto [size, dark] = GetParam();
  Theme::instance().apply(dark ? ThemeMode::dark : ThemeMode::light);
  for (const ChartSpec& spec : charts_to_check()) {
    ChartWidget chart;
    chart.resize(size);
    chart.setSpec(spec);
    chart.setSelectedLength(8192);
    const QJsonArray texts = chart.describe()["texts"].toArray();
    ASSERT_FALSE(texts.isEmpty());
    const QRectF card(chart.rect());
    for (qsizetype one = 0; one < texts.size(); ++one) {
      const QString words = texts[one]["text"].toString();
      const QRectF rect = rect_of(texts[one]["rect"]);
      EXPECT_TRUE(card.contains(rect)) << words.toStdString() << " at " << rect.x() << ' ' << rect.y() << ' '
                                       << rect.width() << ' ' << rect.height();
      EXPECT_GE(
          contrast_ratio(QColor(texts[one]["color"].toString()), QColor(texts[one]["background"].toString())),
          4.5)
          << words.toStdString();
      for (qsizetype other = one + 1; other < texts.size(); ++other) {
        // A pixel of leading may be shared.
        const QRectF common = rect & rect_of(texts[other]["rect"]);
        EXPECT_TRUE(common.width() < 0.5 || common.height() < 1.5)
            << words.toStdString() << " and " << texts[other]["text"].toString().toStdString();
      }
    }
  }
  Theme::instance().apply(ThemeMode::light);
}

/// The pieces of the lines that a chart plots, in the coordinates of its texts.
std::vector<QLineF> plotted_lines(const QJsonObject& chart, bool linear_lengths) {
  const QRectF plot = rect_of(chart["plot_rect"]);
  const auto place = [](double value, const QJsonValue& range, bool linear) {
    const double low = range[0].toDouble();
    const double high = range[1].toDouble();
    return linear ? (value - low) / (high - low) : std::log(value / low) / std::log(high / low);
  };
  std::vector<QLineF> lines;
  for (const auto& series : chart["series"].toArray()) {
    const QJsonArray x = series.toObject()["x"].toArray();
    const QJsonArray y = series.toObject()["y"].toArray();
    for (qsizetype at = 1; at < x.size(); ++at) {
      const auto point = [&](qsizetype index) {
        return QPointF(
            plot.left() + plot.width() * place(x[index].toDouble(), chart["length_range"], linear_lengths),
            plot.bottom() - plot.height() * place(y[index].toDouble(), chart["value_range"], false));
      };
      lines.emplace_back(point(at - 1), point(at));
    }
  }
  return lines;
}

TEST(ChartLayout, WordsOnALineKeepClearOfTheSeriesOnBothKindsOfLengths) {
  for (const bool linear_lengths : {false, true}) {
    for (const QSize size : {QSize(420, 300), QSize(900, 500)}) {
      ChartSpec spec = sample::memory();
      spec.linear_lengths = linear_lengths;
      ChartWidget chart;
      chart.resize(size);
      chart.setSpec(spec);
      const QJsonObject drawn = chart.describe();
      const std::vector<QLineF> lines = plotted_lines(drawn, linear_lengths);
      ASSERT_GT(lines.size(), 10U);
      bool found = false;
      for (const auto& text : drawn["texts"].toArray()) {
        if (text.toObject()["text"] == spec.lines.front().label) {
          found = true;
          const QRectF place = rect_of(text.toObject()["rect"]);
          EXPECT_TRUE(std::none_of(lines.begin(), lines.end(),
                                   [&place](const QLineF& line) { return crosses(line, place); }))
              << size.width() << " wide, linear " << linear_lengths;
        }
      }
      EXPECT_TRUE(found);
    }
  }
}

TEST(ChartLayout, ACrossoverIsNamedHoweverWideItsIntervalIs) {
  for (const double high : {1100.0, 6000.0, 60000.0}) {
    for (const QSize size : {QSize(420, 300), QSize(900, 500)}) {
      ChartSpec spec = sample::speedup();
      LengthMark mark;
      mark.at = 1000;
      mark.low = 512;
      mark.high = high;
      mark.label = QStringLiteral("crossover 1k (512 to more)");
      mark.implementation = QStringLiteral("flash");
      spec.length_marks = {mark};
      ChartWidget chart;
      chart.resize(size);
      chart.setSpec(spec);
      const QJsonArray texts = chart.describe()["texts"].toArray();
      EXPECT_TRUE(std::any_of(texts.begin(), texts.end(),
                              [&](const QJsonValue& text) { return text["text"].toString() == mark.label; }))
          << high << " at " << size.width();
    }
  }
}

TEST(ChartLayout, AShortenedTextSaysSoAndKeepsTheWhole) {
  ChartSpec spec = sample::occupancy();
  spec.series[0].label = QStringLiteral("a very long label · NVIDIA H100 80GB HBM3 · another run");
  ChartWidget chart;
  chart.resize(320, 240);
  chart.setSpec(spec);
  bool found = false;
  for (const auto& text : chart.describe()["texts"].toArray()) {
    found = found || (text.toObject()["elided"].toBool() &&
                      text.toObject()["full_text"].toString() == spec.series[0].label);
  }
  EXPECT_TRUE(found);
}

TEST(ChartLayout, LinkedChartsHaveTheirLengthsBelowEachOther) {
  QList<double> lefts;
  for (const ChartSpec& spec : sample::all()) {
    ChartWidget chart;
    chart.resize(420, 300);
    chart.setSpec(spec);
    lefts.append(chart.describe()["plot_rect"][0].toDouble());
  }
  EXPECT_EQ(lefts.count(lefts.front()), lefts.size());
}

}  // namespace
}  // namespace attnscope
