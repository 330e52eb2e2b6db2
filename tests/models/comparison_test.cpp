// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the Compare page is made of: the runs that are laid beside each other, the table of verdicts, the
// charts and the words.
#include "ui/models/comparison_charts.h"

#include <gtest/gtest.h>

#include <QAbstractItemModelTester>
#include <QTemporaryDir>

#include "tests/models/fixture_runs.h"
#include "ui/models/run_choice_model.h"
#include "ui/models/run_search.h"
#include "ui/models/verdict_model.h"

namespace attnscope {
namespace {

constexpr char other_id[] = "00000000-0000-4000-8000-000000000002";

/// The same run again, with one implementation's times multiplied.
Run again(double factor, const std::string& implementation = "flash", const char* id = other_id) {
  fixture::RunPlan plan;
  plan.id = id;
  plan.name = "again";
  Run run = fixture::make_run(plan);
  for (Point& point : run.points) {
    auto* measured = std::get_if<Measured>(&point.outcome);
    if (measured != nullptr && point.implementation == implementation) {
      for (Sample& sample : measured->samples) {
        sample.span_us *= factor;
      }
    }
  }
  return run;
}

std::vector<ComparedRun> compared(const Run& base, std::vector<Run> others) {
  std::vector<ComparedRun> all;
  for (Run& other : others) {
    auto run = std::make_shared<const Run>(std::move(other));
    all.push_back({run, compare_runs(base, *run, {})});
  }
  return all;
}

QString cell(const VerdictModel& model, int row, int column) {
  return model.index(row, column).data().toString();
}

int row_of(const VerdictModel& model, const std::string& implementation, std::int64_t seqlen) {
  for (int row = 0; row < model.rowCount(); ++row) {
    const Point& point = *model.point_at(row).base.point;
    if (point.implementation == implementation && point.problem.kv_seqlen == seqlen) {
      return row;
    }
  }
  return -1;
}

TEST(VerdictModel, KeepsTheRulesOfModels) {
  const auto base = fixture::make_run({});
  const auto one = compared(base, {again(1.1)});
  VerdictModel model;
  const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
  model.set_compared(one);
  EXPECT_EQ(model.rowCount(), 24);
  model.set_compared({});
  EXPECT_EQ(model.rowCount(), 0);
}

TEST(VerdictModel, SaysWhatChangedAndWhatDidNot) {
  const auto base = fixture::make_run({});
  const auto one = compared(base, {again(1.1)});
  VerdictModel model;
  model.set_compared(one);
  const int flash = row_of(model, "flash", 8192);
  EXPECT_EQ(cell(model, flash, VerdictModel::time_verdict), "slower");
  EXPECT_TRUE(cell(model, flash, VerdictModel::time_ratio).startsWith("1.100× (1.0"));
  EXPECT_EQ(cell(model, flash, VerdictModel::memory_verdict), "same");
  EXPECT_EQ(cell(model, flash, VerdictModel::occupancy_verdict), "same");
  EXPECT_EQ(cell(model, row_of(model, "standard", 8192), VerdictModel::time_verdict), "same");
  const int out = row_of(model, "standard", 65536);
  EXPECT_TRUE(cell(model, out, VerdictModel::remark).startsWith("both: out of memory"));
  EXPECT_TRUE(cell(model, out, VerdictModel::time_verdict).isEmpty());
}

TEST(VerdictModel, LeavesOutColumnsThatSayNothing) {
  const auto base = fixture::make_run({});
  VerdictModel model;
  const auto one = compared(base, {again(1)});
  model.set_compared(one);
  EXPECT_FALSE(model.is_telling(VerdictModel::run));
  EXPECT_FALSE(model.is_telling(VerdictModel::device));
  EXPECT_FALSE(model.is_telling(VerdictModel::shape));
  EXPECT_TRUE(model.is_telling(VerdictModel::peak)) << "an H100's peak is known";
  const auto two = compared(base, {again(1), again(1.1, "flash", "00000000-0000-4000-8000-000000000003")});
  model.set_compared(two);
  EXPECT_TRUE(model.is_telling(VerdictModel::run));
}

TEST(VerdictModel, AcrossDevicesTimePeakAndSpeedupStandSideBySide) {
  const auto base = fixture::make_run({});
  auto elsewhere = again(0.5);
  elsewhere.header.environments[0].device.uuid = "GPU-elsewhere";
  elsewhere.header.environments[0].device.name = "NVIDIA H200";
  for (Point& point : elsewhere.points) {
    point.device_uuid = "GPU-elsewhere";
  }
  const auto across = compared(base, {elsewhere});
  VerdictModel model;
  model.set_compared(across);
  ASSERT_TRUE(model.is_telling(VerdictModel::device));
  const int flash = row_of(model, "flash", 8192);
  EXPECT_EQ(cell(model, flash, VerdictModel::device), "H100 80GB → H200");
  EXPECT_EQ(cell(model, flash, VerdictModel::time_verdict), "faster");
  EXPECT_TRUE(cell(model, flash, VerdictModel::peak).contains("→"));
  EXPECT_TRUE(cell(model, flash, VerdictModel::speedup).contains("→"));
  EXPECT_FALSE(model.index(flash, VerdictModel::peak).data(Qt::AccessibleTextRole).toString().contains("→"))
      << "an arrow is not read out";
}

TEST(VerdictModel, SortsByFiguresAndNotByTheirWords) {
  const auto base = fixture::make_run({});
  const auto one = compared(base, {again(1.1)});
  VerdictModel model;
  model.set_compared(one);
  const auto key = [&model](int row, int column) {
    return model.index(row, column).data(VerdictModel::sort_role);
  };
  const int shorter = row_of(model, "flash", 8192);
  const int longer = row_of(model, "flash", 16384);
  EXPECT_LT(key(shorter, VerdictModel::base_time).toDouble(),
            key(longer, VerdictModel::base_time).toDouble());
  EXPECT_LT(key(shorter, VerdictModel::time_verdict).toInt(),
            key(row_of(model, "standard", 8192), VerdictModel::time_verdict).toInt())
      << "slower comes before same";
  EXPECT_FALSE(key(row_of(model, "standard", 65536), VerdictModel::base_time).isValid());
}

TEST(ComparisonCharts, RatiosAndTitleSayHowMuch) {
  const auto base = fixture::make_run({});
  const auto one = compared(base, {again(1.1)});
  ComparisonView view{shapes_of(base).front(), "flash", ComparedFigure::time};
  const ComparisonCharts charts = build_comparison_charts(base, one, view);
  ASSERT_EQ(charts.ratio.series.size(), 1U);
  ASSERT_EQ(charts.ratio.series[0].points.size(), 8U);
  for (const ChartPoint& point : charts.ratio.series[0].points) {
    EXPECT_NEAR(*point.y, 1.1, 1e-9);
    EXPECT_LT(*point.low, 1.1);
    EXPECT_GT(*point.high, 1.1);
    EXPECT_EQ(charts.ratio_points[static_cast<std::size_t>(point.point_id)]->problem.kv_seqlen, point.x);
  }
  EXPECT_EQ(charts.ratio.title, "flash takes 10 % more time, 512 to 64k");
  EXPECT_EQ(charts.overlay.series.size(), 2U) << "flash of both runs";
  view.implementation.reset();
  EXPECT_EQ(build_comparison_charts(base, one, view).ratio.title, "Of 21 points: 8 slower, 13 same");
  view.figure = ComparedFigure::memory;
  EXPECT_EQ(build_comparison_charts(base, one, view).ratio.title, "Of 21 points: 21 same");
}

TEST(ComparisonTexts, SayOverlapCountsAndDifferences) {
  const auto base = fixture::make_run({});
  auto other = again(1.1);
  other.points.pop_back();
  other.header.environments[0].driver_version = "590.48";
  other.header.environments[0].kernel_hash = std::string(64, 'a');
  const auto one = compared(base, {other});
  const RunComparison& comparison = one[0].comparison;
  EXPECT_EQ(overlap_label(comparison), "23 points in common; 1 only in the baseline.");
  EXPECT_TRUE(counts_label(comparison).startsWith("Time: 7 slower, 13 same. Memory: 20 same."));
  const std::vector<DifferenceText> differences = difference_texts(comparison);
  ASSERT_EQ(differences.size(), 2U);
  EXPECT_EQ(differences[0].line, "Driver: 580.159.04 → 590.48");
  EXPECT_EQ(differences[1].line, "Kernel sources: fixture → aaaaaaaaaaaa…");
  EXPECT_TRUE(differences[1].full.contains(QString(64, 'a')));
}

class ComparisonDisplayTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(library_.open_own(path()).has_value());
    auto store = Store::open(path(), OpenMode::read_write);
    ASSERT_TRUE(store->add_run(fixture::make_run({})).has_value());
    ASSERT_TRUE(store->add_run(again(1.1)).has_value());
    library_.refresh();
  }
  std::filesystem::path path() const { return folder_.filePath("runs.db").toStdString(); }

