// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The pages Roofline and Advice as people use them, on the shipped runs of a real H100.
#include "ui/views/roofline_page.h"

#include <gtest/gtest.h>

#include <QApplication>
#include <QClipboard>
#include <QLabel>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <algorithm>
#include <set>

#include "tests/gui/window/window_fixture.h"
#include "ui/charts/chart_widget.h"
#include "ui/models/run_display.h"
#include "ui/models/run_library.h"
#include "ui/models/sweep_control.h"
#include "ui/theme/theme.h"
#include "ui/views/advice_page.h"
#include "ui/views/charts_panel.h"
#include "ui/views/data_table.h"
#include "ui/views/page_stack.h"
#include "ui/views/roofline_view.h"
#include "ui/views/window.h"

namespace attnscope {
namespace {

class RooflinePageTest : public ::testing::Test {
 protected:
  void SetUp() override {
    Theme::instance().apply(ThemeMode::light);
    WindowOptions options = fixture::quiet_options(folder_);
    options.sample_folders = {std::string(ATTNSCOPE_SOURCE_DIR) + "/resources/samples"};
    window_ = std::make_unique<MainWindow>(options);
    window_->resize(1280, 860);
    window_->show();
  }

  void show_sample(const QString& name, const QString& page) {
    for (const RunEntry& entry : window_->library().entries()) {
      if (QString::fromStdString(entry.summary.header.name).contains(name)) {
        ASSERT_TRUE(window_->display().show(entry.summary.header.id));
      }
    }
    ASSERT_TRUE(window_->pages().show_page(page));
    QTest::qWait(20);
  }
  RooflinePage* roofline() const { return qobject_cast<RooflinePage*>(window_->pages().page()); }
  QString texts() const { return texts_of(window_->pages().page()); }
  static QString texts_of(const QWidget* widget) {
    QStringList all;
    for (const QLabel* label : widget->findChildren<QLabel*>()) {
      if (label->isVisible()) {
        all << label->text();
      }
    }
    return all.join('\n');
  }
  QPushButton* button(const QString& text) const {
    for (QPushButton* found : window_->pages().page()->findChildren<QPushButton*>()) {
      if (found->isVisible() && found->text() == text) {
        return found;
      }
    }
    return nullptr;
  }

