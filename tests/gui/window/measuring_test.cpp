// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Everything that begins a measurement in the window, with real processes: a worker that measures on the Host
// CPU, and one that stands in for GPUs.
#include <gtest/gtest.h>

#include <QApplication>
#include <QLabel>
#include <QMessageBox>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

#include "ui/charts/chart_widget.h"
#include "ui/models/run_display.h"
#include "ui/models/run_library.h"
#include "ui/models/sweep_control.h"
#include "ui/theme/theme.h"
#include "ui/views/charts_panel.h"
#include "ui/views/page_stack.h"
#include "ui/views/refine_bar.h"
#include "ui/views/roofline_page.h"
#include "ui/views/roofline_view.h"
#include "ui/views/tile_controls.h"
#include "ui/views/tiles_page.h"
#include "ui/views/window.h"

namespace attnscope {
namespace {

constexpr int measuring_wait_ms = 60'000;

class MeasuringTest : public ::testing::Test {
 protected:
  void TearDown() override {
    window_.reset();
    qputenv("ATTNSCOPE_WORKER", worker_);
    qunsetenv("FAKE_WORKER");
  }

  void open_window() {
    Theme::instance().apply(ThemeMode::light);
    WindowOptions options;
    options.database = (folder_.path() + "/runs.db").toStdString();
    options.sample_folders = {(folder_.path() + "/samples").toStdString()};
    options.remember_layout = false;
    options.watch_devices = false;
    window_ = std::make_unique<MainWindow>(options);
    window_->resize(1280, 860);
    window_->show();
    ASSERT_TRUE(QTest::qWaitFor([this] { return window_->sweeps().is_described(); }, measuring_wait_ms));
  }
  void open_with_fake_worker(const char* mode) {
    qputenv("ATTNSCOPE_WORKER", ATTNSCOPE_BINARY_DIR "/tests/fake_worker");
    qputenv("FAKE_WORKER", mode);
    open_window();
  }

  static Sweep small_sweep(const std::string& device) {
    Sweep sweep;
    Problem shape;
    shape.query_heads = shape.kv_heads = 2;
    shape.head_dim = 16;
    shape.dtype = device.starts_with("GPU") ? Dtype::fp16 : Dtype::fp32;
    sweep.shapes = {shape};
    sweep.seqlens = {64, 128};
    sweep.batch = 1;
    sweep.implementations = {"standard", "flash"};
    sweep.device_selectors = {device};
    sweep.options.point_budget_seconds = 0.05;
    return sweep;
  }
  void measure_and_show(const Sweep& sweep) {
    const auto id = window_->sweeps().start(sweep);
    ASSERT_TRUE(id) << id.error().message;
    settle();
    window_->library().refresh();
    window_->show_run(*id);
  }
  void settle() {
    ASSERT_TRUE(
        QTest::qWaitFor([this] { return window_->sweeps().obstacle().isEmpty(); }, measuring_wait_ms));
  }

  QPushButton* button(const QString& text) const {
    for (QPushButton* found : window_->findChildren<QPushButton*>()) {
      if (found->isVisible() && found->text() == text) {
        return found;
      }
    }
    return nullptr;
  }
  QMessageBox* question() const { return window_->findChild<QMessageBox*>(); }
  void answer(const QString& text) {
    for (QAbstractButton* one : question()->buttons()) {
      if (one->text() == text) {
        one->click();
        break;
      }
    }
    QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
  }
  QString texts() const {
    QStringList all;
    for (const QLabel* label : window_->findChildren<QLabel*>()) {
      if (label->isVisible()) {
        all << label->text();
      }
    }
    return all.join('\n');
  }
  std::vector<double> lengths_of(const QString& series) const {
    std::vector<double> lengths;
    for (const ChartSeries& one : window_->display().charts().time.series) {
      for (const ChartPoint& point : one.points) {
        if (one.label == series && point.y) {
          lengths.push_back(point.x);
        }
      }
    }
    return lengths;
  }

