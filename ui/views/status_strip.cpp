// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/status_strip.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>

#include "ui/models/labels.h"
#include "ui/models/sweep_control.h"
#include "ui/views/parts.h"

namespace attnscope {

StatusStrip::StatusStrip(QWidget* parent)
    : QStatusBar(parent),
      count_(make_label({}, Role::secondary, this)),
      bar_(new QProgressBar(this)),
      current_(new ElidedLabel({}, Role::secondary, this)),
      left_(make_label({}, Role::secondary, this)),
      cancel_(new QPushButton(tr("Cancel"), this)),
      outcomes_(make_label({}, Role::secondary, this)) {
  setSizeGripEnabled(false);
  auto* strip = new QWidget(this);
  auto* row = new QHBoxLayout(strip);
  constexpr int strip_height = 30;  // room for Cancel, so that nothing moves when it comes
  strip->setFixedHeight(strip_height);
  row->setContentsMargins(12, 0, 12, 0);
  row->setSpacing(12);
  bar_->setTextVisible(false);
  bar_->setFixedSize(200, 6);
  bar_->setAccessibleName(tr("Progress of the sweep"));
  cancel_->setAccessibleDescription(tr("Ends the sweep; finished points stay"));
  cancel_->setToolTip(tr("End the sweep; finished points stay"));
  row->addWidget(count_);
  row->addWidget(bar_);
  row->addWidget(current_, 1);
  row->addWidget(left_);
  row->addWidget(cancel_);
  row->addWidget(outcomes_);
  addWidget(strip, 1);
  connect(cancel_, &QPushButton::clicked, this, &StatusStrip::cancelRequested);
  show_idle({});
}

void StatusStrip::show_idle(const QString& readiness) {
  count_->setText(readiness);
  bar_->hide();
  left_->hide();
  cancel_->hide();
  current_->set_full_text({});
}

void StatusStrip::show_sweep(const SweepControl& control) {
  const SweepProgress& progress = control.progress();
  bar_->show();
  left_->show();
  cancel_->show();
  if (progress.total == 0) {
    count_->setText(tr("Starting"));
    bar_->setRange(0, 1);
    bar_->setValue(0);
    left_->clear();
  } else {
    count_->setText(
        tr("Measuring %1 of %2").arg(std::min(progress.finished + 1, progress.total)).arg(progress.total));
    bar_->setRange(0, static_cast<int>(progress.total));
    bar_->setValue(static_cast<int>(progress.finished));
    left_->setText(tr("%1 left").arg(seconds_label(progress.seconds_left)));
  }
  current_->set_full_text(progress.current);
  cancel_->setEnabled(!control.cancelling());
  cancel_->setText(control.cancelling() ? tr("Cancelling") : tr("Cancel"));
  cancel_->setToolTip(control.cancelling() ? tr("Already being cancelled")
                                           : tr("End the sweep; finished points stay"));
  show_outcomes(progress.out_of_memory, progress.failed);
}

void StatusStrip::show_outcomes(std::int64_t out_of_memory, std::int64_t failed) {
  outcomes_->setText(tr("%1 out of memory, %2 failed").arg(out_of_memory).arg(failed));
}

}  // namespace attnscope