  QTemporaryDir folder_;
  RunLibrary library_;
};

TEST_F(ComparisonDisplayTest, TheBaselineIsNeverAmongTheOthers) {
  ComparisonDisplay display(library_);
  const std::string base = fixture::RunPlan().id;
  display.choose(base, {other_id, base, other_id});
  EXPECT_EQ(display.other_ids(), std::vector<std::string>{other_id});
  EXPECT_EQ(display.joined_points(), 24U);
  display.set_base(other_id);
  EXPECT_TRUE(display.compared().empty());
  EXPECT_EQ(display.base()->header.name, "again");
}

TEST_F(ComparisonDisplayTest, ADeletedRunLeavesTheComparison) {
  ComparisonDisplay display(library_);
  display.choose(fixture::RunPlan().id, {other_id});
  auto store = Store::open(path(), OpenMode::read_write);
  ASSERT_TRUE(store->delete_run(other_id).has_value());
  library_.refresh();
  EXPECT_TRUE(display.compared().empty());
  EXPECT_EQ(display.base_id(), fixture::RunPlan().id);
}

TEST_F(ComparisonDisplayTest, AMissingRunIsSaidAndTheRestStays) {
  ComparisonDisplay display(library_);
  QString said;
  QObject::connect(&display, &ComparisonDisplay::problem, &display,
                   [&said](const QString& text) { said = text; });
  display.choose(fixture::RunPlan().id, {"no such run", other_id});
  EXPECT_FALSE(said.isEmpty());
  EXPECT_EQ(display.compared().size(), 1U);
}

