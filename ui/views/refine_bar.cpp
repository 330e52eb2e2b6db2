// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/refine_bar.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>

#include "profiler/session/command_text.h"
#include "ui/models/labels.h"
#include "ui/models/run_display.h"
#include "ui/models/sweep_control.h"
#include "ui/theme/card.h"
#include "ui/views/parts.h"

namespace attnscope {

RefineBar::RefineBar(RunDisplay& display, SweepControl& sweeps, QWidget* parent)
    : QFrame(parent),
      display_(display),
      sweeps_(sweeps),
      text_(make_paragraph({}, Role::body, this)),
      measure_(new QPushButton(this)),
      copy_(new QPushButton(tr("Copy command"), this)),
      close_(new QPushButton(tr("Close"), this)) {
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(12, 7, 8, 7);
  row->setSpacing(8);
  row->addWidget(text_, 1);
  row->addWidget(measure_, 0, Qt::AlignTop);
  row->addWidget(copy_, 0, Qt::AlignTop);
  row->addWidget(close_, 0, Qt::AlignTop);
  text_->setAccessibleName(tr("Lengths to measure finer"));
  copy_->setToolTip(tr("The command that measures these lengths, to run where the device is"));
  connect(measure_, &QPushButton::clicked, this, &RefineBar::measureRequested);
  connect(copy_, &QPushButton::clicked, this,
          [this] { QApplication::clipboard()->setText(command_text(to_command_line(refinement_.sweep))); });
  connect(close_, &QPushButton::clicked, this, &RefineBar::dismissed);
  for (const auto changed : {&SweepControl::started, &SweepControl::finished, &SweepControl::described,
                             &SweepControl::ceilingsStarted}) {
    connect(&sweeps_, changed, this, &RefineBar::update_offer);
  }
  connect(&sweeps_, &SweepControl::ceilingsEnded, this, &RefineBar::update_offer);
  connect(&display_, &RunDisplay::chartsChanged, this, &RefineBar::update_offer);
  hide();
}

void RefineBar::offer(std::int64_t from, std::int64_t to) {
  refinement_.from = from;
  refinement_.to = to;
  setVisible(to > from);
  update_offer();
}

void RefineBar::explain() {
  refinement_ = {};
  text_->setText(
      tr("Drag over a range of lengths in a chart, or walk it with Shift and the arrow keys: what "
         "lies between can then be measured."));
  measure_->hide();
  copy_->hide();
  show();
}

void RefineBar::update_offer() {
  const Run* run = display_.run();
  if (run == nullptr || refinement_.to <= refinement_.from) {
    return;
  }
  refinement_ =
      refinement_of(*run, display_.options(), refinement_.from, refinement_.to, sweeps_.description());
  if (!sweeps_.is_described() && !refinement_.sweep.seqlens.empty()) {
    refinement_.obstacle = tr("This machine's devices are not known yet.");
  }
  text_->setText(refinement_label(refinement_, *run));
  const bool possible = refinement_.obstacle.isEmpty();
  measure_->setVisible(possible);
  measure_->setText(
      tr("Measure %1 to %2 finer").arg(length_label(refinement_.from), length_label(refinement_.to)));
  const QString measuring = sweeps_.obstacle();
  measure_->setEnabled(measuring.isEmpty());
  measure_->setToolTip(measuring.isEmpty() ? tr("The new points join the charts as they are measured")
                                           : measuring);
  measure_->setAccessibleDescription(measure_->toolTip());
  copy_->setVisible(!possible && !refinement_.sweep.seqlens.empty());
}

void RefineBar::paintEvent(QPaintEvent* /*event*/) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  draw_card(painter, rect(), false);
}

}  // namespace attnscope
