// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/run_display.h"

#include <gtest/gtest.h>

#include <QFile>
#include <QTemporaryDir>

#include "tests/models/fixture_runs.h"

namespace attnscope {
namespace {

class RunDisplayTest : public ::testing::Test {
 protected:
  void SetUp() override {
    database_ = (folder_.path() + "/runs.db").toStdString();
    auto store = Store::open(database_, OpenMode::read_write);
    ASSERT_TRUE(store.has_value());
    fixture::RunPlan plan;
    ASSERT_TRUE(store->add_run(fixture::make_run(plan)).has_value());
    plan.id = second_;
    plan.head_dims = {64, 128};
    plan.created_ms -= 1000;
    ASSERT_TRUE(store->add_run(fixture::make_run(plan)).has_value());
  }

  const std::string first_ = "00000000-0000-4000-8000-000000000001";
  const std::string second_ = "00000000-0000-4000-8000-000000000002";
  QTemporaryDir folder_;
  std::filesystem::path database_;
};

TEST_F(RunDisplayTest, ShowsARunAndPinsWhereItCanBeCompared) {
  RunLibrary library;
  ASSERT_TRUE(library.open_own(database_).has_value());
  library.refresh();
  ASSERT_EQ(library.entries().size(), 2U);
  EXPECT_EQ(library.entries().front().summary.header.id, first_) << "newest first";
  RunDisplay display(library);
  ASSERT_TRUE(display.show(first_).has_value());
  ASSERT_TRUE(display.details().has_value());
  EXPECT_EQ(display.details()->implementation, "flash");
  EXPECT_EQ(display.selected_length(), 32768) << "standard does not fit at 65,536";
}

TEST_F(RunDisplayTest, WithoutStandardAPeerIsTheBaseline) {
  fixture::RunPlan plan;
  plan.id = "00000000-0000-4000-8000-000000000004";
  plan.implementations = {"flash", "torch-cudnn"};
  {
    auto store = Store::open(database_, OpenMode::read_write);
    ASSERT_TRUE(store.has_value());
    ASSERT_TRUE(store->add_run(fixture::make_run(plan)).has_value());
  }
  RunLibrary library;
  ASSERT_TRUE(library.open_own(database_).has_value());
  library.refresh();
  RunDisplay display(library);
  ASSERT_TRUE(display.show(plan.id).has_value());
  EXPECT_EQ(display.baselines(), std::vector<std::string>{"torch-cudnn"});
  EXPECT_EQ(display.options().metric.baseline, "torch-cudnn");
  ASSERT_TRUE(display.show(first_).has_value());
  EXPECT_EQ(display.options().metric.baseline, "standard") << "what the next run has, and no peer";
}

TEST_F(RunDisplayTest, ARunThatCannotBeLoadedLeavesTheOneShown) {
  RunLibrary library;
  ASSERT_TRUE(library.open_own(database_).has_value());
  library.refresh();
  RunDisplay display(library);
  ASSERT_TRUE(display.show(first_).has_value());
  EXPECT_FALSE(display.show("no such run").has_value());
  EXPECT_EQ(display.run_id(), first_);
}

TEST_F(RunDisplayTest, AClickPinsThePointOfItsRun) {
  RunLibrary library;
  ASSERT_TRUE(library.open_own(database_).has_value());
  library.refresh();
  RunDisplay display(library);
  ASSERT_TRUE(display.show(first_).has_value());
  display.set_overlays({second_});
  const std::vector<ChartPoint>& overlaid = display.charts().time.series.back().points;
  ASSERT_FALSE(overlaid.empty());
  const ChartPoint clicked = overlaid.front();  // pinning builds the charts anew
  display.pin(clicked.point_id);
  ASSERT_TRUE(display.details().has_value());
  EXPECT_EQ(display.selected_length(), clicked.x);
}

TEST_F(RunDisplayTest, SeesWhatAnotherProgramAdds) {
  RunLibrary library;
  ASSERT_TRUE(library.open_own(database_).has_value());
  library.refresh();
  auto other = Store::open(database_, OpenMode::read_write);
  ASSERT_TRUE(other.has_value());
  fixture::RunPlan plan;
  plan.id = "00000000-0000-4000-8000-000000000003";
  ASSERT_TRUE(other->add_run(fixture::make_run(plan)).has_value());
  library.refresh();
  EXPECT_EQ(library.entries().size(), 3U);
}

TEST_F(RunDisplayTest, AnUnreadableDatabaseIsAProblemNotACrash) {
  const std::filesystem::path rubbish = (folder_.path() + "/rubbish.db").toStdString();
  QFile file(QString::fromStdString(rubbish.string()));
  ASSERT_TRUE(file.open(QIODevice::WriteOnly));
  file.write(QByteArray(5000, 'x'));
  file.close();
  RunLibrary library;
  EXPECT_FALSE(library.open_own(rubbish).has_value());
  EXPECT_FALSE(library.own_problem().isEmpty());
  EXPECT_FALSE(library.can_store());
  library.refresh();
  EXPECT_TRUE(library.entries().empty());
  EXPECT_TRUE(library.open_file(database_).has_value());
  EXPECT_EQ(library.entries().size(), 2U);
}

}  // namespace
}  // namespace attnscope
