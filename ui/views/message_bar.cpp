// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/message_bar.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/theme/theme.h"
#include "ui/views/parts.h"

namespace attnscope {

MessageBar::MessageBar(QWidget* parent)
    : QFrame(parent),
      text_(make_paragraph({}, Role::body, this)),
      command_(new QLineEdit(this)),
      copy_(new QPushButton(tr("Copy fix"), this)),
      check_(new QPushButton(tr("Check again"), this)),
      undo_(new QPushButton(tr("Undo"), this)),
      close_(new QPushButton(tr("Close"), this)) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(12, 8, 12, 8);
  column->setSpacing(6);
  auto* row = new QHBoxLayout;
  row->setSpacing(8);
  row->addWidget(text_, 1);
  row->addWidget(undo_, 0, Qt::AlignTop);
  row->addWidget(close_, 0, Qt::AlignTop);
  column->addLayout(row);
  auto* fix_row = new QHBoxLayout;
  fix_row->setSpacing(8);
  fix_row->addWidget(command_, 1);
  fix_row->addWidget(copy_);
  fix_row->addWidget(check_);
  column->addLayout(fix_row);

  text_->setAccessibleName(tr("Message"));
  command_->setReadOnly(true);
  set_role(command_, Role::mono);
  command_->setAccessibleName(tr("Command that fixes it"));
  copy_->setAccessibleDescription(tr("Copies the command to the clipboard"));
  connect(copy_, &QPushButton::clicked, this,
          [this] { QApplication::clipboard()->setText(command_->text()); });
  connect(check_, &QPushButton::clicked, this, &MessageBar::checkAgain);
  connect(undo_, &QPushButton::clicked, this, [this] {
    hide();
    emit undoRequested();
  });
  connect(close_, &QPushButton::clicked, this, &QWidget::hide);
  hide();
}

/// A strip in the warning colour says at a glance what kind of bar it is.
void MessageBar::paintEvent(QPaintEvent* /*event*/) {
  constexpr int strip = 3;
  const ThemeColors& colors = Theme::instance().colors();
  QPainter painter(this);
  painter.fillRect(rect(), colors.panel);
  painter.fillRect(QRect(0, 0, strip, height()), colors.warning);
  painter.fillRect(QRect(0, height() - 1, width(), 1), colors.line);
}

void MessageBar::show_message(const QString& text) {
  text_->setText(text);
  for (QWidget* part : {static_cast<QWidget*>(command_), static_cast<QWidget*>(copy_),
                        static_cast<QWidget*>(check_), static_cast<QWidget*>(undo_)}) {
    part->hide();
  }
  show();
}

void MessageBar::show_fix(const QString& text, const QString& command) {
  text_->setText(text);
  command_->setText(command);
  command_->setCursorPosition(0);
  command_->setToolTip(command.toHtmlEscaped());
  command_->setVisible(!command.isEmpty());
  copy_->setVisible(!command.isEmpty());
  check_->show();
  undo_->hide();
  show();
}

void MessageBar::show_undo(const QString& text) {
  show_message(text);
  undo_->show();
}

bool MessageBar::shows_fix() const {
  return isVisibleTo(parentWidget()) && check_->isVisibleTo(this);
}

}  // namespace attnscope
