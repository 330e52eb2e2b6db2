// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Any bytes from a worker: never a crash, and what is understood means the same when written and read again.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "profiler/protocol/codec.h"
#include "profiler/protocol/stream_decoder.h"

namespace {

void require(bool condition) {
  if (!condition) std::abort();
}

void check_event(const attnscope::Result<attnscope::Event>& event) {
  if (!event) {
    require(!event.error().message.empty());
    return;
  }
  const auto again = attnscope::decode_event(attnscope::encode(*event));
  require(again.has_value() && *again == *event);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  // The first byte says how the stream is cut up.
  const std::size_t piece = std::size_t{1} + data[0];
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  std::size_t in_pieces = 0;
  attnscope::StreamDecoder decoder([&in_pieces](const attnscope::Result<attnscope::Event>& event) {
    ++in_pieces;
    check_event(event);
    return true;
  });
  for (std::size_t at = 0; at < bytes.size(); at += piece) decoder.feed(bytes.substr(at, piece));
  decoder.finish();

  std::size_t at_once = 0;
  attnscope::StreamDecoder whole([&at_once](const attnscope::Result<attnscope::Event>&) {
    ++at_once;
    return true;
  });
  whole.feed(bytes);
  whole.finish();
  require(in_pieces == at_once);

  if (const auto request = attnscope::decode_request(bytes)) {
    const auto again = attnscope::decode_request(attnscope::encode(*request));
    require(again.has_value() && *again == *request);
  }
  if (const auto runs = attnscope::decode_runs(bytes)) {
    const auto again = attnscope::decode_runs(attnscope::encode_runs(*runs));
    require(again.has_value() && *again == *runs);
  }
  return 0;
}
