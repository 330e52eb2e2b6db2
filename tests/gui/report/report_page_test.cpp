// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The Report page as people use it, on runs that were recorded on a real GPU and ship with the program.
#include "ui/views/report_page.h"

#include <gtest/gtest.h>

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QFile>
#include <QListWidget>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>
#include <QTextBrowser>

#include "ui/models/device_watch.h"
#include "ui/models/run_display.h"
#include "ui/models/run_list_model.h"
#include "ui/models/sweep_control.h"
#include "ui/report/markdown_report.h"
#include "ui/theme/segmented_control.h"
#include "ui/theme/theme.h"
#include "ui/views/measure_gate.h"

namespace attnscope {
namespace {

class ReportPageTest : public ::testing::Test {
 protected:
  ReportPageTest() : display_(library_) {
    Theme::instance().apply(ThemeMode::light);
    library_.add_samples(std::filesystem::path(ATTNSCOPE_SOURCE_DIR) / "resources/samples");
    library_.refresh();
    model_.set_entries(library_.entries());
  }

  PageParts parts() { return PageParts{library_, display_, model_, sweeps_, gate_}; }

  std::string id_of(const std::string& name) const {
    for (const RunEntry& entry : library_.entries()) {
      if (entry.summary.header.name.find(name) != std::string::npos) return entry.summary.header.id;
    }
    return {};
  }

  template <typename Button>
  static Button* button(const ReportPage& page, const QString& text) {
    for (Button* one : page.findChildren<Button*>()) {
      if (one->text() == text) return one;
    }
    return nullptr;
  }

  static SegmentedControl* control(const ReportPage& page, const QString& name) {
    for (SegmentedControl* one : page.findChildren<SegmentedControl*>()) {
      if (one->accessibleName() == name) return one;
    }
    return nullptr;
  }

  static void settle(const ReportPage& page) {
    ASSERT_TRUE(QTest::qWaitFor([&page] { return page.is_settled(); }, 20'000));
  }

  RunLibrary library_;
  RunDisplay display_;
  RunListModel model_;
  SweepControl sweeps_{library_};
  DeviceWatch watch_;
  MeasureGate gate_{sweeps_, watch_, nullptr};
  QTemporaryDir folder_;
};

TEST_F(ReportPageTest, BeginsWithTheRunThatExploreShows) {
  ASSERT_TRUE(display_.show(id_of("head dim 64")).has_value());
  const ReportPage page(parts());
  EXPECT_EQ(page.runs(), std::vector<std::string>{id_of("head dim 64")});
  ASSERT_TRUE(page.document().has_value());
  EXPECT_TRUE(page.document()->cover.contains(QStringLiteral("faster than standard")));
  EXPECT_TRUE(page.findChild<QTextBrowser*>()->toPlainText().contains(page.document()->cover));
}

TEST_F(ReportPageTest, WithoutARunItSaysWhatToDo) {
  const ReportPage page(parts());
  EXPECT_FALSE(page.document().has_value());
  const QPushButton* export_button = button<QPushButton>(page, QStringLiteral("Export report…"));
  ASSERT_NE(export_button, nullptr);
  EXPECT_FALSE(export_button->isEnabled());
  EXPECT_EQ(export_button->toolTip(), QStringLiteral("Tick a run on the left to report it."));
}

TEST_F(ReportPageTest, TicksAndSectionsChangeTheReport) {
  ReportPage page(parts());
  EXPECT_TRUE(page.take_runs({id_of("head dim 64"), id_of("head dim 128")}));
  settle(page);
  ASSERT_TRUE(page.document().has_value());
  const auto sections = page.document()->sections.size();
  auto* comparison = button<QCheckBox>(page, QStringLiteral("Run against run"));
  ASSERT_TRUE(comparison->isEnabled());
  comparison->click();
  settle(page);
  EXPECT_EQ(page.document()->sections.size(), sections - 1);
  page.findChild<QListWidget*>()->item(0)->setCheckState(Qt::Unchecked);
  settle(page);
  EXPECT_EQ(page.runs().size(), 1U);
  EXPECT_FALSE(comparison->isEnabled());
  EXPECT_FALSE(comparison->toolTip().isEmpty());
}

TEST_F(ReportPageTest, WritesTheFormatThatIsChosen) {
  ReportPage page(parts());
  page.take_runs({id_of("head dim 64")});
  settle(page);
  SegmentedControl* formats = control(page, QStringLiteral("Format"));
  ASSERT_NE(formats, nullptr);
  const char* begins[] = {"<!DOCTYPE html>", "%PDF-", "# Sample"};
  for (int index = 0; index < 3; ++index) {
    formats->setCurrentIndex(index);
    const QString path = folder_.filePath(QStringLiteral("report%1").arg(index));
    ASSERT_TRUE(page.write_to(path).has_value());
    QFile file(path);
    ASSERT_TRUE(file.open(QIODevice::ReadOnly));
    EXPECT_TRUE(file.readAll().startsWith(begins[index])) << begins[index];
  }
  EXPECT_FALSE(page.write_to(folder_.filePath(QStringLiteral("missing/report"))).has_value());
}

TEST_F(ReportPageTest, CountsFlopsAsChosen) {
  ReportPage page(parts());
  page.take_runs({id_of("head dim 64")});
  settle(page);
  const auto says_half = [&page] {
    return QString::fromUtf8(markdown_of(*page.document()))
        .contains(QStringLiteral("causal counted as half"));
  };
  EXPECT_FALSE(says_half());
  SegmentedControl* flops = control(page, QStringLiteral("FLOPs"));
  ASSERT_NE(flops, nullptr);
  flops->setCurrentIndex(1);
  settle(page);
  EXPECT_TRUE(says_half());
}

TEST_F(ReportPageTest, CopiesMarkdown) {
  ReportPage page(parts());
  page.take_runs({id_of("head dim 64")});
  settle(page);
  button<QPushButton>(page, QStringLiteral("Copy as Markdown"))->click();
  EXPECT_TRUE(QApplication::clipboard()->text().startsWith(QStringLiteral("# Sample")));
}

}  // namespace
}  // namespace attnscope
