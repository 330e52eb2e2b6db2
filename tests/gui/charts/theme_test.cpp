// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/theme.h"

#include <gtest/gtest.h>

#include <QApplication>
#include <QFontInfo>
#include <QFontMetricsF>
#include <QPalette>
#include <QRegularExpression>
#include <QSignalSpy>
#include <algorithm>

#include "tests/gui/charts/color_vision.h"
#include "ui/theme/fonts.h"
#include "ui/theme/style_sheet.h"

namespace attnscope {
namespace {

class BothThemes : public testing::TestWithParam<bool> {};
INSTANTIATE_TEST_SUITE_P(Theme, BothThemes, testing::Bool(),
                         [](const auto& dark) { return dark.param ? "dark" : "light"; });

TEST_P(BothThemes, TextIsReadableOnEveryBackground) {
  const ThemeColors& colors = theme_colors(GetParam());
  for (const QColor& text :
       {colors.text, colors.secondary, colors.accent, colors.good, colors.warning, colors.bad}) {
    for (const QColor& background : {colors.background, colors.panel, colors.hover, colors.grid}) {
      EXPECT_GE(contrast_ratio(text, background), 4.5)
          << text.name().toStdString() << " on " << background.name().toStdString();
    }
  }
  EXPECT_GE(contrast_ratio(colors.accent_text, colors.accent), 4.5);
}

TEST_P(BothThemes, ImplementationsDifferToEveryEye) {
  const QStringList names = colored_implementations();
  for (const Vision vision : {Vision::normal, Vision::protanopia, Vision::deuteranopia, Vision::tritanopia}) {
    for (int one = 0; one < names.size(); ++one) {
      for (int other = one + 1; other < names.size(); ++other) {
        const double asked = other < 5 ? 21 : 12;
        EXPECT_GE(color_difference(implementation_color(names[one], GetParam()),
                                   implementation_color(names[other], GetParam()), vision),
                  asked)
            << names[one].toStdString() << " and " << names[other].toStdString() << ", vision "
            << int(vision);
      }
    }
  }
}

TEST_P(BothThemes, LinesAreSeenOnThePanel) {
  const QColor panel = theme_colors(GetParam()).panel;
  for (const QString& name : colored_implementations() + QStringList{"one", "two", "three", "four", "five"}) {
    EXPECT_GE(contrast_ratio(implementation_color(name, GetParam()), panel), 2.9) << name.toStdString();
  }
}

TEST_P(BothThemes, UnknownImplementationsHaveColorsThatStay) {
  const QStringList known = colored_implementations();
  for (const QString& name : QStringList{"flashinfer", "my kernel", ""}) {
    const QColor color = implementation_color(name, GetParam());
    EXPECT_EQ(color, implementation_color(name, GetParam()));
    EXPECT_TRUE(std::none_of(known.begin(), known.end(), [&](const QString& other) {
      return implementation_color(other, GetParam()) == color;
    }));
  }
}

TEST_P(BothThemes, StyleSheetNamesOnlyColorsThatExist) {
  const QString sheet = style_sheet(theme_colors(GetParam()));
  EXPECT_FALSE(QRegularExpression(QStringLiteral("\\{[a-z_]+\\}")).match(sheet).hasMatch());
}

TEST(Theme, AppliesPaletteAndTellsListeners) {
  Theme& theme = Theme::instance();
  theme.apply(ThemeMode::light);
  QSignalSpy changed(&theme, &Theme::changed);
  theme.apply(ThemeMode::dark);
  EXPECT_EQ(changed.count(), 1);
  EXPECT_TRUE(theme.is_dark());
  EXPECT_EQ(QApplication::palette().color(QPalette::Window), theme_colors(true).background);
  theme.apply(ThemeMode::light);
  EXPECT_EQ(QApplication::palette().color(QPalette::Window), theme_colors(false).background);
}

TEST(Theme, ContrastIsThatOfTheStandard) {
  EXPECT_NEAR(contrast_ratio(Qt::black, Qt::white), 21, 1e-9);
  EXPECT_NEAR(contrast_ratio(QColor("#777777"), Qt::white), 4.48, 0.01);
}

TEST(Fonts, DigitsAreEquallyWide) {
  for (const QFont& font :
       {body_font(), caption_font(), heading_font(), section_font(), large_font(), mono_font()}) {
    const QFontMetricsF metrics(font);
    for (char digit = '1'; digit <= '9'; ++digit) {
      EXPECT_DOUBLE_EQ(metrics.horizontalAdvance(QLatin1Char(digit)),
                       metrics.horizontalAdvance(QLatin1Char('0')))
          << digit << " in " << QFontInfo(font).family().toStdString();
    }
  }
}

TEST(Fonts, SizesAreThoseOfTheDesign) {
  EXPECT_EQ(body_font().pixelSize(), 13);
  EXPECT_EQ(caption_font().pixelSize(), 11);
  EXPECT_EQ(QFontInfo(body_font()).pixelSize(), 13);
}

}  // namespace
}  // namespace attnscope
