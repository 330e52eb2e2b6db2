// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The Compare page on runs that were recorded on a real GPU and ship with the program.
#include "ui/views/compare_page.h"

#include <gtest/gtest.h>

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QElapsedTimer>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QTemporaryDir>
#include <QTest>

#include "ui/charts/chart_widget.h"
#include "ui/models/run_display.h"
#include "ui/models/verdict_model.h"
#include "ui/theme/theme.h"
#include "ui/views/data_table.h"
#include "ui/views/page_stack.h"
#include "ui/views/window.h"

namespace attnscope {
namespace {

const QString compare = QStringLiteral("compare");

class ComparePageTest : public ::testing::Test {
 protected:
  void SetUp() override { Theme::instance().apply(ThemeMode::light); }

  WindowOptions options() const {
    WindowOptions options;
    options.database = folder_.filePath("runs.db").toStdString();
    options.sample_folders = {std::filesystem::path(ATTNSCOPE_SOURCE_DIR) / "resources/samples"};
    options.ask_worker = false;
    options.remember_layout = false;
    return options;
  }

  static std::string id_of(const MainWindow& window, const std::string& name) {
    for (const RunEntry& entry : const_cast<MainWindow&>(window).library().entries()) {
      if (entry.summary.header.name.find(name) != std::string::npos) {
        return entry.summary.header.id;
      }
    }
    return {};
  }

  /// The page, with the papers' grid as the baseline.
  static ComparePage& page_of(MainWindow& window) {
    window.show_run(id_of(window, "grid"));
    EXPECT_TRUE(window.pages().show_page(compare));
    return dynamic_cast<ComparePage&>(*window.pages().page());
  }

  template <typename Widget>
  static Widget* named(const QWidget& page, const QString& name) {
    for (Widget* widget : page.findChildren<Widget*>()) {
      if (widget->accessibleName() == name) {
        return widget;
      }
    }
    return nullptr;
  }

