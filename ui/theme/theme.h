// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The theme of the running program: light or dark, its palette, style and fonts. One per QApplication, used
// on its thread only.
#pragma once

#include <QObject>

#include "ui/theme/theme_colors.h"

namespace attnscope {

enum class ThemeMode { system, light, dark };

class Theme : public QObject {
  Q_OBJECT
 public:
  static Theme& instance();

  /// Loads shipped fonts, sets the style, palette, style sheet and font of the QApplication, and tells those
  /// who listen to changed(). May be called again at any time.
  void apply(ThemeMode mode);

  ThemeMode mode() const { return mode_; }
  bool is_dark() const { return dark_; }
  const ThemeColors& colors() const { return theme_colors(dark_); }
  QColor implementation(const QString& name) const { return implementation_color(name, dark_); }

 signals:
  void changed();

 private:
  friend class DrawnTheme;
  Theme();
  void use(bool dark);

  ThemeMode mode_ = ThemeMode::light;
  bool dark_ = false;
  bool prepared_ = false;
};

/// Charts that are made and drawn while it lives have this theme's colours; nothing on the screen changes.
class DrawnTheme {
 public:
  explicit DrawnTheme(bool dark) : before_(Theme::instance().dark_) { Theme::instance().dark_ = dark; }
  ~DrawnTheme() { Theme::instance().dark_ = before_; }
  DrawnTheme(const DrawnTheme&) = delete;
  DrawnTheme& operator=(const DrawnTheme&) = delete;

 private:
  bool before_;
};

}  // namespace attnscope
