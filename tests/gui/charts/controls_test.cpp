// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <QHBoxLayout>
#include <QPushButton>
#include <QRadioButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QtTest/QTest>

#include "ui/theme/meter.h"
#include "ui/theme/segmented_control.h"
#include "ui/theme/swatch_check_box.h"
#include "ui/theme/theme.h"

namespace attnscope {
namespace {

bool shows(const QImage& image, const QColor& color) {
  for (int y = 0; y < image.height(); ++y) {
    for (int x = 0; x < image.width(); ++x) {
      if (image.pixelColor(x, y) == color) {
        return true;
      }
    }
  }
  return false;
}

TEST(SegmentedControl, ArrowKeysChoose) {
  Theme::instance().apply(ThemeMode::light);
  SegmentedControl control;
  control.setChoices(QStringLiteral("Type"), {QStringLiteral("fp16"), QStringLiteral("bf16")});
  control.show();
  QSignalSpy changed(&control, &SegmentedControl::currentChanged);
  auto* first = control.findChild<QRadioButton*>();
  ASSERT_NE(first, nullptr);
  control.activateWindow();
  QTest::qWait(1);
  first->setFocus();
  QTest::keyClick(first, Qt::Key_Right);
  EXPECT_EQ(control.currentIndex(), 1);
  EXPECT_EQ(control.currentText(), QStringLiteral("bf16"));
  EXPECT_EQ(changed.count(), 1);
}

TEST(SegmentedControl, EachChoiceHasANameAndAReasonWhenOff) {
  SegmentedControl control;
  control.setChoices(QStringLiteral("Type"), {QStringLiteral("fp16"), QStringLiteral("fp32")});
  control.setChoiceEnabled(1, false, QStringLiteral("flash has no fp32 kernel"));
  const auto segments = control.findChildren<QRadioButton*>();
  ASSERT_EQ(segments.size(), 2);
  EXPECT_EQ(segments[0]->accessibleName(), QStringLiteral("Type: fp16"));
  EXPECT_FALSE(segments[1]->isEnabled());
  EXPECT_EQ(segments[1]->toolTip(), QStringLiteral("flash has no fp32 kernel"));
}

TEST(SegmentedControl, ChoosingMovesNothing) {
  SegmentedControl control;
  control.setChoices(QStringLiteral("Type"), {QStringLiteral("fp16"), QStringLiteral("bf16")});
  const QSize before = control.sizeHint();
  control.setCurrentIndex(1);
  EXPECT_EQ(control.sizeHint(), before);
}

TEST(SwatchCheckBox, IsFilledWithItsImplementationsColor) {
  Theme::instance().apply(ThemeMode::light);
  SwatchCheckBox box(QStringLiteral("flash"));
  box.setImplementation(QStringLiteral("flash"));
  box.resize(box.sizeHint());
  EXPECT_FALSE(shows(box.grab().toImage(), implementation_color(QStringLiteral("flash"), false)));
  box.setChecked(true);
  EXPECT_TRUE(shows(box.grab().toImage(), implementation_color(QStringLiteral("flash"), false)));
  Theme::instance().apply(ThemeMode::dark);
  EXPECT_TRUE(shows(box.grab().toImage(), implementation_color(QStringLiteral("flash"), true)));
  Theme::instance().apply(ThemeMode::light);
}

TEST(ControlStyle, FocusIsSeenOnButtonsAndCheckBoxes) {
  Theme::instance().apply(ThemeMode::light);
  QWidget window;
  auto* row = new QHBoxLayout(&window);
  auto* button = new QPushButton(QStringLiteral("Cancel"), &window);
  auto* box = new QCheckBox(QStringLiteral("Causal"), &window);
  row->addWidget(button);
  row->addWidget(box);
  window.show();
  window.activateWindow();
  const QColor accent = Theme::instance().colors().accent;
  for (QWidget* control : {static_cast<QWidget*>(button), static_cast<QWidget*>(box)}) {
    window.setFocus();
    EXPECT_FALSE(shows(control->grab().toImage(), accent));
    control->setFocus(Qt::TabFocusReason);
    const QImage focused = control->grab().toImage();
    bool close_to_accent = false;
    for (int y = 0; y < focused.height() && !close_to_accent; ++y) {
      for (int x = 0; x < focused.width() && !close_to_accent; ++x) {
        close_to_accent = contrast_ratio(focused.pixelColor(x, y), accent) < 1.3;
      }
    }
    EXPECT_TRUE(close_to_accent) << control->metaObject()->className();
  }
}

TEST(ControlStyle, ScrollBarHandleGoesFromEndToEnd) {
  Theme::instance().apply(ThemeMode::light);
  QScrollBar bar(Qt::Vertical);
  bar.setRange(0, 1000);
  bar.setPageStep(100);
  bar.resize(10, 200);
  bar.show();
  QTest::mouseClick(&bar, Qt::LeftButton, {}, QPoint(5, 199));
  EXPECT_EQ(bar.value(), 1000);
  QTest::mouseClick(&bar, Qt::LeftButton, {}, QPoint(5, 0));
  EXPECT_EQ(bar.value(), 0);
}

TEST(Meter, SaysItsValueToScreenReaders) {
  Meter meter;
  meter.setValue(18.75);
  EXPECT_EQ(meter.accessibleDescription(), QStringLiteral("18.8 %"));
  meter.setValue(250);
  EXPECT_EQ(meter.value(), 100);
}

}  // namespace
}  // namespace attnscope
