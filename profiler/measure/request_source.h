// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Requests as they arrive: read on a thread of its own, so that cancel and the end of input are seen in the
// middle of a measurement.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "profiler/protocol/message.h"

namespace attnscope {

class RequestSource {
 public:
  /// Reads `descriptor` until its end. `refuse` is called, on the reading thread, with what is wrong with a
  /// line that is no request; `ended` once, at the end.
  RequestSource(int descriptor, std::function<void(std::string)> refuse, std::function<void()> ended);
  ~RequestSource();
  RequestSource(const RequestSource&) = delete;
  RequestSource& operator=(const RequestSource&) = delete;

  /// The next request; waits for it. Absent at the end of input.
  std::optional<Request> next();

  /// True once a cancel arrived after the request that next() gave last, or the input ended.
  bool cancelled() const { return cancelled_.load(); }

 private:
  void read(int descriptor);
  void take_line(std::string_view line);

  std::function<void(std::string)> refuse_;
  std::function<void()> ended_callback_;
  std::mutex mutex_;
  std::condition_variable arrived_;
  struct Waiting {
    Request request;
    bool cancelled = false;
  };
  std::deque<Waiting> waiting_;
  bool ended_ = false;
  std::atomic<bool> cancelled_ = false;
  int stop_pipe_[2] = {-1, -1};  ///< written to end the reading thread
  std::thread thread_;
};

}  // namespace attnscope
