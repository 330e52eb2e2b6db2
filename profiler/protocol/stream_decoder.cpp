// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/protocol/stream_decoder.h"

#include "profiler/protocol/codec.h"

namespace attnscope {

StreamDecoder::StreamDecoder(Sink sink) : sink_(std::move(sink)) {}

void StreamDecoder::feed(std::string_view bytes) {
  while (!bytes.empty() && !stopped_) {
    const std::size_t newline = bytes.find('\n');
    const std::string_view piece = bytes.substr(0, newline);
    if (!skipping_ && partial_.size() + piece.size() > max_line_bytes) oversize();
    if (newline == std::string_view::npos) {
      if (!skipping_) partial_.append(piece);
      return;
    }
    if (skipping_) {
      skipping_ = false;
    } else if (partial_.empty()) {
      line(piece);
    } else {
      partial_.append(piece);
      const std::string whole = std::move(partial_);
      partial_.clear();
      line(whole);
    }
    bytes.remove_prefix(newline + 1);
  }
}

void StreamDecoder::finish() {
  if (partial_.empty() || stopped_) return;
  const std::string rest = std::move(partial_);
  partial_.clear();
  stopped_ = !sink_(fail(ErrorKind::failed, "the stream ends in the middle of a line"));
}

void StreamDecoder::line(std::string_view text) {
  if (text.empty() || text == "\r") return;
  stopped_ = !sink_(decode_event(text));
}

void StreamDecoder::oversize() {
  partial_ = {};
  skipping_ = true;
  stopped_ =
      !sink_(fail(ErrorKind::failed, "a line is longer than " + std::to_string(max_line_bytes) + " bytes"));
}

}  // namespace attnscope
