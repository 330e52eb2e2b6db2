// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/protocol/codec.h"

#include <gmock/gmock.h>

#include <limits>
#include <set>

#include "tests/unit/protocol/messages.h"

namespace attnscope {
namespace {

using testing::HasSubstr;

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from << " is not in " << text;
  if (at != std::string::npos) text.replace(at, from.size(), to);
  return text;
}

std::string refusal_of_event(const std::string& line) {
  const auto event = decode_event(line);
  EXPECT_FALSE(event) << "accepted: " << line;
  return event ? "" : event.error().message;
}

TEST(Codec, EveryRequestSurvivesTheRoundTrip) {
  std::set<std::size_t> alternatives;
  for (const Request& request : test::all_requests()) {
    alternatives.insert(request.index());
    const std::string line = encode(request);
    EXPECT_EQ(line.find('\n'), std::string::npos);
    const auto back = decode_request(line);
    ASSERT_TRUE(back) << back.error().message;
    EXPECT_TRUE(*back == request) << line;
    EXPECT_EQ(encode(*back), line);
  }
  EXPECT_EQ(alternatives.size(), std::variant_size_v<Request>);
}

TEST(Codec, EveryEventAndOutcomeSurvivesTheRoundTrip) {
  std::set<std::size_t> alternatives;
  for (const Event& event : test::all_events()) {
    alternatives.insert(event.index());
    const std::string line = encode(event);
    EXPECT_EQ(line.find('\n'), std::string::npos);
    EXPECT_LT(line.size(), max_line_bytes);
    const auto back = decode_event(line);
    ASSERT_TRUE(back) << back.error().message;
    EXPECT_TRUE(*back == event) << line;
    EXPECT_EQ(encode(*back), line);
  }
  EXPECT_EQ(alternatives.size(), std::variant_size_v<Event>);
}

TEST(Codec, RunEnvironmentAndOptionsSurviveTheRoundTrip) {
  const auto run = test::full_run();
  const auto back = decode_run(encode_run(run));
  ASSERT_TRUE(back) << back.error().message;
  EXPECT_TRUE(*back == run);
  EXPECT_EQ(encode_run(*back), encode_run(run));

  const auto runs = decode_runs(encode_runs({run, run}));
  ASSERT_TRUE(runs) << runs.error().message;
  EXPECT_EQ(runs->size(), 2U);
  EXPECT_FALSE(decode_run(encode_runs({run, run})));

  EXPECT_TRUE(decode_environment(encode_environment(test::full_environment())) == test::full_environment());
  EXPECT_TRUE(decode_options(encode_options(test::full_options())) == test::full_options());
}

TEST(Codec, DoublesKeepEveryBit) {
  Telemetry telemetry{"GPU", 0.1 + 0.2, 1e-300, -40.125, {}, 0};
  for (const double value :
       {std::numeric_limits<double>::min(), std::numeric_limits<double>::max(), 1.0 / 3, 2.0, 123456789.0}) {
    telemetry.power_watts = value;
    const auto back = decode_event(encode(Event(telemetry)));
    ASSERT_TRUE(back) << back.error().message;
    EXPECT_EQ(*std::get<Telemetry>(*back).power_watts, value);
  }
}

TEST(Codec, NumbersThatAreNotFiniteDoNotGetThrough) {
  Measured measured = test::full_measured();
  measured.samples[0].span_us = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THAT(refusal_of_event(encode(Event(PointFinished{0, test::point_with(measured), 1}))),
              HasSubstr("point.outcome.samples[0].span_us"));
  EXPECT_THAT(refusal_of_event(R"({"type":"telemetry","device_uuid":"G","power_watts":1e999})"),
              HasSubstr("not JSON"));
  EXPECT_THAT(refusal_of_event(R"({"type":"telemetry","device_uuid":"G","power_watts":NaN})"),
              HasSubstr("not JSON"));
}

TEST(Codec, UnknownFieldsArePassedOver) {
  const auto event =
      decode_event(R"({"later":{"a":[1]},"type":"refused","message":"no","type_hint":null,"x":1e9})");
  ASSERT_TRUE(event) << event.error().message;
  EXPECT_EQ(std::get<Refused>(*event).message, "no");
}

TEST(Codec, MissingFieldsTakeTheirDefaultsOnlyWhereFormatSaysSo) {
  const auto request = decode_request(
      R"({"type":"measure","plan":{"device_uuid":"CPU-1","points":[{"implementation":"flash","problem":
         {"batch":1,"query_heads":2,"kv_heads":2,"query_seqlen":8,"kv_seqlen":8,"head_dim":16,"dtype":"fp32"}}]}})");
  ASSERT_TRUE(request) << request.error().message;
  const Plan& plan = std::get<MeasureRequest>(*request).plan;
  EXPECT_EQ(plan.options, MeasurementOptions{});
  EXPECT_EQ(plan.points.at(0).problem.layout, Layout::bshd);
  EXPECT_FALSE(plan.points.at(0).problem.softmax_scale);

  EXPECT_THAT(refusal_of_event(R"({"type":"refused"})"), HasSubstr("\"message\" is missing"));
}

TEST(Codec, NullIsNoValueForAnOptionalFieldAndWrongForAnyOther) {
  EXPECT_TRUE(decode_event(R"({"type":"telemetry","device_uuid":"G","power_watts":null})"));
  EXPECT_THAT(refusal_of_event(R"({"type":"telemetry","device_uuid":null})"), HasSubstr("must be text"));
}

