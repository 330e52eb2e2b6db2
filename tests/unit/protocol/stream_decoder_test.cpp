// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/protocol/stream_decoder.h"

#include <gmock/gmock.h>

#include <vector>

#include "profiler/protocol/codec.h"
#include "tests/unit/protocol/messages.h"

namespace attnscope {
namespace {

using testing::HasSubstr;

struct Heard {
  std::vector<Event> events;
  std::vector<std::string> complaints;
};

StreamDecoder::Sink into(Heard& heard) {
  return [&heard](Result<Event> event) {
    if (event) {
      heard.events.push_back(std::move(*event));
    } else {
      heard.complaints.push_back(event.error().message);
    }
    return true;
  };
}

TEST(StreamDecoder, PiecesOfAnySizeGiveTheSameEvents) {
  std::string stream;
  for (const Event& event : test::all_events()) stream += encode(event) + '\n';
  for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, std::size_t{4096}, stream.size()}) {
    Heard heard;
    StreamDecoder decoder(into(heard));
    for (std::size_t at = 0; at < stream.size(); at += piece) {
      decoder.feed(std::string_view(stream).substr(at, piece));
    }
    decoder.finish();
    EXPECT_TRUE(heard.events == test::all_events()) << "pieces of " << piece;
    EXPECT_THAT(heard.complaints, testing::IsEmpty());
  }
}

TEST(StreamDecoder, RubbishCostsItsOwnLineOnly) {
  const std::string good = encode(Event(Refused{"good"}));
  Heard heard;
  StreamDecoder decoder(into(heard));
  decoder.feed(good + "\nSegmentation fault\n\r\n\n" + good + "\r\n{\"type\":\"refu");
  EXPECT_EQ(heard.events.size(), 2U);
  EXPECT_EQ(heard.complaints.size(), 1U);
  decoder.finish();
  ASSERT_EQ(heard.complaints.size(), 2U);
  EXPECT_THAT(heard.complaints[1], HasSubstr("middle of a line"));
}

TEST(StreamDecoder, AnEndlessLineIsReportedOnceAndPassedOver) {
  const std::string good = encode(Event(Refused{"good"})) + '\n';
  for (const std::size_t piece : {std::size_t{65536}, 3 * max_line_bytes}) {
    Heard heard;
    StreamDecoder decoder(into(heard));
    const std::string endless = std::string(3 * max_line_bytes, 'x') + '\n' + good;
    for (std::size_t at = 0; at < endless.size(); at += piece) {
      decoder.feed(std::string_view(endless).substr(at, piece));
    }
    decoder.finish();
    ASSERT_EQ(heard.complaints.size(), 1U);
    EXPECT_THAT(heard.complaints[0], HasSubstr("longer than 1048576 bytes"));
    EXPECT_EQ(heard.events.size(), 1U);
  }
}

TEST(StreamDecoder, TheSinkCanStopIt) {
  int calls = 0;
  StreamDecoder decoder([&calls](const Result<Event>&) {
    ++calls;
    return false;
  });
  decoder.feed("rubbish\nmore\n");
  decoder.feed("and more\nhalf");
  decoder.finish();
  EXPECT_EQ(calls, 1);
}

}  // namespace
}  // namespace attnscope
