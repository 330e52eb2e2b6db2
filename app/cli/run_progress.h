// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Progress of a sweep on stderr: one line that updates itself on a terminal, a line now and then elsewhere.
#pragma once

#include <QElapsedTimer>
#include <QString>

#include "profiler/session/sweep_session.h"

namespace attnscope {

class ProgressLine {
 public:
  ProgressLine();

  void update(const SweepProgress& progress);
  /// A line that stays, above the progress.
  void note(const QString& text);
  /// Takes the progress line away.
  void clear();

 private:
  bool terminal_ = false;
  bool shown_ = false;
  QElapsedTimer since_last_;
};

}  // namespace attnscope