RunEntry entry_named(const std::string& id, const std::string& name, std::vector<std::string> tags = {}) {
  RunEntry entry;
  entry.summary.header.id = id;
  entry.summary.header.name = name;
  entry.summary.tags = std::move(tags);
  return entry;
}

TEST(RunChoiceModel, OffersWhatTheQueryFindsAndKeepsTicks) {
  RunChoiceModel model;
  const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
  model.set_entries(
      {entry_named("a", "Llama"), entry_named("b", "Mistral", {"window"}), entry_named("c", "BERT")});
  model.set_excluded("c");
  EXPECT_EQ(model.rowCount(), 2);
  ASSERT_TRUE(model.setData(model.index(0), Qt::Checked, Qt::CheckStateRole));
  model.set_query("#win");
  EXPECT_EQ(model.rowCount(), 2) << "a ticked run stays in sight";
  EXPECT_EQ(model.ticked(), std::vector<std::string>{"a"});
  ASSERT_TRUE(model.setData(model.index(0), Qt::Unchecked, Qt::CheckStateRole));
  model.set_query("#window");
  EXPECT_EQ(model.rowCount(), 1);
  model.set_entries({});
  EXPECT_EQ(model.rowCount(), 0);
}

TEST(RunChoiceModel, NamesakesAreToldApartByTheirDates) {
  const std::vector<RunEntry> twins{entry_named("a", "Llama"), entry_named("b", "Llama"),
                                    entry_named("c", "BERT")};
  const QDateTime now = QDateTime::fromMSecsSinceEpoch(3'600'000'000'000);
  EXPECT_EQ(run_choice_label(twins[2], twins, now), "BERT");
  EXPECT_TRUE(run_choice_label(twins[0], twins, now).startsWith("Llama · "));
}

TEST(RunSearch, EachWordMustBeSomewhere) {
  const RunEntry entry = entry_named("abc", "Llama 3 8B causal", {"baseline"});
  EXPECT_TRUE(matches(entry, ""));
  EXPECT_TRUE(matches(entry, "llama causal"));
  EXPECT_TRUE(matches(entry, "#base llama"));
  EXPECT_FALSE(matches(entry, "llama window"));
  EXPECT_FALSE(matches(entry, "#causal"));
}

}  // namespace
}  // namespace attnscope
