// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// One bar above the charts for a marked range of lengths: what measuring it finer takes, and the button that
// starts it; or why it cannot be measured here, and the command for where it can.
#pragma once

#include <QFrame>

#include "ui/models/refinement.h"

class QLabel;
class QPushButton;

namespace attnscope {

class RunDisplay;
class SweepControl;

class RefineBar : public QFrame {
  Q_OBJECT
 public:
  RefineBar(RunDisplay& display, SweepControl& sweeps, QWidget* parent = nullptr);

  /// Offers to measure between two measured lengths; 0, 0 takes the offer back.
  void offer(std::int64_t from, std::int64_t to);
  /// Asks for a range to be marked.
  void explain();
  const Refinement& refinement() const { return refinement_; }

 signals:
  void measureRequested();
  void dismissed();

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  void update_offer();

  RunDisplay& display_;
  SweepControl& sweeps_;
  Refinement refinement_;
  QLabel* text_;
  QPushButton* measure_;
  QPushButton* copy_;
  QPushButton* close_;
};

}  // namespace attnscope
