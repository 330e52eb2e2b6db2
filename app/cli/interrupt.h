// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Ctrl-C and TERM as calls in the event loop.
#pragma once

#include <QObject>
#include <functional>
#include <memory>

class QSocketNotifier;

namespace attnscope {

/// While it lives, SIGINT, SIGTERM and SIGHUP call `action` instead of ending the program; a second one ends
/// it as usual.
class InterruptGuard {
 public:
  explicit InterruptGuard(std::function<void()> action);
  ~InterruptGuard();
  InterruptGuard(const InterruptGuard&) = delete;
  InterruptGuard& operator=(const InterruptGuard&) = delete;

 private:
  std::unique_ptr<QSocketNotifier> notifier_;
  int pipe_[2] = {-1, -1};
};

}  // namespace attnscope
