// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/session/exit_words.h"

#include <csignal>

namespace attnscope {
namespace {

const char* meaning_of_signal(int signal) {
  switch (signal) {
    case SIGSEGV:
      return "segmentation fault";
    case SIGABRT:
      return "it gave up on an error of its own";
    case SIGBUS:
      return "bus error";
    case SIGILL:
      return "illegal instruction";
    case SIGFPE:
      return "arithmetic error";
    case SIGKILL:
      return "killed from outside, or the machine ran out of memory";
    case SIGTERM:
      return "asked to end from outside";
    case SIGPIPE:
      return "its output was closed";
    case SIGXFSZ:
      return "a file grew over its limit";
    default:
      return nullptr;
  }
}

}  // namespace

QString words_for_exit(int code) {
  switch (code) {
    case 0:
      return QStringLiteral("ended before its work was done");
    case exit_device_lost:
      return QStringLiteral("lost its device context (exit code 75)");
    case 127:
      return QStringLiteral("was not found on that machine (exit code 127)");
    case 255:
      return QStringLiteral("could not be reached (exit code 255)");
    default:
      return QStringLiteral("ended with exit code %1").arg(code);
  }
}

QString words_for_signal(int signal) {
  const char* meaning = meaning_of_signal(signal);
  const QString words = QStringLiteral("was killed by signal %1").arg(signal);
  return meaning != nullptr ? words + QStringLiteral(" (%1)").arg(QLatin1String(meaning)) : words;
}

}  // namespace attnscope
