// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Writes events to a file descriptor, whole lines only, from any thread.
#pragma once

#include <mutex>

#include "profiler/protocol/message.h"

namespace attnscope {

class EventWriter {
 public:
  explicit EventWriter(int descriptor) : descriptor_(descriptor) {}
  EventWriter(const EventWriter&) = delete;
  EventWriter& operator=(const EventWriter&) = delete;

  /// Ends the process where nobody reads any more: there is nobody left to measure for.
  void write(const Event& event);

 private:
  std::mutex mutex_;
  int descriptor_;
};

}  // namespace attnscope
