// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the window does to saved runs: search, names and tags, deletion with undo, import.
#include <gtest/gtest.h>

#include <QAction>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include "tests/models/fixture_runs.h"
#include "ui/models/run_display.h"
#include "ui/models/run_edits.h"
#include "ui/views/message_bar.h"
#include "ui/views/run_dialog.h"
#include "ui/views/runs_panel.h"
#include "ui/views/window.h"

namespace attnscope {
namespace {

class SavedRunsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    first_.name = "Llama 3 8B causal";
    second_.id = "00000000-0000-4000-8000-00000000000b";
    second_.name = "Mistral 7B";
    second_.created_ms -= 1000;
    add_run("runs.db", first_);
    add_run("runs.db", second_);
    WindowOptions options;
    options.database = file("runs.db");
    options.sample_folders = {file("samples")};
    options.ask_worker = false;
    options.remember_layout = false;
    window_ = std::make_unique<MainWindow>(options);
    window_->show();
    window_->activateWindow();
    ASSERT_TRUE(QTest::qWaitForWindowActive(window_.get()));
    table_ = window_->findChild<RunsPanel*>()->findChild<QTableView*>();
    table_->setFocus();
  }

  std::filesystem::path file(const char* name) const { return folder_.filePath(name).toStdString(); }

  void add_run(const char* name, const fixture::RunPlan& plan) const {
    auto store = Store::open(file(name), OpenMode::read_write);
    ASSERT_TRUE(store.has_value());
    ASSERT_TRUE(store->add_run(fixture::make_run(plan)).has_value());
  }

  QPushButton* shown_button(const QString& text) const {
    for (QPushButton* button : window_->findChildren<QPushButton*>()) {
      if (button->text() == text && button->isVisible()) {
        return button;
      }
    }
    return nullptr;
  }

  QTemporaryDir folder_;
  fixture::RunPlan first_;
  fixture::RunPlan second_;
  std::unique_ptr<MainWindow> window_;
  QTableView* table_ = nullptr;
};

TEST_F(SavedRunsTest, SearchKeepsWhatItFindsAndWhatIsShown) {
  auto* search = window_->findChild<RunsPanel*>()->findChild<QLineEdit*>();
  EXPECT_EQ(table_->model()->rowCount(), 2);
  search->setText("llama");
  EXPECT_EQ(table_->model()->rowCount(), 1);
  search->setText("mistral");
  EXPECT_EQ(table_->model()->rowCount(), 2) << "the run that is shown stays in sight";
  search->clear();
  EXPECT_EQ(table_->model()->rowCount(), 2);
}

TEST_F(SavedRunsTest, ANameATagAndANoteAreWrittenAndTakenBack) {
  QTimer::singleShot(0, window_.get(), [this] {
    auto* dialog = window_->findChild<RunDialog*>();
    ASSERT_NE(dialog, nullptr);
    const QList<QLineEdit*> lines = dialog->findChildren<QLineEdit*>();
    lines[0]->clear();
    EXPECT_FALSE(dialog->findChildren<QPushButton*>().isEmpty());
    lines[0]->setText("Llama, new driver");
    lines[1]->setText("nightly");
    dialog->accept();
  });
  QTest::keyClick(table_, Qt::Key_F2);
  const RunEntry* entry = window_->library().entry(first_.id);
  EXPECT_EQ(entry->summary.header.name, "Llama, new driver");
  EXPECT_EQ(entry->summary.tags, std::vector<std::string>{"nightly"});
  EXPECT_EQ(window_->display().run()->header.name, "Llama, new driver") << "the charts' heading follows";
  window_->activateWindow();
  ASSERT_TRUE(QTest::qWaitForWindowActive(window_.get()));
  QTest::keyClick(table_, Qt::Key_Z, Qt::ControlModifier);
  EXPECT_EQ(window_->library().entry(first_.id)->summary.header.name, first_.name);
}

TEST_F(SavedRunsTest, ADeletedRunLeavesAndComesBack) {
  ASSERT_EQ(window_->display().run_id(), first_.id);
  QTest::keyClick(table_, Qt::Key_Delete);
  EXPECT_EQ(window_->library().entries().size(), 1U);
  EXPECT_EQ(window_->display().run_id(), second_.id) << "another run is shown";
  ASSERT_NE(shown_button("Undo"), nullptr);
  shown_button("Undo")->click();
  EXPECT_EQ(window_->library().entries().size(), 2U);
  EXPECT_EQ(shown_button("Undo"), nullptr);
}

TEST_F(SavedRunsTest, WithTheLastRunTheChartsAreEmptyAndSayWhatToDo) {
  QTest::keyClick(table_, Qt::Key_Delete);
  window_->edits().delete_run(second_.id);
  EXPECT_EQ(window_->display().run(), nullptr);
  window_->edits().stack().undo();
  EXPECT_EQ(window_->library().entries().size(), 1U);
}

TEST_F(SavedRunsTest, ImportingADatabaseTwiceAddsNothingTheSecondTime) {
  fixture::RunPlan third;
  third.id = "00000000-0000-4000-8000-00000000000c";
  add_run("other.db", third);
  add_run("other.db", first_);
  const QString other = QString::fromStdString(file("other.db").string());
  window_->import_files({other});
  EXPECT_EQ(window_->library().entries().size(), 3U);
  window_->import_files({other});
  EXPECT_EQ(window_->library().entries().size(), 3U);
  bool said = false;
  for (const QLabel* label : window_->findChild<MessageBar*>()->findChildren<QLabel*>()) {
    said = said || label->text() == "0 runs imported, 2 already there.";
  }
  EXPECT_TRUE(said);
}

TEST_F(SavedRunsTest, ARunOfAnotherFileCannotBeChangedAndItSaysWhy) {
  fixture::RunPlan third;
  third.id = "00000000-0000-4000-8000-00000000000c";
  add_run("other.db", third);
  window_->open_files({QString::fromStdString(file("other.db").string())});
  ASSERT_EQ(window_->display().run_id(), third.id);
  QPushButton* button = shown_button("Delete");
  ASSERT_NE(button, nullptr);
  EXPECT_FALSE(button->isEnabled());
  EXPECT_TRUE(button->toolTip().startsWith("Only runs of your own database"));
}

}  // namespace
}  // namespace attnscope
