// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QMimeData>
#include <QXmlStreamReader>
#include <QtTest/QTest>

#include "tests/gui/charts/sample_specs.h"
#include "ui/charts/chart_widget.h"
#include "ui/theme/theme.h"

namespace attnscope {
namespace {

TEST(ChartExport, CsvHoldsWhatIsPlotted) {
  ChartWidget chart;
  chart.setSpec(sample::memory());
  const QStringList rows = chart.toCsv().split('\n', Qt::SkipEmptyParts);
  EXPECT_EQ(rows[0], QStringLiteral("series,implementation,device,sequence_length,bytes,low,high,outcome"));
  EXPECT_EQ(rows.size(), 1 + 8 * 4);
  EXPECT_TRUE(rows.contains(QStringLiteral("\"flash\",\"flash\",0,512,134217728,,,value")));
  EXPECT_TRUE(rows.contains(
      QStringLiteral("\"standard, eager\",\"standard-eager\",0,32768,137438953472,,,out_of_memory")));
}

TEST(ChartExport, CsvHasNoFormulas) {
  ChartSpec spec = sample::time();
  spec.series[0].label = QStringLiteral("=HYPERLINK(\"x\")");
  ChartWidget chart;
  chart.setSpec(spec);
  EXPECT_TRUE(chart.toCsv().contains(QStringLiteral("\"'=HYPERLINK(\"\"x\"\")\"")));
}

TEST(ChartExport, SvgIsWellFormedAndSaysTheTitle) {
  ChartWidget chart;
  chart.resize(420, 300);
  chart.setSpec(sample::time());
  const QByteArray svg = chart.toSvg();
  QXmlStreamReader reader(svg);
  QString words;
  while (!reader.atEnd()) {
    reader.readNext();
    if (reader.isCharacters()) {
      words += reader.text();
    }
  }
  EXPECT_FALSE(reader.hasError()) << reader.errorString().toStdString();
  EXPECT_TRUE(words.contains(QStringLiteral("One call takes 1.96 ms")));
  EXPECT_TRUE(words.contains(QStringLiteral("standard, eager")));
  EXPECT_EQ(svg, chart.toSvg());
}

TEST(ChartExport, AGapLeavesNoMarkInSvg) {
  const auto shapes = [](const ChartSpec& spec) {
    ChartWidget chart;
    chart.resize(420, 300);
    chart.setSpec(spec);
    const QByteArray svg = chart.toSvg();
    EXPECT_FALSE(svg.contains("nan"));
    return svg.count("<circle") + svg.count("<ellipse");
  };
  ChartSpec spec;
  spec.lengths = {512, 1024, 2048};
  ChartSeries series;
  series.label = series.style.implementation = QStringLiteral("flash");
  for (const double length : spec.lengths) {
    ChartPoint point;
    point.x = length;
    point.y = length / 512;
    series.points.push_back(point);
  }
  spec.series.push_back(series);
  const auto whole = shapes(spec);
  spec.series[0].points[1].y.reset();
  EXPECT_EQ(shapes(spec), whole - 1);
}

TEST(ChartExport, PictureHasTheScaleAskedForAndIsSharp) {
  Theme::instance().apply(ThemeMode::light);
  ChartWidget chart;
  chart.resize(420, 300);
  chart.setSpec(sample::occupancy());
  EXPECT_EQ(chart.toImage(1).size(), QSize(420, 300));
  const QImage twice = chart.toImage(2);
  EXPECT_EQ(twice.size(), QSize(840, 600));
  // A grid line is two device pixels of one colour, not three of a blur.
  const QColor grid = Theme::instance().colors().grid;
  int sharp = 0;
  for (int y = 1; y < twice.height(); ++y) {
    sharp += twice.pixelColor(130, y) == grid && twice.pixelColor(130, y - 1) == grid ? 1 : 0;
  }
  EXPECT_GE(sharp, 4);
}

TEST(ChartExport, RenderingAtAnotherScaleIsSharpToo) {
  ChartWidget chart;
  chart.resize(420, 300);
  chart.setSpec(sample::occupancy());
  chart.show();
  QTest::qWait(1);
  QImage image(840, 600, QImage::Format_ARGB32_Premultiplied);
  image.setDevicePixelRatio(2);
  image.fill(Qt::white);
  chart.render(&image);
  const QColor grid = Theme::instance().colors().grid;
  int sharp = 0;
  for (int y = 1; y < image.height(); ++y) {
    sharp += image.pixelColor(130, y) == grid && image.pixelColor(130, y - 1) == grid ? 1 : 0;
  }
  EXPECT_GE(sharp, 4);
}

TEST(ChartExport, CopyCommandsFillTheClipboard) {
  ChartWidget chart;
  chart.resize(420, 300);
  chart.setSpec(sample::time());
  chart.show();
  chart.activateWindow();
  chart.setFocus();
  QTest::qWait(1);
  for (QAction* action : chart.actions()) {
    EXPECT_FALSE(action->shortcut().isEmpty()) << action->text().toStdString();
  }
  QTest::keyClick(&chart, Qt::Key_C, Qt::ControlModifier);
  EXPECT_TRUE(QApplication::clipboard()->mimeData()->hasImage());
  QTest::keyClick(&chart, Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
  EXPECT_EQ(QApplication::clipboard()->text(), chart.toCsv());
  QTest::keyClick(&chart, Qt::Key_C, Qt::ControlModifier | Qt::AltModifier);
  EXPECT_TRUE(QApplication::clipboard()->mimeData()->hasFormat(QStringLiteral("image/svg+xml")));
}

}  // namespace
}  // namespace attnscope
