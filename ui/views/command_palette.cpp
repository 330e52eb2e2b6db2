// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/command_palette.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QListView>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/views/parts.h"

namespace attnscope {

CommandPalette::CommandPalette(std::vector<PaletteEntry> entries, QWidget* parent)
    : QDialog(parent), query_(new QLineEdit(this)), list_(new QListView(this)) {
  setWindowTitle(tr("Search commands, runs and models"));
  set_role(this, Role::panel);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(12, 12, 12, 12);
  column->setSpacing(8);
  query_->setPlaceholderText(tr("Search commands, runs and models"));
  query_->setAccessibleName(tr("Search commands, runs and models"));
  column->addWidget(query_);
  list_->setModel(&model_);
  list_->setAccessibleName(tr("What was found"));
  list_->setFrameShape(QFrame::NoFrame);
  list_->setUniformItemSizes(true);
  list_->setEditTriggers(QAbstractItemView::NoEditTriggers);
  list_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  column->addWidget(list_, 1);
  resize(560, 420);
  model_.set_entries(std::move(entries));
  const auto first = [this] { list_->setCurrentIndex(model_.index(0)); };
  connect(query_, &QLineEdit::textChanged, this, [this, first](const QString& text) {
    model_.set_query(text);
    first();
  });
  connect(query_, &QLineEdit::returnPressed, this, &CommandPalette::choose);
  connect(list_, &QListView::clicked, this, &CommandPalette::choose);
  query_->installEventFilter(this);
  first();
  query_->setFocus();
}

/// The list is moved through while typing.
bool CommandPalette::eventFilter(QObject* watched, QEvent* event) {
  if (event->type() == QEvent::KeyPress) {
    constexpr int page = 10;
    int step = 0;
    switch (static_cast<QKeyEvent*>(event)->key()) {
      case Qt::Key_Down:
        step = 1;
        break;
      case Qt::Key_Up:
        step = -1;
        break;
      case Qt::Key_PageDown:
        step = page;
        break;
      case Qt::Key_PageUp:
        step = -page;
        break;
      default:
        return QDialog::eventFilter(watched, event);
    }
    const int last = model_.rowCount() - 1;
    list_->setCurrentIndex(
        model_.index(std::clamp(list_->currentIndex().row() + step, 0, std::max(0, last))));
    return true;
  }
  return QDialog::eventFilter(watched, event);
}

void CommandPalette::choose() {
  const int row = list_->currentIndex().row();
  const bool enabled =
      list_->currentIndex().isValid() && (list_->currentIndex().flags() & Qt::ItemIsEnabled) != 0;
  if (enabled) {
    accept();  // first, so that what opens a dialog of its own does not open over this one
    model_.choose(row);
  }
}

}  // namespace attnscope
