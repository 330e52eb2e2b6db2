// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What people write about a run: name, tags, a note.
#pragma once

#include <QDialog>

#include "ui/models/run_library.h"

class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;

namespace attnscope {

class RunDialog : public QDialog {
  Q_OBJECT
 public:
  explicit RunDialog(const RunAnnotation& annotation, QWidget* parent = nullptr);

  RunAnnotation annotation() const;

 private:
  void check();

  QLineEdit* name_;
  QLineEdit* tags_;
  QPlainTextEdit* note_;
  QPushButton* save_;
};

}  // namespace attnscope
