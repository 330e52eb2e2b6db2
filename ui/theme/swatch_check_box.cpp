// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/swatch_check_box.h"

#include "ui/theme/control_style.h"
#include "ui/theme/theme.h"

namespace attnscope {

SwatchCheckBox::SwatchCheckBox(const QString& text, QWidget* parent) : QCheckBox(text, parent) {
  connect(&Theme::instance(), &Theme::changed, this, &SwatchCheckBox::take_color);
}

void SwatchCheckBox::setImplementation(const QString& implementation) {
  implementation_ = implementation;
  take_color();
}

void SwatchCheckBox::take_color() {
  setProperty(swatch_property,
              implementation_.isEmpty() ? QVariant() : Theme::instance().implementation(implementation_));
  update();
}

}  // namespace attnscope
