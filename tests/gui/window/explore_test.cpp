// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The charts of Explore as people use them: linked, isolated, as tables, on other axes, and measured finer.
#include <gtest/gtest.h>

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QJsonArray>
#include <QJsonObject>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "tests/models/fixture_runs.h"
#include "ui/charts/chart_widget.h"
#include "ui/models/palette_model.h"
#include "ui/models/refinement.h"
#include "ui/models/run_display.h"
#include "ui/models/run_library.h"
#include "ui/models/sweep_control.h"
#include "ui/theme/theme.h"
#include "ui/views/charts_panel.h"
#include "ui/views/data_table.h"
#include "ui/views/refine_bar.h"
#include "ui/views/window.h"

namespace attnscope {
namespace {

class ExploreTest : public ::testing::Test {
 protected:
  ExploreTest() {
    Theme::instance().apply(ThemeMode::light);
    WindowOptions options;
    options.database = (folder_.path() + "/runs.db").toStdString();
    options.sample_folders = {(folder_.path() + "/samples").toStdString()};
    options.ask_worker = false;
    options.remember_layout = false;
    auto store = Store::open(options.database, OpenMode::read_write);
    EXPECT_TRUE(store && store->add_run(fixture::make_run({})));
    window_ = std::make_unique<MainWindow>(options);
    window_->show();
    window_->activateWindow();
    QApplication::processEvents();
  }

  ChartWidget& chart(std::size_t index) { return *window_->charts().charts()[index]; }

  bool trigger(const QString& command) {
    for (const PaletteEntry& entry : window_->palette_entries()) {
      if (entry.text == command && entry.enabled) {
        entry.choose();
        return true;
      }
    }
    return false;
  }

  static QStringList plain_series(const ChartWidget& chart) {
    QStringList labels;
    for (const auto& value : chart.describe()["series"].toArray()) {
      const QJsonObject series = value.toObject();
      if (!series["faint"].toBool() && !series["prediction"].toBool()) {
        labels << series["label"].toString();
      }
    }
    return labels;
  }