  QTemporaryDir folder_;
};

TEST_F(ComparePageTest, WithoutAnotherRunItSaysWhatToDo) {
  MainWindow window(options());
  window.show();
  ComparePage& page = page_of(window);
  auto* empty = named<QLabel>(page, "What to do next");
  ASSERT_TRUE(empty->isVisible());
  EXPECT_TRUE(empty->text().startsWith("Tick runs on the left"));
}

TEST_F(ComparePageTest, TicksByKeyCompareAndPartialOverlapIsSaid) {
  MainWindow window(options());
  window.show();
  ComparePage& page = page_of(window);
  auto* list = named<QListView>(page, "Runs to compare with");
  ASSERT_EQ(list->model()->rowCount(), 2);
  list->setFocus();
  list->setCurrentIndex(list->model()->index(0, 0));
  QTest::keyClick(list, Qt::Key_Space);
  ASSERT_EQ(page.comparison().compared().size(), 1U);
  const RunComparison& comparison = page.comparison().compared().front().comparison;
  EXPECT_EQ(comparison.points.size(), 24U) << "flash and flash-sm80 at six lengths, causal and not";
  EXPECT_EQ(comparison.only_base.size(), 228U);
  EXPECT_EQ(named<DataTable>(page, "Verdicts")->model()->rowCount(), 24);
  EXPECT_FALSE(page.overlay_chart().spec().series.empty());
  EXPECT_FALSE(page.ratio_chart().spec().series.empty());
  bool said = false;
  for (const QLabel* label : page.findChildren<QLabel*>()) {
    said = said || label->text() == "24 points in common; 228 only in the baseline, 56 only in this run.";
  }
  EXPECT_TRUE(said);
}

TEST_F(ComparePageTest, RunsWithNothingInCommonAreSaidClearly) {
  MainWindow window(options());
  window.show();
  ComparePage& page = page_of(window);
  page.comparison().choose(id_of(window, "head dim 64"), {id_of(window, "head dim 128")});
  auto* empty = named<QLabel>(page, "What to do next");
  ASSERT_TRUE(empty->isVisible());
  EXPECT_TRUE(empty->text().contains("have no point in common")) << empty->text().toStdString();
}

TEST_F(ComparePageTest, TheTableSortsFiltersAndCopies) {
  MainWindow window(options());
  window.show();
  ComparePage& page = page_of(window);
  page.comparison().set_others({id_of(window, "head dim 64"), id_of(window, "head dim 128")});
  auto* table = named<DataTable>(page, "Verdicts");
  ASSERT_EQ(table->model()->rowCount(), 48);
  const QAbstractItemModelTester tester(table->model(),
                                        QAbstractItemModelTester::FailureReportingMode::Fatal);
  const auto ratio_at = [table](int row) {
    return table->model()->index(row, VerdictModel::time_ratio).data(VerdictModel::sort_role).toDouble();
  };
  window.activateWindow();
  ASSERT_TRUE(QTest::qWaitForWindowActive(&window));
  table->setFocus();
  table->setCurrentIndex(table->model()->index(0, VerdictModel::time_ratio));
  QTest::keyClick(table, Qt::Key_Space, Qt::ControlModifier);
  for (int row = 1; row < 48; ++row) {
    EXPECT_LE(ratio_at(row - 1), ratio_at(row));
  }
  QTest::keyClick(table, Qt::Key_Space, Qt::ControlModifier);
  EXPECT_GE(ratio_at(0), ratio_at(47));

  named<QLineEdit>(page, "Filter the verdicts")->setText("causal 8,192");
  EXPECT_EQ(table->model()->rowCount(), 4) << "two lines of each run";
  table->clearSelection();
  QTest::keyClick(table, Qt::Key_C, Qt::ControlModifier);
  const QStringList lines = QApplication::clipboard()->text().split('\n', Qt::SkipEmptyParts);
  ASSERT_EQ(lines.size(), 5);
  EXPECT_TRUE(lines[0].startsWith("Run\t"));
  EXPECT_EQ(lines[1].count('\t'), lines[0].count('\t'));
}

TEST_F(ComparePageTest, TheChartsFollowTheTable) {
  MainWindow window(options());
  window.show();
  ComparePage& page = page_of(window);
  page.comparison().set_others({id_of(window, "head dim 64")});
  const QString before = named<QComboBox>(page, "Shape of the charts")->currentText();
  auto* table = named<DataTable>(page, "Verdicts");
  table->setCurrentIndex(table->model()->index(23, VerdictModel::length));
  EXPECT_NE(named<QComboBox>(page, "Shape of the charts")->currentText(), before);
}

TEST_F(ComparePageTest, DroppedDatabasesAreLaidBesideTheBaseline) {
  WindowOptions alone = options();
  alone.sample_folders = {std::filesystem::path(folder_.path().toStdString())};
  MainWindow window(alone);
  window.show();
  window.pages().show_page(compare);
  auto& page = dynamic_cast<ComparePage&>(*window.pages().page());
  EXPECT_TRUE(named<QLabel>(page, "What to do next")->text().startsWith("No runs yet"));
  const QString samples = QStringLiteral(ATTNSCOPE_SOURCE_DIR "/resources/samples/");
  window.open_files({samples + "h100_papers_grid.db", samples + "h100.db"});
  EXPECT_EQ(window.pages().current(), compare);
  EXPECT_EQ(page.comparison().compared().size(), 1U);
  EXPECT_EQ(page.comparison().joined_points(), 24U);
}

TEST_F(ComparePageTest, WhatOnlyExploreShowsIsDisabledHereAndSaysWhy) {
  MainWindow window(options());
  window.show();
  const auto inspector = [&window] {
    for (QAction* action : window.findChildren<QAction*>()) {
      if (action->text() == "&Inspector") {
        return action;
      }
    }
    return static_cast<QAction*>(nullptr);
  };
  ASSERT_NE(inspector(), nullptr);
  EXPECT_TRUE(inspector()->isEnabled());
  page_of(window);
  EXPECT_FALSE(inspector()->isEnabled());
  EXPECT_EQ(inspector()->toolTip(), "Only on the Explore page");
  window.show_run(id_of(window, "head dim 64"));
  EXPECT_TRUE(window.pages().shows_explore()) << "showing a run goes back to Explore";
  EXPECT_TRUE(inspector()->isEnabled());
}

}  // namespace
}  // namespace attnscope
