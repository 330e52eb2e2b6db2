// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/interrupt.h"

#include <fcntl.h>
#include <unistd.h>

#include <QSocketNotifier>
#include <csignal>

namespace attnscope {
namespace {

int write_end = -1;  // all that a signal handler may use

void on_signal(int number) {
  const char byte = 1;
  // Nothing can be done about a full pipe: then the news is in there already.
  [[maybe_unused]] const auto written = ::write(write_end, &byte, 1);
  std::signal(number, SIG_DFL);
}

constexpr int handled[] = {SIGINT, SIGTERM, SIGHUP};

}  // namespace

InterruptGuard::InterruptGuard(std::function<void()> action) {
  if (::pipe2(pipe_, O_CLOEXEC | O_NONBLOCK) != 0) return;
  write_end = pipe_[1];
  notifier_ = std::make_unique<QSocketNotifier>(pipe_[0], QSocketNotifier::Read);
  QObject::connect(notifier_.get(), &QSocketNotifier::activated, [fd = pipe_[0], action = std::move(action)] {
    char bytes[16];
    [[maybe_unused]] const auto got = ::read(fd, bytes, sizeof bytes);
    action();
  });
  for (const int number : handled) std::signal(number, on_signal);
}

InterruptGuard::~InterruptGuard() {
  if (!notifier_) return;
  for (const int number : handled) std::signal(number, SIG_DFL);
  notifier_.reset();
  ::close(pipe_[0]);
  ::close(pipe_[1]);
}

}  // namespace attnscope
