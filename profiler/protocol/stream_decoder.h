// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Bytes of a worker's output, in pieces of any size, to events. The one decoder of live workers, recordings
// and imported files. Holds at most one line of max_line_bytes.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "kernels/problem/result.h"
#include "profiler/protocol/message.h"

namespace attnscope {

class StreamDecoder {
 public:
  /// Called once a line, in order: with the event, or with what is wrong with the line. May return false to
  /// stop: what follows is then passed over.
  using Sink = std::function<bool(Result<Event>)>;

  explicit StreamDecoder(Sink sink);

  void feed(std::string_view bytes);
  /// End of the stream: half a line left over is an error.
  void finish();

  /// Whether part of a line has come and its end has not.
  bool in_line() const { return !partial_.empty() || skipping_; }

 private:
  void line(std::string_view text);
  void oversize();

  Sink sink_;
  std::string partial_;
  bool skipping_ = false;  ///< within a line that is too long, until its end
  bool stopped_ = false;
};

}  // namespace attnscope