  QTemporaryDir folder_;
  std::unique_ptr<MainWindow> window_;
};

TEST_F(RooflinePageTest, AClickSelectsThePointForExploreTooAndSaysWhatBoundsIt) {
  show_sample(QStringLiteral("head dim 128"), QStringLiteral("roofline"));
  ASSERT_NE(roofline(), nullptr);
  RooflineView& view = roofline()->view();
  ASSERT_FALSE(view.chart().marks.empty());
  EXPECT_TRUE(texts().contains("bound it")) << texts().toStdString();
  // Every measured point of the shape is there.
  const attnscope::Run& run = *window_->display().run();
  const Problem shape = *shown_shape(run, window_->display().options().shape);
  std::size_t measured = 0;
  for (const Point& point : run.points) {
    measured += std::holds_alternative<Measured>(point.outcome) && shape_of(point.problem) == shape ? 1 : 0;
  }
  EXPECT_EQ(view.chart().marks.size(), measured);

  std::size_t standard = 0;
  while (view.chart().marks[standard].implementation != "standard") {
    ++standard;
  }
  const std::size_t index = view.chart().marks[standard].point_index;
  QTest::mouseClick(&view, Qt::LeftButton, {}, view.position_of(standard).toPoint());
  ASSERT_TRUE(window_->display().pinned_point().has_value());
  EXPECT_EQ(window_->display().pinned_point(), std::optional(index));
  EXPECT_TRUE(texts().contains("memory bounds it")) << texts().toStdString();
  ASSERT_TRUE(window_->display().details().has_value());
  EXPECT_TRUE(window_->display().details()->bound.contains("memory bounds it"));

  button(QStringLiteral("Show in Explore"))->click();
  EXPECT_EQ(window_->pages().current(), explore_page);
  EXPECT_EQ(window_->display().pinned_point(), std::optional(index));
}

TEST_F(RooflinePageTest, TheKeysWalkAndSelect) {
  show_sample(QStringLiteral("head dim 64"), QStringLiteral("roofline"));
  RooflineView& view = roofline()->view();
  const std::size_t before = *window_->display().pinned_point();
  QTest::keyClick(&view, Qt::Key_Left);
  EXPECT_FALSE(view.current_words().isEmpty());
  QTest::keyClick(&view, Qt::Key_Down);
  QTest::keyClick(&view, Qt::Key_Return);
  const std::size_t after = *window_->display().pinned_point();
  EXPECT_NE(before, after);
  const attnscope::Run& run = *window_->display().run();
  EXPECT_NE(run.points[before].implementation, run.points[after].implementation);
}

TEST_F(RooflinePageTest, NoTwoTextsOfTheChartOverlapAtAnySize) {
  for (const char* sample : {"head dim 64", "head dim 128", "papers' grid"}) {
    show_sample(QString::fromUtf8(sample), QStringLiteral("roofline"));
    for (const QSize size : {QSize(1024, 700), QSize(1440, 900)}) {
      window_->resize(size);
      QTest::qWait(20);
      const auto drawn = roofline()->view().drawn_texts();
      ASSERT_GT(drawn.size(), 6U);
      for (std::size_t one = 0; one < drawn.size(); ++one) {
        EXPECT_TRUE(QRectF(roofline()->view().rect()).contains(drawn[one].rect))
            << drawn[one].text.toStdString();
        for (std::size_t other = one + 1; other < drawn.size(); ++other) {
          const QRectF both = drawn[one].rect & drawn[other].rect;
          EXPECT_FALSE(both.width() > 1 && both.height() > 2)
              << drawn[one].text.toStdString() << " and " << drawn[other].text.toStdString();
        }
      }
    }
  }
}

TEST_F(RooflinePageTest, CeilingsThatAreStoredBecomeRoofs) {
  show_sample(QStringLiteral("head dim 128"), QStringLiteral("roofline"));
  EXPECT_TRUE(texts().contains("attnscope ceilings"));
  EXPECT_EQ(button(QStringLiteral("Measure ceilings")), nullptr) << "the sample's GPU is not here";
  const CeilingMeasurement measured{{roofline()->device(), 745.0, {}, {}, {}, 3.0e12, {}}, 1'795'374'000'000};
  ASSERT_TRUE(window_->library().add_ceilings(measured).has_value());
  QTest::qWait(20);
  EXPECT_TRUE(roofline()->view().chart().roofs_measured);
  EXPECT_TRUE(texts().contains("on this very GPU")) << texts().toStdString();
}

TEST_F(RooflinePageTest, WhereTheGpuIsHereItsCeilingsCanBeMeasured) {
  show_sample(QStringLiteral("head dim 128"), QStringLiteral("roofline"));
  Description description;
  Description::Device entry;
  entry.device.uuid = roofline()->device();
  entry.device.kind = DeviceKind::cuda;
  entry.implementations = {{"flash", "in-app"}};
  description.devices = {entry};
  window_->sweeps().set_description(description);
  QTest::qWait(20);
  ASSERT_NE(button(QStringLiteral("Measure ceilings")), nullptr);
  EXPECT_TRUE(button(QStringLiteral("Measure ceilings"))->isEnabled());
}

TEST_F(RooflinePageTest, AdviceNamesABackendCopiesItsLinesAndShowsItsEvidence) {
  show_sample(QStringLiteral("papers' grid"), QStringLiteral("advice"));
  ASSERT_NE(qobject_cast<AdvicePage*>(window_->pages().page()), nullptr);
  EXPECT_TRUE(texts().contains("use torch-cudnn")) << texts().toStdString();
  ASSERT_NE(button(QStringLiteral("Copy lines")), nullptr);
  button(QStringLiteral("Copy lines"))->click();
  EXPECT_TRUE(QApplication::clipboard()->text().contains("SDPBackend.CUDNN_ATTENTION"));
  QPushButton* evidence = button(QStringLiteral("Show the evidence"));
  ASSERT_NE(evidence, nullptr);
  evidence->click();
  QTest::qWait(50);
  EXPECT_EQ(window_->pages().current(), explore_page);
  const auto pinned = window_->display().pinned_point();
  ASSERT_TRUE(pinned.has_value());
  EXPECT_EQ(window_->display().run()->points[*pinned].implementation, "torch-cudnn");

  // All points it rests on are ringed in the charts, and are the lines selected in a table.
  const std::set<std::size_t>& ringed = window_->display().evidence();
  EXPECT_GT(ringed.size(), 2U);
  std::size_t drawn = 0;
  for (const ChartSeries& series : window_->charts().charts()[1]->spec().series) {
    drawn += static_cast<std::size_t>(std::count_if(series.points.begin(), series.points.end(),
                                                    [](const ChartPoint& point) { return point.ringed; }));
  }
  EXPECT_EQ(drawn, ringed.size());
  EXPECT_TRUE(texts_of(window_.get()).contains(QStringLiteral("rests on the %1 points").arg(ringed.size())))
      << texts_of(window_.get()).toStdString();
  window_->charts().show_tables(true);
  EXPECT_EQ(window_->charts().table(1)->selectionModel()->selectedRows().size(),
            static_cast<qsizetype>(ringed.size()));
  window_->charts().show_tables(false);
  const auto press = [this](const QString& text) {
    for (QPushButton* one : window_->findChildren<QPushButton*>()) {
      if (one->isVisible() && one->text() == text) {
        return one->click();
      }
    }
    FAIL() << text.toStdString();
  };
  press(QStringLiteral("Back to the advice"));
  EXPECT_EQ(window_->pages().current(), "advice");
  window_->pages().show_page(explore_page);
  press(QStringLiteral("Remove the rings"));
  EXPECT_TRUE(window_->display().evidence().empty());
  EXPECT_FALSE(texts_of(window_.get()).contains("rests on"));
}

TEST_F(RooflinePageTest, WithoutARunBothPagesSayWhatToDo) {
  window_->display().clear();
  ASSERT_TRUE(window_->pages().show_page(QStringLiteral("roofline")));
  EXPECT_TRUE(texts().contains("No run is shown")) << texts().toStdString();
  ASSERT_TRUE(window_->pages().show_page(QStringLiteral("advice")));
  EXPECT_TRUE(texts().contains("No run is shown")) << texts().toStdString();
}

TEST_F(RooflinePageTest, TheChartCopiesAsPictureSvgAndData) {
  show_sample("grid", "roofline");
  auto* view = roofline()->findChild<RooflineView*>();
  ASSERT_NE(view, nullptr);
  const fixture::Copies copies = fixture::copies_of(*view);
  EXPECT_TRUE(copies.svg.contains("matmul fp16"));
  const QStringList rows = copies.data.split('\n', Qt::SkipEmptyParts);
  const RooflineChart& chart = view->chart();
  ASSERT_EQ(rows.size(), qsizetype(1 + chart.marks.size() + chart.roofs.size() + 1));
  EXPECT_EQ(rows[0], "series,seqlen,flop_per_byte,tflops");
  const QStringList first = rows[1].split(',');
  EXPECT_EQ(first[0], chart.marks[0].implementation);
  EXPECT_EQ(first[1].toLongLong(), chart.marks[0].seqlen);
  EXPECT_NEAR(first[3].toDouble(), chart.marks[0].tflops, 1e-5 * chart.marks[0].tflops);
}

}  // namespace
}  // namespace attnscope
