// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A check box that is filled with the colour of what it stands for, an implementation for example.
#pragma once

#include <QCheckBox>
#include <QColor>

namespace attnscope {

class SwatchCheckBox : public QCheckBox {
  Q_OBJECT
 public:
  explicit SwatchCheckBox(const QString& text, QWidget* parent = nullptr);

  /// The colour follows the theme.
  void setImplementation(const QString& implementation);

 private:
  void take_color();

  QString implementation_;
};

}  // namespace attnscope
