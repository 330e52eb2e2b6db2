// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/help_dialog.h"

#include <QDialogButtonBox>
#include <QGridLayout>
#include <QPushButton>
#include <QScrollArea>

#include "ui/models/metric_help.h"
#include "ui/views/parts.h"

namespace attnscope {

HelpDialog::HelpDialog(QWidget* parent) : QDialog(parent) {
  setWindowTitle(tr("What the figures mean"));
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(16, 16, 16, 12);
  column->setSpacing(12);
  column->addWidget(make_label(tr("What the figures mean"), Role::title, this));

  auto* page = new QWidget;
  auto* grid = new QGridLayout(page);
  grid->setContentsMargins(0, 0, 12, 0);
  grid->setHorizontalSpacing(16);
  grid->setVerticalSpacing(10);
  grid->setColumnStretch(1, 1);
  int row = 0;
  for (const HelpEntry& entry : help_entries()) {
    QLabel* term = make_paragraph(entry.term, Role::strong, page);
    term->setFixedWidth(150);
    QLabel* meaning = make_paragraph(entry.meaning, Role::body, page);
    meaning->setTextInteractionFlags(Qt::TextSelectableByMouse);
    grid->addWidget(term, row, 0, Qt::AlignTop);
    grid->addWidget(meaning, row, 1, Qt::AlignTop);
    ++row;
  }
  grid->setRowStretch(row, 1);

  auto* scroll = new QScrollArea(this);
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setWidget(page);
  scroll->setAccessibleName(tr("What the figures mean"));
  scroll->setFocusPolicy(Qt::StrongFocus);
  column->addWidget(scroll, 1);

  auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
  buttons->button(QDialogButtonBox::Close)->setText(tr("Close"));
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  column->addWidget(buttons);
  resize(640, 620);
}

}  // namespace attnscope
