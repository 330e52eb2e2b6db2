// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/chart_table_model.h"

#include <gtest/gtest.h>

#include <QAbstractItemModelTester>
#include <QSignalSpy>

#include "tests/models/fixture_runs.h"
#include "ui/models/chart_builder.h"

namespace attnscope {
namespace {

ChartSet fixture_charts(std::size_t pending = 0) {
  fixture::RunPlan plan;
  plan.pending = pending;
  const attnscope::Run run = fixture::make_run(plan);
  return build_charts({{&run, "fixture"}}, {});
}

QString cell(const ChartTableModel& model, int row, int column) {
  return model.index(row, column).data().toString();
}

TEST(ChartTableModel, HoldsEveryPointOfTheChartWithItsInterval) {
  const ChartSet charts = fixture_charts();
  ChartTableModel model;
  const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
  model.set_spec(charts.time);
  int points = 0;
  for (const ChartSeries& series : charts.time.series) {
    points += static_cast<int>(series.points.size());
  }
  ASSERT_EQ(model.rowCount(), points);
  const ChartPoint& first = charts.time.series.front().points.front();
  const int row = model.row_of(first.point_id);
  ASSERT_GE(row, 0);
  EXPECT_EQ(cell(model, row, ChartTableModel::series), charts.time.series.front().label);
  EXPECT_EQ(cell(model, row, ChartTableModel::length), "512");
  EXPECT_NEAR(cell(model, row, ChartTableModel::value).toDouble(), *first.y, *first.y * 1e-3);
  EXPECT_NEAR(cell(model, row, ChartTableModel::low).toDouble(), *first.low, *first.y * 1e-3);
  EXPECT_EQ(model.index(row, ChartTableModel::value).data(ChartTableModel::sort_role).toDouble(), *first.y);
  EXPECT_EQ(model.index(row, ChartTableModel::value).data(Qt::AccessibleTextRole).toString(),
            QStringLiteral("%1 at 512: %2 µs")
                .arg(charts.time.series.front().label, cell(model, row, ChartTableModel::value)));
}

TEST(ChartTableModel, SaysWhyThereIsNoValueAndNamesPredictions) {
  const ChartSet charts = fixture_charts();
  ChartTableModel model;
  const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
  model.set_spec(charts.memory);
  bool out_of_memory = false;
  for (int row = 0; row < model.rowCount(); ++row) {
    out_of_memory =
        out_of_memory || cell(model, row, ChartTableModel::remark).startsWith("out of memory: needed");
  }
  EXPECT_TRUE(out_of_memory);
  EXPECT_FALSE(model.is_telling(ChartTableModel::low)) << "memory has no intervals";
  const int last = model.rowCount() - 1;
  EXPECT_TRUE(cell(model, last, ChartTableModel::series).endsWith(", predicted"));
  EXPECT_EQ(model.point_id_at(last), -1);
}

TEST(ChartTableModel, NewFiguresOfTheSameLinesKeepTheLines) {
  ChartTableModel model;
  const ChartSet charts = fixture_charts();
  model.set_spec(charts.time);
  const QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
  model.set_spec(charts.time);
  EXPECT_EQ(reset.count(), 0);
  model.set_spec(charts.speedup);
  EXPECT_EQ(reset.count(), 1);
}

TEST(ChartTableModel, TheLengthLookedAtIsTinted) {
  ChartTableModel model;
  model.set_spec(fixture_charts().time);
  const int row = model.row_of_length(1024);
  ASSERT_GE(row, 0);
  EXPECT_FALSE(model.index(row, 0).data(Qt::BackgroundRole).isValid());
  model.set_hovered_length(1024);
  EXPECT_TRUE(model.index(row, 0).data(Qt::BackgroundRole).isValid());
  EXPECT_FALSE(model.index(model.row_of_length(512), 0).data(Qt::BackgroundRole).isValid());
}

}  // namespace
}  // namespace attnscope
