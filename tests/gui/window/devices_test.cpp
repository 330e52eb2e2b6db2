// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Devices and the rarer controls of the set-up dock, as people use them.
#include <gtest/gtest.h>

#include <QAbstractButton>
#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

#include "profiler/protocol/point.h"
#include "tests/gui/window/window_fixture.h"
#include "tests/models/fixture_runs.h"
#include "ui/models/device_watch.h"
#include "ui/models/run_library.h"
#include "ui/models/sweep_control.h"
#include "ui/theme/theme.h"
#include "ui/views/device_row.h"
#include "ui/views/implementation_row.h"
#include "ui/views/setup_panel.h"
#include "ui/views/window.h"

namespace attnscope {
namespace {

class DevicesTest : public ::testing::Test {
 protected:
  DevicesTest() {
    Theme::instance().apply(ThemeMode::light);
    window_ = std::make_unique<MainWindow>(fixture::quiet_options(folder_));
    window_->show();
    setup_ = window_->findChild<SetupPanel*>();
  }

  template <typename Widget>
  Widget* named(const QString& text) const {
    for (Widget* widget : window_->findChildren<Widget*>()) {
      if (widget->text() == text) return widget;
    }
    return nullptr;
  }

  bool says(const QString& text) const {
    QCoreApplication::processEvents();  // what was added to a layout is shown by an event
    for (const QLabel* label : window_->findChildren<QLabel*>()) {
      if (label->isVisible() && label->text() == text) return true;
    }
    return false;
  }

  QString command() const { return setup_->findChild<QPlainTextEdit*>()->toPlainText().simplified(); }

  Telemetry reading(int device) const {
    Telemetry telemetry;
    telemetry.device_uuid =
        window_->sweeps().description().devices[static_cast<std::size_t>(device)].device.uuid;
    telemetry.sm_clock_mhz = 1980;
    telemetry.temperature_celsius = 41;
    telemetry.power_watts = 350;
    telemetry.power_limit_watts = 700;
    telemetry.used_memory_bytes = 12'000'000'000;
    telemetry.total_memory_bytes = 80'000'000'000;
    return telemetry;
  }

  QMessageBox* question() const { return window_->findChild<QMessageBox*>(); }

