// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/roles.h"

#include <QFont>
#include <QPalette>
#include <QWidget>

#include "ui/theme/fonts.h"
#include "ui/theme/theme.h"

namespace attnscope {
namespace {

QFont font_of(Role role) {
  switch (role) {
    case Role::strong:
      return heading_font();
    case Role::good: {
      QFont font = body_font();
      font.setWeight(QFont::DemiBold);
      return font;
    }
    case Role::caption:
      return caption_font();
    case Role::heading:
      return section_font();
    case Role::title:
      return large_font();
    case Role::mono:
      return mono_font();
    default:
      return body_font();
  }
}

QColor text_color(Role role, const ThemeColors& colors) {
  switch (role) {
    case Role::secondary:
    case Role::caption:
    case Role::heading:
      return colors.secondary;
    case Role::good:
      return colors.good;
    case Role::warning:
      return colors.warning;
    default:
      return colors.text;
  }
}

void apply_role(QWidget* widget, Role role) {
  const ThemeColors& colors = Theme::instance().colors();
  QPalette palette = widget->palette();
  if (role == Role::panel || role == Role::hairline) {
    palette.setColor(QPalette::Window, role == Role::panel ? colors.panel : colors.line);
    widget->setAutoFillBackground(true);
  } else {
    palette.setColor(QPalette::WindowText, text_color(role, colors));
    widget->setFont(font_of(role));
  }
  widget->setPalette(palette);
}

}  // namespace

void set_role(QWidget* widget, Role role) {
  apply_role(widget, role);
  QObject::connect(&Theme::instance(), &Theme::changed, widget, [widget, role] { apply_role(widget, role); });
}

}  // namespace attnscope
