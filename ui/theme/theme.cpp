// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/theme.h"

#include <QApplication>
#include <QPalette>
#include <QToolTip>

#include "ui/theme/control_style.h"
#include "ui/theme/fonts.h"
#include "ui/theme/style_sheet.h"
#include "ui/theme/system_color_scheme.h"

namespace attnscope {
namespace {

QPalette palette_of(const ThemeColors& colors) {
  QPalette palette;
  palette.setColor(QPalette::Window, colors.background);
  palette.setColor(QPalette::WindowText, colors.text);
  palette.setColor(QPalette::Base, colors.panel);
  palette.setColor(QPalette::AlternateBase, colors.background);
  palette.setColor(QPalette::Text, colors.text);
  palette.setColor(QPalette::PlaceholderText, colors.secondary);
  palette.setColor(QPalette::Button, colors.panel);
  palette.setColor(QPalette::ButtonText, colors.text);
  palette.setColor(QPalette::BrightText, colors.bad);
  palette.setColor(QPalette::Highlight, colors.hover);
  palette.setColor(QPalette::HighlightedText, colors.text);
  palette.setColor(QPalette::Link, colors.accent);
  palette.setColor(QPalette::LinkVisited, colors.accent);
  palette.setColor(QPalette::ToolTipBase, colors.panel);
  palette.setColor(QPalette::ToolTipText, colors.text);
  palette.setColor(QPalette::Light, colors.panel);
  palette.setColor(QPalette::Midlight, colors.grid);
  palette.setColor(QPalette::Mid, colors.line);
  palette.setColor(QPalette::Dark, colors.line);
  palette.setColor(QPalette::Shadow, colors.line);
  for (const QPalette::ColorRole role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText}) {
    palette.setColor(QPalette::Disabled, role, colors.secondary);
  }
  return palette;
}

}  // namespace

Theme& Theme::instance() {
  static Theme theme;
  return theme;
}

Theme::Theme() = default;

void Theme::apply(ThemeMode mode) {
  if (!prepared_) {
    prepared_ = true;
    load_shipped_fonts();
    QApplication::setStyle(new ControlStyle);
    watch_system_color_scheme(this, [this] {
      if (mode_ == ThemeMode::system) {
        use(system_prefers_dark());
      }
    });
  }
  mode_ = mode;
  use(mode == ThemeMode::dark || (mode == ThemeMode::system && system_prefers_dark()));
}

void Theme::use(bool dark) {
  dark_ = dark;
  QApplication::setFont(body_font());
  QApplication::setPalette(palette_of(colors()));
  qApp->setStyleSheet(style_sheet(colors()));
  QToolTip::setFont(body_font());
  emit changed();
}

}  // namespace attnscope
