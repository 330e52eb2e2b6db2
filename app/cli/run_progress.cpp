// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/run_progress.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdio>

#include "app/cli/words.h"

namespace attnscope {
namespace {

/// Between two lines where stderr is a file or a pipe.
constexpr qint64 sparse_ms = 5000;

qsizetype terminal_width() {
  winsize size{};
  return ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 20 ? size.ws_col : 80;
}

QString words_of(const SweepProgress& progress) {
  QString words = QStringLiteral("%1 of %2 points").arg(progress.finished).arg(progress.total);
  if (progress.out_of_memory > 0) words += QStringLiteral(", %1 out of memory").arg(progress.out_of_memory);
  if (progress.failed > 0) words += QStringLiteral(", %1 failed").arg(progress.failed);
  if (progress.finished < progress.total) {
    words += QStringLiteral(" · about %1 left").arg(duration_words(progress.seconds_left));
  }
  return progress.current.isEmpty() ? words : words + QStringLiteral(" · ") + progress.current;
}

void write(const QString& text) {
  std::fputs(text.toUtf8().constData(), stderr);
  std::fflush(stderr);
}

}  // namespace

ProgressLine::ProgressLine() : terminal_(::isatty(STDERR_FILENO) == 1) {}

void ProgressLine::update(const SweepProgress& progress) {
  if (terminal_) {
    write(QStringLiteral("\r\033[K") + words_of(progress).left(terminal_width() - 1));
    shown_ = true;
    return;
  }
  if (since_last_.isValid() && since_last_.elapsed() < sparse_ms) return;
  since_last_.start();
  write(words_of(progress) + '\n');
}

void ProgressLine::note(const QString& text) {
  clear();
  write(text + '\n');
}

void ProgressLine::clear() {
  if (shown_) write(QStringLiteral("\r\033[K"));
  shown_ = false;
}

}  // namespace attnscope