  QByteArray worker_ = qgetenv("ATTNSCOPE_WORKER");
  QTemporaryDir folder_;
  std::unique_ptr<MainWindow> window_;
};

TEST_F(MeasuringTest, MarkedLengthsAreMeasuredFinerOnTheHostCpuAndJoinTheCharts) {
  open_window();
  std::string cpu;
  for (const Description::Device& entry : window_->sweeps().description().devices) {
    cpu = entry.device.kind == DeviceKind::host_cpu ? entry.device.uuid : cpu;
  }
  measure_and_show(small_sweep(cpu));
  const std::string first = window_->display().run_id();
  emit window_->charts().charts()[0]->lengthsMarked(64, 128);
  EXPECT_TRUE(texts().contains("3 lengths between: 80, 96, 112")) << texts().toStdString();
  ASSERT_NE(button("Measure 64 to 128 finer"), nullptr);
  button("Measure 64 to 128 finer")->click();
  EXPECT_TRUE(window_->sweeps().running());
  EXPECT_FALSE(window_->findChild<RefineBar*>()->isVisible()) << "the offer is taken";
  settle();
  EXPECT_EQ(lengths_of("flash"), (std::vector<double>{64, 80, 96, 112, 128}));
  EXPECT_EQ(lengths_of("standard"), (std::vector<double>{64, 80, 96, 112, 128}));
  EXPECT_EQ(window_->display().run_id(), first) << "the run looked at stays";
  // A point that was measured later is looked at as any other.
  int later = -1;
  for (const ChartSeries& series : window_->display().charts().time.series) {
    for (const ChartPoint& point : series.points) {
      later = point.x == 96 ? point.point_id : later;
    }
  }
  window_->display().pin(later);
  EXPECT_EQ(window_->display().selected_length(), 96);
}

TEST_F(MeasuringTest, CeilingsAreMeasuredStoredAndDrawn) {
  open_with_fake_worker("good");
  measure_and_show(small_sweep("GPU-fake-0"));
  ASSERT_TRUE(window_->pages().show_page("roofline"));
  auto* page = qobject_cast<RooflinePage*>(window_->pages().page());
  ASSERT_EQ(page->device(), "GPU-fake-0");
  EXPECT_FALSE(page->view().chart().roofs_measured);
  ASSERT_NE(button("Measure ceilings"), nullptr);
  button("Measure ceilings")->click();
  ASSERT_NE(button("Measuring"), nullptr);
  EXPECT_FALSE(button("Measuring")->isEnabled());
  EXPECT_FALSE(window_->sweeps().start(small_sweep("GPU-fake-1"))) << "one measurement at a time";
  settle();
  QCoreApplication::processEvents();
  EXPECT_TRUE(page->view().chart().roofs_measured);
  EXPECT_TRUE(texts().contains("on this very GPU")) << texts().toStdString();
  const auto stored = window_->library().ceilings();
  ASSERT_EQ(stored.size(), 1U);
  EXPECT_EQ(stored.front().figures.fp16_matmul_tflops, 720.0);
  EXPECT_TRUE(button("Measure ceilings")->isEnabled()) << "they can be measured again";
}

TEST_F(MeasuringTest, WhereOthersWorkOnTheGpuEveryStartAsksFirst) {
  open_with_fake_worker("busy");
  measure_and_show(small_sweep("GPU-fake-0"));
  const std::size_t runs = window_->library().entries().size();

  emit window_->charts().charts()[0]->lengthsMarked(64, 128);
  button("Measure 64 to 128 finer")->click();
  ASSERT_NE(question(), nullptr) << "lengths measured finer";
  EXPECT_TRUE(question()->text().contains("is in use: python3")) << question()->text().toStdString();
  answer("Cancel");
  EXPECT_FALSE(window_->sweeps().running());
  EXPECT_EQ(window_->library().entries().size(), runs) << "nothing was begun";
  EXPECT_TRUE(window_->findChild<RefineBar*>()->isVisible()) << "the offer stands";
  button("Measure 64 to 128 finer")->click();
  answer("Measure anyway");
  EXPECT_TRUE(window_->sweeps().running());
  settle();
  EXPECT_EQ(lengths_of("flash").size(), 5U);

  ASSERT_TRUE(window_->pages().show_page("roofline"));
  button("Measure ceilings")->click();
  ASSERT_NE(question(), nullptr) << "ceilings";
  answer("Cancel");
  EXPECT_FALSE(window_->sweeps().measuring_ceilings());

  ASSERT_TRUE(window_->pages().show_page("tiles"));
  auto* tiles = qobject_cast<TilesPage*>(window_->pages().page());
  tiles->controls().set_targets({{"Fake GPU", 90, "GPU-fake-0", {"flash"}}});
  tiles->measure();
  ASSERT_NE(question(), nullptr) << "a tile";
  answer("Cancel");
  EXPECT_FALSE(window_->sweeps().running());
}

}  // namespace
}  // namespace attnscope
