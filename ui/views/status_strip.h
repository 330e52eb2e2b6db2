// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The line at the window's foot: how far the sweep is and Cancel, or what is ready; faults on the right.
#pragma once

#include <QStatusBar>

class QLabel;
class QProgressBar;
class QPushButton;

namespace attnscope {

class ElidedLabel;
class SweepControl;

class StatusStrip : public QStatusBar {
  Q_OBJECT
 public:
  explicit StatusStrip(QWidget* parent = nullptr);

  void show_idle(const QString& readiness);
  void show_sweep(const SweepControl& control);
  void show_outcomes(std::int64_t out_of_memory, std::int64_t failed);

 signals:
  void cancelRequested();

 private:
  QLabel* count_;
  QProgressBar* bar_;
  ElidedLabel* current_;
  QLabel* left_;
  QPushButton* cancel_;
  QLabel* outcomes_;
};

}  // namespace attnscope
