// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// A real worker process with its three pipes, for tests.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "profiler/protocol/message.h"

namespace attnscope {

class WorkerProcess {
 public:
  explicit WorkerProcess(std::vector<std::string> arguments);
  ~WorkerProcess();
  WorkerProcess(const WorkerProcess&) = delete;
  WorkerProcess& operator=(const WorkerProcess&) = delete;

  void send(const std::string& line);
  void send(const Request& request);
  void close_input();

  /// The next event; absent at the end of the stream or after `patience`. A line that is no event fails the
  /// test.
  std::optional<Event> next(std::chrono::milliseconds patience = std::chrono::seconds(20));

  /// Events until one of type T, that one last.
  template <typename T>
  std::optional<T> next_of(std::chrono::milliseconds patience = std::chrono::seconds(20)) {
    while (std::optional<Event> event = next(patience))
      if (const T* wanted = std::get_if<T>(&*event)) return *wanted;
    return std::nullopt;
  }

  /// Exit code, or 128 + signal.
  int wait();

 private:
  int input_ = -1;
  int output_ = -1;
  int process_ = -1;
  std::string buffer_;
};

/// Seconds since a moment.
inline double seconds_after(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace attnscope
