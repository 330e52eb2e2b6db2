// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/run_list_model.h"

#include <gtest/gtest.h>

#include <QAbstractItemModelTester>
#include <QSignalSpy>

#include "tests/models/fixture_runs.h"

namespace attnscope {
namespace {

RunEntry entry_of(const Run& run, RunOrigin origin = RunOrigin::own) {
  RunEntry entry;
  entry.summary.header = run.header;
  entry.summary.measured = static_cast<std::int64_t>(run.points.size());
  entry.summary.shape = "32/8 × 128 fp16 causal";
  entry.origin = origin;
  return entry;
}

std::vector<RunEntry> two_entries() {
  fixture::RunPlan plan;
  plan.devices = 2;
  std::vector<RunEntry> entries{entry_of(fixture::make_run(plan))};
  plan.id = "00000000-0000-4000-8000-000000000002";
  plan.devices = 1;
  entries.push_back(entry_of(fixture::make_run(plan), RunOrigin::sample));
  return entries;
}

TEST(RunListModel, KeepsTheRulesOfModels) {
  RunListModel model;
  const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
  model.set_entries(two_entries());
  model.set_entries(two_entries());
  model.set_current(model.id_at(0));
  model.set_figures(model.id_at(1), {5.0, "< 512"});
  EXPECT_TRUE(model.setData(model.index(1, RunListModel::overlay), Qt::Checked, Qt::CheckStateRole));
  model.set_entries({});
  EXPECT_EQ(model.rowCount(), 0);
}

TEST(RunListModel, SaysWhatWasMeasuredWhere) {
  RunListModel model;
  model.set_entries(two_entries());
  model.set_figures(model.id_at(0), {5.0, "< 512"});
  const auto text = [&model](int row, int column) { return model.index(row, column).data().toString(); };
  EXPECT_EQ(text(0, RunListModel::device), "2 × H100 80GB");
  EXPECT_EQ(text(0, RunListModel::points), "48");
  EXPECT_EQ(text(0, RunListModel::speedup), "5.0×");
  EXPECT_EQ(text(0, RunListModel::crossover), "< 512");
  EXPECT_EQ(text(1, RunListModel::remark), "sample");
}

TEST(RunListModel, TicksAreTheOverlaysAndTheShownRunHasNone) {
  RunListModel model;
  model.set_entries(two_entries());
  model.set_current(model.id_at(0));
  const QSignalSpy spy(&model, &RunListModel::overlaysChanged);
  EXPECT_FALSE(model.setData(model.index(0, RunListModel::overlay), Qt::Checked, Qt::CheckStateRole));
  EXPECT_TRUE(model.setData(model.index(1, RunListModel::overlay), Qt::Checked, Qt::CheckStateRole));
  EXPECT_EQ(spy.count(), 1);
  EXPECT_EQ(model.overlays(), std::vector<std::string>{model.id_at(1)});
  EXPECT_TRUE(model.setData(model.index(1, RunListModel::overlay), Qt::Unchecked, Qt::CheckStateRole));
  EXPECT_TRUE(model.overlays().empty());
}

TEST(RunListModel, FiguresAreWantedAgainWhenARunHasGrown) {
  RunListModel model;
  std::vector<RunEntry> entries = two_entries();
  model.set_entries(entries);
  model.set_figures(model.id_at(0), {});
  model.set_figures(model.id_at(1), {});
  EXPECT_FALSE(model.without_figures().has_value());
  ++entries[1].summary.measured;
  model.set_entries(entries);
  EXPECT_EQ(model.without_figures(), model.id_at(1));
}

}  // namespace
}  // namespace attnscope
