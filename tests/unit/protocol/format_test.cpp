// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// FORMAT.md stays true: each of its examples decodes, and every message and outcome has one.
#include <gmock/gmock.h>

#include <fstream>
#include <set>

#include "profiler/protocol/codec.h"

namespace attnscope {
namespace {

struct Examples {
  std::vector<std::string> requests;
  std::vector<std::string> events;
};

Examples examples() {
  Examples found;
  std::ifstream file(ATTNSCOPE_SOURCE_DIR "/profiler/protocol/FORMAT.md");
  std::vector<std::string>* section = nullptr;
  for (std::string line; std::getline(file, line);) {
    if (line == "## Requests") section = &found.requests;
    if (line == "## Events") section = &found.events;
    if (line == "## Exports") section = nullptr;
    if (section != nullptr && line.starts_with('{')) section->push_back(line);
  }
  return found;
}

TEST(Format, EveryRequestHasAnExampleThatDecodes) {
  std::set<std::size_t> seen;
  for (const std::string& line : examples().requests) {
    const auto request = decode_request(line);
    ASSERT_TRUE(request) << line << "\n" << request.error().message;
    seen.insert(request->index());
  }
  EXPECT_EQ(seen.size(), std::variant_size_v<Request>);
}

TEST(Format, EveryEventAndOutcomeHasAnExampleThatDecodes) {
  std::set<std::size_t> seen;
  std::set<std::size_t> outcomes;
  for (const std::string& line : examples().events) {
    const auto event = decode_event(line);
    ASSERT_TRUE(event) << line << "\n" << event.error().message;
    seen.insert(event->index());
    if (const auto* point = std::get_if<PointFinished>(&*event))
      outcomes.insert(point->point.outcome.index());
  }
  EXPECT_EQ(seen.size(), std::variant_size_v<Event>);
  EXPECT_EQ(outcomes.size(), std::variant_size_v<Outcome>);
}

TEST(Format, TheMeasuredExampleShowsEveryField) {
  for (const std::string& line : examples().events) {
    const auto event = decode_event(line);
    ASSERT_TRUE(event);
    const auto* finished = std::get_if<PointFinished>(&*event);
    if (finished == nullptr || !std::holds_alternative<Measured>(finished->point.outcome)) continue;
    // Encoding again writes all that has a value: fields that the example lacks would make it longer.
    const std::string again = encode(*event);
    const auto names = [](const std::string& text) { return std::count(text.begin(), text.end(), ':'); };
    // Fields of the problem that take their default in the example: causal, layout, alibi, dropout and its
    // seed.
    EXPECT_EQ(names(again), names(line) + 5) << again;
  }
}

}  // namespace
}  // namespace attnscope
