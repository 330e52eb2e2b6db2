// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/evidence_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>

#include "ui/models/run_display.h"
#include "ui/theme/card.h"
#include "ui/views/parts.h"

namespace attnscope {
namespace {

constexpr int button_text_room = 14;  // beside a long text

}  // namespace

EvidenceBar::EvidenceBar(RunDisplay& display, QWidget* parent)
    : QFrame(parent), display_(display), text_(make_paragraph({}, Role::body, this)) {
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(12, 7, 8, 7);
  row->setSpacing(8);
  row->addWidget(text_, 1);
  auto* back = new QPushButton(tr("Back to the advice"), this);
  auto* close = new QPushButton(tr("Remove the rings"), this);
  row->addWidget(back, 0, Qt::AlignTop);
  row->addWidget(close, 0, Qt::AlignTop);
  for (QPushButton* button : {back, close}) {
    button->setMinimumWidth(button->sizeHint().width() + button_text_room);
  }
  text_->setAccessibleName(tr("Evidence"));
  connect(back, &QPushButton::clicked, this, &EvidenceBar::adviceRequested);
  connect(close, &QPushButton::clicked, &display, &RunDisplay::clear_evidence);
  connect(&display, &RunDisplay::chartsChanged, this, &EvidenceBar::follow);
  follow();
}

void EvidenceBar::follow() {
  const std::size_t points = display_.evidence().size();
  setVisible(points > 0);
  text_->setText(
      points == 1
          ? tr("“%1” rests on the point with a ring.").arg(display_.evidence_words())
          : tr("“%1” rests on the %2 points with a ring.").arg(display_.evidence_words()).arg(points));
}

void EvidenceBar::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  draw_card(painter, rect(), false);
}

}  // namespace attnscope
