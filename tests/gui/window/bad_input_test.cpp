// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What people drop on the window by mistake, or by malice: a sentence that names it, nothing lost, memory
// bounded; and labels that try to be more than text.
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <QAbstractItemView>
#include <QApplication>
#include <QClipboard>
#include <QFile>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QPushButton>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "profiler/store/store.h"
#include "tests/gui/window/window_fixture.h"
#include "tests/models/fixture_runs.h"
#include "ui/models/run_display.h"
#include "ui/models/run_library.h"
#include "ui/theme/theme.h"
#include "ui/views/message_bar.h"
#include "ui/views/page_stack.h"
#include "ui/views/report_page.h"
#include "ui/views/window.h"
#include "ui/views/window_description.h"

namespace attnscope {
namespace {

constexpr std::uintmax_t gibibyte = std::uintmax_t{1} << 30;

/// The most memory that this process has ever held.
double peak_megabytes() {
  std::ifstream status("/proc/self/status");
  std::string line;
  while (std::getline(status, line)) {
    if (line.rfind("VmHWM:", 0) == 0) {
      return std::stod(line.substr(6)) / 1024;
    }
  }
  return 0;
}

class BadInputTest : public ::testing::Test {
 protected:
  void SetUp() override {
    Theme::instance().apply(ThemeMode::light);
    make_window(fixture::make_run({}));
  }

  void make_window(const attnscope::Run& run) {
    window_.reset();
    const auto database = file("runs.db");
    std::filesystem::remove(database);
    auto store = Store::open(database, OpenMode::read_write);
    ASSERT_TRUE(store && store->add_run(run));
    window_ = std::make_unique<MainWindow>(fixture::quiet_options(folder_));
    window_->show();
  }

  std::filesystem::path file(const std::string& name) const {
    return folder_.path().toStdString() + '/' + name;
  }

  std::filesystem::path write(const std::string& name, const std::string& content,
                              std::uintmax_t size = 0) const {
    const auto path = file(name);
    std::ofstream(path, std::ios::binary) << content;
    if (size > 0) {
      std::filesystem::resize_file(path, size);
    }
    return path;
  }

  QString said() const {
    const auto* bar = window_->findChild<MessageBar*>();
    QString all;
    for (const QLabel* label : bar->findChildren<QLabel*>()) {
      all += label->text();
    }
    return bar->isVisible() ? all : QString();
  }

  /// Opens it as a drop does: it is refused by name, and nothing has changed.
  void expect_refused(const std::filesystem::path& path) {
    const std::string shown = window_->display().run_id();
    const std::size_t runs = window_->library().entries().size();
    window_->findChild<MessageBar*>()->hide();
    window_->open_files({QString::fromStdString(path.string())});
    EXPECT_TRUE(said().contains(QString::fromStdString(path.filename().string())))
        << path << ": " << said().toStdString();
    EXPECT_EQ(window_->display().run_id(), shown) << path;
    EXPECT_EQ(window_->library().entries().size(), runs) << path;
  }

