// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// One bar above the charts while points are ringed: which advice rests on them, the way back to it, and the
// way to be rid of the rings.
#pragma once

#include <QFrame>

class QLabel;

namespace attnscope {

class RunDisplay;

class EvidenceBar : public QFrame {
  Q_OBJECT
 public:
  explicit EvidenceBar(RunDisplay& display, QWidget* parent = nullptr);

 signals:
  void adviceRequested();

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  void follow();

  const RunDisplay& display_;
  QLabel* text_;
};

}  // namespace attnscope