  QTemporaryDir folder_;
  std::unique_ptr<MainWindow> window_;
};

TEST_F(ExploreTest, AZoomAndAMarkActOnAllFourCharts) {
  emit chart(0).lengthRangeChanged(1024, 8192);
  emit chart(2).lengthsMarked(512, 2048);
  for (std::size_t index = 1; index < 4; ++index) {
    EXPECT_NEAR(chart(index).describe()["length_range"][0].toDouble(), 1024, 1e-6) << index;
  }
  EXPECT_TRUE(window_->findChild<RefineBar*>()->isVisible());
}

TEST_F(ExploreTest, ATableShowsTheFiguresAndPinsAndCopies) {
  ASSERT_TRUE(trigger("View › Charts › Data table › Time or throughput chart"));
  ASSERT_TRUE(chart(1).showsTable());
  DataTable& table = *window_->charts().table(1);
  EXPECT_TRUE(table.isVisible());
  EXPECT_FALSE(table.accessibleName().isEmpty());
  const QStringList lines = table.whole_text().split('\n', Qt::SkipEmptyParts);
  EXPECT_EQ(lines.size(), 1 + 3 * 8);
  EXPECT_TRUE(lines.front().startsWith("Series\tLength\tµs")) << lines.front().toStdString();
  // A line chosen is a point pinned, and the pinned point is the table's line.
  QSignalSpy pinned(&window_->display(), &RunDisplay::pinChanged);
  table.setCurrentIndex(table.model()->index(2, 0));
  table.setFocus();
  emit table.activated(table.currentIndex());
  ASSERT_EQ(pinned.count(), 1);
  const double length = table.model()->index(2, 1).data().toDouble();
  EXPECT_EQ(window_->display().selected_length(), length);
  EXPECT_EQ(table.currentIndex().row(), 2);
  QTest::keyClick(&table, Qt::Key_C, Qt::ControlModifier);
  EXPECT_EQ(QApplication::clipboard()->text(), table.whole_text());
  QTest::keyClick(&table, Qt::Key_Escape);
  EXPECT_FALSE(chart(1).showsTable());
}

TEST_F(ExploreTest, AnIsolatedSeriesIsAloneInAllChartsUntilRestored) {
  emit chart(1).isolationRequested("flash", false);
  EXPECT_EQ(plain_series(chart(1)), QStringList{"flash"});
  EXPECT_EQ(plain_series(chart(2)), QStringList{"flash"});
  emit chart(2).isolationRequested("standard", true);
  EXPECT_EQ(plain_series(chart(1)).size(), 2);
  EXPECT_TRUE(trigger("View › Charts › Show all series"));
  EXPECT_EQ(plain_series(chart(1)).size(), 3);
  EXPECT_FALSE(trigger("View › Charts › Show all series")) << "it would change nothing";
  EXPECT_TRUE(trigger("View › Charts › Isolate series › flash"));
  EXPECT_EQ(plain_series(chart(2)), QStringList{"flash"});
  emit chart(2).isolationRequested("flash", false);
  EXPECT_TRUE(window_->charts().isolated().isEmpty()) << "again restores";
}

TEST_F(ExploreTest, AxesAndFiguresAreChosenForAllAndRemembered) {
  ASSERT_TRUE(trigger("View › Charts › Linear lengths"));
  ASSERT_TRUE(trigger("View › Charts › Logarithmic values › Time"));
  ASSERT_TRUE(trigger("View › Charts › Second chart › Percent of the GPU's peak"));
  for (std::size_t index = 0; index < 4; ++index) {
    EXPECT_TRUE(chart(index).spec().linear_lengths);
  }
  EXPECT_EQ(chart(1).spec().format, ValueFormat::percent);
  chart(1).setFocus();
  QTest::keyClick(&chart(1), Qt::Key_L);
  EXPECT_FALSE(chart(3).spec().linear_lengths) << "by keyboard, in all charts";
  QTest::keyClick(&chart(1), Qt::Key_L);
  QSettings settings(folder_.path() + "/window.ini", QSettings::IniFormat);
  window_->charts().save(settings);
  window_->display().set_linear_lengths(false);
  window_->display().set_logarithmic(Metric::time, true);
  window_->charts().restore(settings);
  EXPECT_TRUE(window_->display().options().linear_lengths);
  EXPECT_FALSE(window_->display().options().logarithmic.contains(Metric::time));
}

TEST_F(ExploreTest, MarkedLengthsOfAnAbsentDeviceOfferTheCommandInstead) {
  auto* bar = window_->findChild<RefineBar*>();
  const auto button = [bar](const QString& text) {
    for (QPushButton* candidate : bar->findChildren<QPushButton*>()) {
      if (candidate->text() == text) {
        return candidate;
      }
    }
    return static_cast<QPushButton*>(nullptr);
  };
  window_->sweeps().set_description(fixture::make_description(0));
  emit chart(0).lengthsMarked(512, 2048);
  EXPECT_TRUE(button("Copy command")->isVisible());
  EXPECT_FALSE(button("Measure 512 to 2k finer")->isVisible());
  button("Copy command")->click();
  EXPECT_TRUE(QApplication::clipboard()->text().contains("--seqlen 640,768,896,1280,1536,1792"))
      << QApplication::clipboard()->text().toStdString();
  window_->sweeps().set_description(fixture::make_description(1));
  EXPECT_TRUE(button("Measure 512 to 2k finer")->isVisible()) << "the device is here now";
  EXPECT_FALSE(button("Copy command")->isVisible());
  EXPECT_EQ(window_->charts().refinement().effort.points, 18);
  button("Close")->click();
  EXPECT_FALSE(bar->isVisible());
}

TEST_F(ExploreTest, PointsMeasuredLaterJoinTheCharts) {
  const auto before = chart(1).spec().series.front().points.size();
  fixture::RunPlan finer;
  finer.id = "00000000-0000-4000-8000-00000000000f";
  finer.seqlens = {640, 768, 896};
  auto store = Store::open((folder_.path() + "/runs.db").toStdString(), OpenMode::read_write);
  ASSERT_TRUE(store && store->add_run(fixture::make_run(finer)));
  window_->library().refresh();
  window_->display().join(fixture::RunPlan().id, finer.id);
  EXPECT_EQ(chart(1).spec().series.front().points.size(), before + 3);
  EXPECT_TRUE(window_->display().shows(finer.id));
  window_->show_run(finer.id);
  window_->show_run(fixture::RunPlan().id);
  EXPECT_EQ(chart(1).spec().series.front().points.size(), before + 3) << "also after another run was shown";
  ASSERT_TRUE(store->delete_run(finer.id));
  window_->library().refresh();
  EXPECT_EQ(chart(1).spec().series.front().points.size(), before);
}

}  // namespace
}  // namespace attnscope