  QTemporaryDir folder_;
  std::unique_ptr<MainWindow> window_;
};

TEST_F(BadInputTest, WhatIsNoFileOfOursIsRefusedByName) {
  std::filesystem::create_directory(file("a_folder"));
  expect_refused(file("a_folder"));
  std::filesystem::create_directory(file("folder.json"));
  expect_refused(file("folder.json"));
  expect_refused(write("empty.db", ""));
  expect_refused(write("empty.json", ""));
  expect_refused(write("binary.json", std::string("\x00\xff\x1f\x8b{\"", 6)));
  expect_refused(write("words.txt", "no run here"));
  expect_refused(file("missing.db"));
  // A pipe that nobody writes to: opening it would wait for ever.
  ASSERT_EQ(mkfifo(file("pipe.json").c_str(), 0600), 0);
  expect_refused(file("pipe.json"));
}

TEST_F(BadInputTest, AConfigThatIsNoneIsRefusedByName) {
  expect_refused(write("deep.json", std::string(500'000, '[')));
  expect_refused(write("objects.json", [] {
    std::string text;
    for (int i = 0; i < 100'000; ++i) {
      text += "{\"a\":";
    }
    return text;
  }()));
  expect_refused(
      write("types.json", R"({"num_attention_heads": "32", "hidden_size": [4096], "head_dim": {}})"));
  expect_refused(write("large.json", R"({"num_attention_heads": 9223372036854775807, "hidden_size": 1})"));
  expect_refused(write("negative.json", R"({"num_attention_heads": 32, "hidden_size": -4096})"));
}

TEST_F(BadInputTest, HugeFilesAreRefusedWithoutReadingThem) {
  const double before = peak_megabytes();
  expect_refused(write("config.json", "{\"hidden_size\": 4096,", gibibyte));
  expect_refused(write("export.json", "{\"format\": \"attnscope-runs\", ", gibibyte));
  expect_refused(write("stream.jsonl", "{\"event\": \"hello\"", gibibyte));
  EXPECT_LT(peak_megabytes() - before, 64);
}

TEST_F(BadInputTest, DamagedDatabasesAreRefusedOrReadAndLeftAsTheyAre) {
  std::ifstream good_file(file("runs.db"), std::ios::binary);
  std::stringstream good;
  good << good_file.rdbuf();
  // Every page but the first, one after the other.
  constexpr std::size_t page = 4096;
  for (std::size_t at = page; at < good.str().size(); at += 8 * page) {
    std::string bad = good.str();
    bad.replace(at, std::min(page, bad.size() - at), page, '\x5a');
    bad.resize(good.str().size());
    const auto path = write("bad.db", bad);
    window_->open_files({QString::fromStdString(path.string())});
    std::ifstream after_file(path, std::ios::binary);
    std::stringstream after;
    after << after_file.rdbuf();
    ASSERT_EQ(after.str(), bad) << at;
    ASSERT_TRUE(window_->isVisible());
  }
}

TEST_F(BadInputTest, AReportThatCannotBeWrittenIsSaid) {
  window_->pages().show_page(QStringLiteral("report"));
  QPushButton* write_button = nullptr;
  for (QPushButton* button : window_->findChildren<QPushButton*>()) {
    write_button = button->text() == QStringLiteral("Export report…") ? button : write_button;
  }
  ASSERT_NE(write_button, nullptr);
  ASSERT_TRUE(QTest::qWaitFor([write_button] { return write_button->isEnabled(); }, 5000));
  QTimer::singleShot(200, [] {
    auto* dialog = qobject_cast<QFileDialog*>(QApplication::activeModalWidget());
    ASSERT_NE(dialog, nullptr);
    dialog->findChild<QLineEdit*>()->setText(QStringLiteral("/proc/report.html"));
    static_cast<QDialog*>(dialog)->accept();
  });
  write_button->click();
  EXPECT_TRUE(said().contains(QStringLiteral("/proc/report.html"))) << said().toStdString();
  EXPECT_FALSE(said().contains(QStringLiteral("was written")));
}

TEST_F(BadInputTest, LabelsAreTextOnEveryPage) {
  const std::string hostile = "<b>&amp;<img src=x> =1+1 \u202Ecod.exe\u2066 \x1b[31m\x01\nx";
  attnscope::Run run = fixture::make_run({});
  run.header.name = hostile;
  run.header.command = hostile;
  run.header.environments.front().device.name = hostile;
  run.header.environments.front().host = hostile;
  for (Point& point : run.points) {
    if (auto* measured = std::get_if<Measured>(&point.outcome)) {
      measured->remarks = {hostile};
      for (KernelRecord& kernel : measured->kernels) {
        kernel.name = hostile;
      }
    }
  }
  run.points.front().outcome = Failed{hostile};
  make_window(run);
  static const QRegularExpression steering(
      QStringLiteral("[\\x{00}-\\x{08}\\x{0b}-\\x{1f}\\x{7f}-\\x{9f}\\x{200e}\\x{200f}\\x{202a}-\\x{202e}\\x{"
                     "2066}-\\x{2069}]"));
  for (const PageEntry& entry : page_entries()) {
    window_->pages().show_page(entry.name);
    ASSERT_TRUE(QTest::qWaitFor([this] { return window_->is_settled(); }, 10'000));
    for (const QLabel* label : window_->findChildren<QLabel*>()) {
      EXPECT_FALSE(label->text().contains(steering))
          << entry.name.toStdString() << label->text().toStdString();
      // Rich text would draw the label's markup.
      const bool rich = label->textFormat() == Qt::RichText ||
                        (label->textFormat() == Qt::AutoText && Qt::mightBeRichText(label->text()));
      EXPECT_FALSE(rich && label->text().contains(QStringLiteral("<img"))) << label->text().toStdString();
    }
    for (const QWidget* widget : window_->findChildren<QWidget*>()) {
      EXPECT_FALSE(widget->toolTip().contains(QStringLiteral("<img"))) << widget->toolTip().toStdString();
    }
    for (const QAbstractItemView* view : window_->findChildren<QAbstractItemView*>()) {
      const QAbstractItemModel* model = view->model();
      for (int row = 0; model != nullptr && row < std::min(model->rowCount(), 20); ++row) {
        for (int column = 0; column < model->columnCount(); ++column) {
          const QModelIndex cell = model->index(row, column);
          EXPECT_FALSE(cell.data().toString().contains(steering)) << cell.data().toString().toStdString();
          EXPECT_FALSE(cell.data(Qt::ToolTipRole).toString().contains(QStringLiteral("<img")));
        }
      }
    }
  }
  for (QAction* action : window_->findChildren<QAction*>()) {
    EXPECT_FALSE(action->text().contains(steering)) << action->text().toStdString();
    EXPECT_FALSE(action->toolTip().contains(QStringLiteral("<img"))) << action->toolTip().toStdString();
  }
}

}  // namespace
}  // namespace attnscope
