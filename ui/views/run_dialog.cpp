// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/run_dialog.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/models/labels.h"
#include "ui/models/run_edits.h"
#include "ui/views/focus_ring.h"
#include "ui/views/parts.h"

namespace attnscope {
namespace {

constexpr int longest_note_height = 110;

QString joined_tags(const std::vector<std::string>& tags) {
  QStringList words;
  for (const std::string& tag : tags) {
    words << to_label(tag);
  }
  return words.join(QStringLiteral(", "));
}

}  // namespace

RunDialog::RunDialog(const RunAnnotation& annotation, QWidget* parent)
    : QDialog(parent),
      name_(new QLineEdit(to_label(annotation.name), this)),
      tags_(new QLineEdit(joined_tags(annotation.tags), this)),
      note_(new QPlainTextEdit(to_label(annotation.note), this)),
      save_(new QPushButton(tr("Save"), this)) {
  setWindowTitle(tr("Name, tags and note"));
  set_role(this, Role::panel);
  setMinimumWidth(440);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(16, 16, 16, 16);
  column->setSpacing(6);
  const auto add = [this, column](const QString& name, QWidget* field) {
    QLabel* label = make_label(name, Role::heading, this);
    label->setBuddy(field);
    column->addWidget(label);
    column->addWidget(field);
    column->addSpacing(6);
    field->setAccessibleName(name);
  };
  add(tr("Name"), name_);
  add(tr("Tags, with commas between"), tags_);
  add(tr("Note"), note_);
  note_->setTabChangesFocus(true);
  new FocusRing(note_);
  note_->setMaximumHeight(longest_note_height);
  auto* buttons = new QHBoxLayout;
  auto* cancel = new QPushButton(tr("Cancel"), this);
  save_->setDefault(true);
  buttons->addStretch(1);
  buttons->addWidget(cancel);
  buttons->addWidget(save_);
  column->addLayout(buttons);
  connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
  connect(save_, &QPushButton::clicked, this, &QDialog::accept);
  connect(name_, &QLineEdit::textChanged, this, &RunDialog::check);
  check();
}

void RunDialog::check() {
  const bool named = !name_->text().trimmed().isEmpty();
  save_->setEnabled(named);
  save_->setToolTip(named ? QString() : tr("A run needs a name"));
}

RunAnnotation RunDialog::annotation() const {
  return {name_->text().trimmed().toStdString(), tags_of(tags_->text()),
          note_->toPlainText().trimmed().toStdString()};
}

}  // namespace attnscope