  QTemporaryDir folder_;
  std::unique_ptr<MainWindow> window_;
  SetupPanel* setup_ = nullptr;
};

TEST_F(DevicesTest, EachDeviceShowsItsReadings) {
  window_->sweeps().set_description(fixture::make_description(4, false));
  EXPECT_EQ(setup_->findChildren<DeviceRow*>().size(), 5);
  window_->watch().take(reading(2));
  EXPECT_TRUE(says("1980 MHz · 41 °C"));
  EXPECT_TRUE(says("350 of 700 W · 12 of 80 GB"));
  Telemetry hot = reading(2);
  hot.throttle = static_cast<std::uint32_t>(Throttle::thermal);
  window_->watch().take(hot);
  EXPECT_TRUE(says("Slowed down by heat."));
  Telemetry lost;
  lost.device_uuid = hot.device_uuid;
  lost.problem = "the driver reaches it no more: GPU is lost";
  window_->watch().take(lost);
  EXPECT_TRUE(says("not reached"));
  EXPECT_FALSE(says("Slowed down by heat."));
  EXPECT_FALSE(says("1980 MHz · 41 °C"));
  window_->watch().take(reading(2));
  EXPECT_TRUE(says("1980 MHz · 41 °C")) << "and it comes back";
}

TEST_F(DevicesTest, AMigPartitionSaysThatItHasNoReadings) {
  Description description = fixture::make_description(2, false);
  window_->sweeps().set_description(description);
  EXPECT_FALSE(says("MIG partition: no live readings"));
  description.devices[1].device.name = "NVIDIA H100 80GB HBM3 MIG 1g.10gb";
  window_->sweeps().set_description(description);
  EXPECT_TRUE(says("MIG partition: no live readings"));
}

TEST_F(DevicesTest, AMachineWithoutAGpuSaysSo) {
  window_->sweeps().set_description(fixture::make_description(0, false));
  EXPECT_TRUE(says("No NVIDIA GPU on this machine. Runs measured elsewhere open with File > Open."));
  window_->sweeps().set_description(fixture::make_description(1, false));
  QCoreApplication::processEvents();
  EXPECT_FALSE(says("No NVIDIA GPU on this machine. Runs measured elsewhere open with File > Open."));
}

TEST_F(DevicesTest, ABusyGpuIsAskedAboutBeforeARun) {
  Description description = fixture::make_description(2, false);
  window_->sweeps().set_description(description);
  Telemetry busy = reading(0);
  busy.use.others = {{4242, "python3", 38'000'000'000, true}};
  window_->watch().take(busy);
  QPushButton* run = named<QPushButton>("Run sweep");
  ASSERT_TRUE(run->isEnabled());
  run->click();
  ASSERT_NE(question(), nullptr);
  EXPECT_TRUE(question()->text().contains("is in use: python3 (38 GB)"));
  EXPECT_FALSE(window_->sweeps().running());
  question()->button(QMessageBox::Cancel)->click();
  QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
  EXPECT_FALSE(window_->sweeps().running());
  EXPECT_TRUE(window_->library().entries().empty()) << "nothing was begun";

  run->click();
  ASSERT_NE(question(), nullptr);
  for (QAbstractButton* button : question()->buttons()) {
    if (button->text() == "Measure anyway") {
      button->click();
      break;
    }
  }
  EXPECT_TRUE(window_->sweeps().running());
  EXPECT_TRUE(says("measuring"));
  window_->sweeps().cancel();
  EXPECT_TRUE(QTest::qWaitFor([this] { return !window_->sweeps().running(); }, 20'000));
  EXPECT_FALSE(says("measuring"));
}

TEST_F(DevicesTest, AnIdleGpuIsMeasuredWithoutAQuestion) {
  window_->sweeps().set_description(fixture::make_description(1, false));
  Telemetry idle = reading(0);
  idle.use.others = {{977, "Xorg", 250'000'000, false}};
  window_->watch().take(idle);
  named<QPushButton>("Run sweep")->click();
  EXPECT_EQ(question(), nullptr);
  EXPECT_TRUE(window_->sweeps().running());
  window_->sweeps().cancel();
  EXPECT_TRUE(QTest::qWaitFor([this] { return !window_->sweeps().running(); }, 20'000));
}

TEST_F(DevicesTest, WatchesOnlyWhileTheWindowIsSeen) {
  WindowOptions options;
  options.database = (folder_.path() + "/other.db").toStdString();
  options.sample_folders = {(folder_.path() + "/none").toStdString()};
  options.ask_worker = false;
  options.remember_layout = false;
  MainWindow window(options);
  window.sweeps().set_description(fixture::make_description(0, false));
  EXPECT_FALSE(window.watch().is_watching()) << "not shown yet";
  window.show();
  EXPECT_TRUE(window.watch().is_watching());
  QString host;
  QObject::connect(&window.watch(), &DeviceWatch::reported, &window, [&host](const Telemetry& telemetry) {
    host = QString::fromStdString(telemetry.device_uuid);
  });
  EXPECT_TRUE(QTest::qWaitFor([&host] { return host.startsWith("CPU-"); }, 20'000))
      << "a real worker reports";
  window.hide();
  EXPECT_FALSE(window.watch().is_watching());
}

TEST_F(DevicesTest, SoftCapAlibiAndDropoutGoIntoTheCommand) {
  window_->sweeps().set_description(fixture::make_description(1, false));
  QCheckBox* cap = named<QCheckBox>("Soft cap");
  ASSERT_NE(cap, nullptr);
  EXPECT_FALSE(cap->isVisible()) << "rarely wanted";
  QPushButton* more = named<QPushButton>("More");
  more->click();
  EXPECT_TRUE(cap->isVisible());
  EXPECT_EQ(more->text(), "Less");
  cap->click();
  named<QCheckBox>("ALiBi")->click();
  named<QCheckBox>("Dropout")->click();
  EXPECT_TRUE(command().contains("--soft-cap 50"));
  EXPECT_TRUE(command().contains("--alibi yes"));
  EXPECT_TRUE(command().contains("--dropout 0.1"));
  EXPECT_TRUE(command().contains("--dropout-seed 1"));
  const Problem shape = setup_->sweep().shapes.front();
  EXPECT_EQ(shape.soft_cap, 50.0);
  EXPECT_TRUE(shape.alibi);
  EXPECT_EQ(shape.dropout, 0.1);
  EXPECT_EQ(shape.dropout_seed, 1U);
  EXPECT_FALSE(more->isVisible()) << "what is on stays in sight";
  cap->click();
  named<QCheckBox>("ALiBi")->click();
  named<QCheckBox>("Dropout")->click();
  EXPECT_FALSE(command().contains("--soft-cap"));
  more->click();
  EXPECT_FALSE(cap->isVisible());
}

TEST_F(DevicesTest, APresetSetsThemAndWhatIsSwitchedOffIsSaid) {
  window_->sweeps().set_description(fixture::make_description(1, false));
  auto* models = setup_->findChild<QComboBox*>();
  models->setCurrentIndex(models->findData("gemma-2-27b"));
  Problem shape = setup_->sweep().shapes.front();
  EXPECT_EQ(shape.soft_cap, 50.0);
  EXPECT_NEAR(shape.softmax_scale.value_or(0), 1.0 / 12, 1e-12);
  EXPECT_TRUE(named<QCheckBox>("Soft cap")->isVisible()) << "a model's soft cap is in sight";
  EXPECT_FALSE(command().contains("--soft-cap")) << "the preset has it";
  named<QCheckBox>("Soft cap")->click();
  EXPECT_TRUE(command().contains("--soft-cap none"));
  models->setCurrentIndex(models->findData("llama-3-8b"));
  shape = setup_->sweep().shapes.front();
  EXPECT_FALSE(shape.soft_cap.has_value());
  EXPECT_FALSE(shape.softmax_scale.has_value());
  EXPECT_FALSE(command().contains("--soft-cap"));
}

TEST_F(DevicesTest, DescriptionsOfImplementationsAreNeverCut) {
  Description description = fixture::make_description(1, false);
  description.devices[0].implementations = {
      {"standard-eager",
       "as in a framework: cuBLASLt products; scale, mask and softmax each a pass of its own"},
      {"flash", "in-app, tiled"}};
  window_->sweeps().set_description(description);
  window_->resize(1024, 700);
  QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
  constexpr int layout_ms = 100;
  QTest::qWait(layout_ms);
  const auto rows = setup_->findChildren<ImplementationRow*>();
  ASSERT_EQ(rows.size(), 2);
  for (const ImplementationRow* row : rows) {
    for (const QLabel* label : row->findChildren<QLabel*>()) {
      EXPECT_GE(label->height(), label->heightForWidth(label->width())) << label->text().toStdString();
    }
  }
  EXPECT_GT(rows[0]->height(), rows[1]->height()) << "the long one goes below the name";
}

}  // namespace
}  // namespace attnscope