TEST(Codec, WrongTypesAndRangesAreRefusedWithThePathToThem) {
  const std::string point = encode(Event(PointFinished{5, test::point_with(Cancelled{}), 0.75}));
  const std::pair<std::string, std::string> wrong[] = {
      {R"("batch":3)", R"("batch":0)"},
      {R"("batch":3)", R"("batch":-1)"},
      {R"("batch":3)", R"("batch":3.5)"},
      {R"("batch":3)", R"("batch":"3")"},
      {R"("batch":3)", R"("batch":true)"},
      {R"("batch":3)", R"("batch":99999999999999999999)"},
      {R"("kv_seqlen":4096)", R"("kv_seqlen":1000000000000)"},
      {R"("dtype":"bf16")", R"("dtype":"fp64")"},
      {R"("dtype":"bf16")", R"("dtype":1)"},
      {R"("causal":true)", R"("causal":1)"},
      {R"("window_left":1024)", R"("window_left":-1)"},
      {R"("point_index":5)", R"("point_index":-5)"},
      {R"("point_index":5)", R"("point_index":18446744073709551615)"},
      {R"("elapsed_seconds":0.75)", R"("elapsed_seconds":-0.75)"},
      {R"("type":"cancelled")", R"("type":"exploded")"},
      {R"("type":"cancelled")", R"("kind":"cancelled")"},
  };
  for (const auto& [from, to] : wrong) {
    const std::string refusal = refusal_of_event(replaced(point, from, to));
    EXPECT_THAT(refusal, testing::StartsWith("the line: \"")) << to;
  }
  EXPECT_THAT(refusal_of_event(replaced(point, R"("batch":3)", R"("batch":0)")),
              HasSubstr("\"point.problem.batch\" must be a whole number from 1 to 16777216, not 0"));
}

TEST(Codec, UnknownMessageTypesAreRefusedByName) {
  EXPECT_THAT(refusal_of_event(R"({"type":"explode"})"), HasSubstr("unknown type, \"explode\""));
  EXPECT_THAT(refusal_of_event(R"({"message":"x"})"), HasSubstr("has no \"type\""));
  EXPECT_FALSE(decode_request(R"({"type":"refused","message":"an event, not a request"})"));
}

TEST(Codec, TextThatIsNotAMessageIsRefused) {
  for (const std::string line : {"", " ", "null", "[]", "1", "\"hello\"", "{", "{\"type\":\"hello\"",
                                 "not json at all", "{\"type\":\"refused\",\"message\":\"\xff\"}", "{} {}"}) {
    EXPECT_FALSE(decode_event(line)) << line;
    EXPECT_FALSE(decode_request(line)) << line;
  }
}

TEST(Codec, DeepNestingAndManyKeysCostNeitherStackNorMinutes) {
  EXPECT_FALSE(decode_event(std::string(max_line_bytes, '[')));
  std::string nested = R"({"type":"refused","message":"deep","x":)" + std::string(500'000, '[') +
                       std::string(500'000, ']') + '}';
  EXPECT_TRUE(decode_event(nested));
  std::string wide = R"({"type":"refused","message":"wide")";
  for (int key = 0; wide.size() < max_line_bytes - 32; ++key) wide += ",\"" + std::to_string(key) + "\":0";
  EXPECT_TRUE(decode_event(wide + '}'));
}

TEST(Codec, LinesOverTheLimitAreRefused) {
  const std::string line = encode(Event(Refused{std::string(max_line_bytes, 'x')}));
  EXPECT_THAT(refusal_of_event(line), HasSubstr("longer than 1048576 bytes"));
}

TEST(Codec, TheLargestPointAWorkerMakesFitsALine) {
  Measured measured = test::full_measured();
  measured.samples.assign(
      static_cast<std::size_t>(MeasurementOptions{}.max_samples),
      Sample{123456.78901234567, 123456.78901234567, 1234.567890123, 612.34567890123, 55.123456789012, 7});
  measured.kernels.assign(8, test::full_kernel());
  EXPECT_LT(encode(Event(PointFinished{0, test::point_with(measured), 1})).size(), max_line_bytes / 4);
}

TEST(Codec, AnotherProtocolVersionIsRefusedNamingBoth) {
  const std::string refusal = refusal_of_event(R"({"type":"hello","version":7,"everything":"else"})");
  EXPECT_THAT(refusal, HasSubstr("version 7"));
  EXPECT_THAT(refusal, HasSubstr("versions up to 2"));
}

TEST(Codec, BytesThatAreNotUtf8AreWrittenAsReplacementCharacters) {
  const auto back = decode_event(encode(Event(Refused{"kernel \xc3\x28 name"})));
  ASSERT_TRUE(back) << back.error().message;
  EXPECT_THAT(std::get<Refused>(*back).message, HasSubstr("kernel \xef\xbf\xbd"));
}

TEST(Codec, ForeignDocumentsAreNotRuns) {
  EXPECT_FALSE(decode_run("{}"));
  EXPECT_FALSE(decode_run("[]"));
  EXPECT_FALSE(decode_run(R"({"format":"other","version":1,"runs":[]})"));
  const auto newer = decode_run(R"({"format":"attnscope-runs","version":2,"runs":[]})");
  ASSERT_FALSE(newer);
  EXPECT_THAT(newer.error().message, HasSubstr("version 2"));
  EXPECT_THAT(newer.error().message, HasSubstr("version 1"));
}

}  // namespace
}  // namespace attnscope
