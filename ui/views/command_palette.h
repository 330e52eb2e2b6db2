// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The command palette: type to find a command, a run or a model; Enter chooses.
#pragma once

#include <QDialog>
#include <vector>

#include "ui/models/palette_model.h"

class QLineEdit;
class QListView;

namespace attnscope {

class CommandPalette : public QDialog {
  Q_OBJECT
 public:
  explicit CommandPalette(std::vector<PaletteEntry> entries, QWidget* parent = nullptr);

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void choose();

  PaletteModel model_;
  QLineEdit* query_;
  QListView* list_;
};

}  // namespace attnscope
