// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A few choices side by side, one of which holds: fp16 | bf16. Tab reaches it, arrow keys choose.
#pragma once

#include <QButtonGroup>
#include <QStringList>
#include <QWidget>

namespace attnscope {

class SegmentedControl : public QWidget {
  Q_OBJECT
 public:
  explicit SegmentedControl(QWidget* parent = nullptr);

  /// Replaces the choices; the first one holds. `name` says what is chosen, for screen readers.
  void setChoices(const QString& name, const QStringList& labels);
  int count() const;
  int currentIndex() const;
  QString currentText() const;
  void setCurrentIndex(int index);
  /// A choice that cannot be taken says why.
  void setChoiceEnabled(int index, bool enabled, const QString& why = {});

 signals:
  void currentChanged(int index);

 private:
  QButtonGroup group_;
};

}  // namespace attnscope
