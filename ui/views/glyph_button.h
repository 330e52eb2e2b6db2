// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A small button with a drawn sign in place of words; its name is in its tooltip and for screen readers.
#pragma once

#include <QAbstractButton>

namespace attnscope {

class GlyphButton : public QAbstractButton {
  Q_OBJECT
 public:
  enum class Glyph { table, more };

  GlyphButton(Glyph glyph, const QString& name, QWidget* parent = nullptr);

  QSize sizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  Glyph glyph_;
};

}  // namespace attnscope
