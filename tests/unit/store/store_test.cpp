// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// What goes in comes out: runs, points, pending points, live reading, several stores on one file.
#include "profiler/store/store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>

#include "tests/unit/store/fixtures.h"
#include "tests/unit/store/raw_sql.h"

namespace attnscope {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using namespace attnscope::testing;  // NOLINT(google-build-using-namespace)

class StoreTest : public ::testing::Test {
 protected:
  Store open(OpenMode mode = OpenMode::read_write) {
    auto store = Store::open(path(), mode);
    EXPECT_TRUE(store.has_value()) << store.error().message;
    return std::move(*store);
  }
  std::filesystem::path path() const { return folder_ / "runs.db"; }

  TemporaryFolder folder_;
};

TEST_F(StoreTest, GivesBackAWholeRunAsItWas) {
  const attnscope::Run run = example_run("run-1");
  Store store = open();
  EXPECT_EQ(store.add_run(run).value(), true);
  EXPECT_EQ(store.load("run-1").value(), run);
  // And from another connection, read-only.
  EXPECT_EQ(open(OpenMode::read_only).load("run-1").value(), run);
}

TEST_F(StoreTest, AddsARunOnlyOnce) {
  attnscope::Run run = example_run("run-1");
  Store store = open();
  EXPECT_TRUE(store.add_run(run).value());
  run.header.name = "another name";
  run.points.clear();
  EXPECT_FALSE(store.add_run(run).value());
  EXPECT_EQ(store.load("run-1").value(), example_run("run-1"));
  EXPECT_THAT(store.runs().value(), SizeIs(1));
}

TEST_F(StoreTest, StoresPointsAsTheyFinishAndTakesThemOffThePendingOnes) {
  Store store = open();
  RunHeader header = example_header("run-1");
  header.environments.clear();
  const std::vector<PendingPoint> planned{pending_point("flash", 512), pending_point("standard", 512),
                                          pending_point("flash", 1024)};
  ASSERT_TRUE(store.begin_run(header, planned).has_value());
  ASSERT_TRUE(store.set_environment("run-1", example_environment("GPU-1")).has_value());
  const Point point = measured_point("standard", 512, 12);
  ASSERT_TRUE(store.add_point("run-1", point).has_value());

  attnscope::Run run = store.load("run-1").value();
  EXPECT_EQ(run.header.state, RunState::running);
  EXPECT_THAT(run.header.environments, ::testing::ElementsAre(example_environment("GPU-1")));
  EXPECT_THAT(run.points, ::testing::ElementsAre(point));
  EXPECT_THAT(run.pending, ::testing::ElementsAre(planned[0], planned[2]));

  ASSERT_TRUE(store.end_run("run-1", RunState::cancelled).has_value());
  EXPECT_EQ(store.load("run-1").value().header.state, RunState::cancelled);
}

TEST_F(StoreTest, ReplacesAnEnvironmentByItsDevice) {
  Store store = open();
  ASSERT_TRUE(store.begin_run(example_header("run-1"), {}).has_value());
  Environment changed = example_environment("GPU-1");
  changed.driver_version = "999.9";
  ASSERT_TRUE(store.set_environment("run-1", changed).has_value());
  const attnscope::Run run = store.load("run-1").value();
  EXPECT_THAT(run.header.environments, ::testing::ElementsAre(changed, example_environment("GPU-2")));
}

TEST_F(StoreTest, GivesLiveChartsOnlyTheNewPoints) {
  Store writer = open();
  Store reader = open();
  ASSERT_TRUE(writer.begin_run(example_header("run-1"), {}).has_value());
  const std::int64_t version = reader.data_version().value();
  EXPECT_EQ(reader.data_version().value(), version);
  for (const std::int64_t seqlen : {512, 1024, 2048}) {
    ASSERT_TRUE(writer.add_point("run-1", measured_point("flash", seqlen, 6)).has_value());
  }
  EXPECT_NE(reader.data_version().value(), version);
  const std::vector<Point> points = reader.points_after("run-1", 1).value();
  ASSERT_THAT(points, SizeIs(2));
  EXPECT_EQ(points[0].problem.kv_seqlen, 1024);
  EXPECT_EQ(points[1], measured_point("flash", 2048, 6));
  EXPECT_THAT(reader.points_after("run-1", 3).value(), IsEmpty());
}

TEST_F(StoreTest, ListsRunsNewestFirstWithCountsAndShape) {
  Store store = open();
  attnscope::Run run = example_run("older");
  ASSERT_TRUE(store.add_run(run).value());
  run.header.id = "newer";
  run.header.created_ms += 1000;
  run.points.resize(1);
  run.points[0].problem.kv_heads = 32;
  run.points[0].problem.window_left.reset();
  ASSERT_TRUE(store.add_run(run).value());

  const std::vector<RunSummary> runs = store.runs().value();
  ASSERT_THAT(runs, SizeIs(2));
  EXPECT_EQ(runs[0].header.id, "newer");
  EXPECT_EQ(runs[0].shape, "32/32 × 128 fp16 causal");
  EXPECT_EQ(runs[0].measured, 1);
  EXPECT_EQ(runs[1].header, example_run("older").header);
  EXPECT_EQ(runs[1].shape, "32/8 × 128 fp16 causal window 4096/∞");
  EXPECT_EQ(runs[1].measured, 1);
  EXPECT_EQ(runs[1].out_of_memory, 1);
  EXPECT_EQ(runs[1].unsupported, 1);
  EXPECT_EQ(runs[1].failed, 1);
  EXPECT_EQ(runs[1].cancelled, 1);
}

TEST_F(StoreTest, NamesTheShapeOfARunThatHasNoPointYet) {
  Store store = open();
  PendingPoint other = pending_point("flash", 512);
  other.point.problem.head_dim = 64;
  other.point.problem.causal = false;
  other.point.problem.window_left.reset();
  PendingPoint first = pending_point("flash", 512);
  first.point.problem.window_left.reset();
  ASSERT_TRUE(store.begin_run(example_header("run-1"), {first, other}).has_value());
  EXPECT_EQ(store.runs().value().at(0).shape, "32/8 × 128, 64 fp16 causal, full");
}

TEST_F(StoreTest, SaysWhichRunIsNotThere) {
  Store store = open();
  const auto run = store.load("no-such-run");
  ASSERT_FALSE(run.has_value());
  EXPECT_EQ(run.error().kind, ErrorKind::not_found);
  EXPECT_THAT(run.error().message, HasSubstr("no-such-run"));
  EXPECT_EQ(store.add_point("no-such-run", measured_point("flash", 512, 1)).error().kind,
            ErrorKind::not_found);
  EXPECT_EQ(store.end_run("no-such-run", RunState::finished).error().kind, ErrorKind::not_found);
  EXPECT_EQ(store.points_after("no-such-run", 0).error().kind, ErrorKind::not_found);
}

TEST_F(StoreTest, RefusesWhatItCouldNotGiveBackAndKeepsTheRest) {
  Store store = open();
  ASSERT_TRUE(store.begin_run(example_header("run-1"), {}).has_value());
  EXPECT_FALSE(store.begin_run(example_header("run-1"), {}).has_value());
  Point nonsense = measured_point("flash", 512, 1);
  nonsense.problem.kv_seqlen = 0;
  EXPECT_FALSE(store.add_point("run-1", nonsense).has_value());
  Point not_a_number = measured_point("flash", 512, 5);
  std::get<Measured>(not_a_number.outcome).samples[3].span_us = std::nan("");
  EXPECT_FALSE(store.add_point("run-1", not_a_number).has_value());
  EXPECT_THAT(store.load("run-1").value().points, IsEmpty());
  EXPECT_TRUE(store.add_point("run-1", measured_point("flash", 512, 5)).has_value());
}

TEST_F(StoreTest, KeepsTextThatLooksLikeSql) {
  Store store = open();
  attnscope::Run run = example_run("'; DROP TABLE runs; --");
  run.header.name = std::string("a\0b", 3) + "\n=cmd()";
  run.points[0].implementation = "x'\"; DELETE FROM points; --";
  ASSERT_TRUE(store.add_run(run).value());
  EXPECT_EQ(store.load(run.header.id).value(), run);
}

TEST_F(StoreTest, DoesNotWriteWhenOpenForReading) {
  open().add_run(example_run("run-1")).value();
  Store store = open(OpenMode::read_only);
  EXPECT_FALSE(store.add_run(example_run("run-2")).has_value());
  EXPECT_FALSE(store.begin_run(example_header("run-3"), {}).has_value());
  EXPECT_THAT(store.runs().value(), SizeIs(1));
}

TEST(DefaultDatabasePath, FollowsXdg) {
  setenv("XDG_DATA_HOME", "/data/home", 1);
  EXPECT_EQ(default_database_path(), "/data/home/attnscope/runs.db");
  setenv("XDG_DATA_HOME", "relative", 1);
  setenv("HOME", "/home/somebody", 1);
  EXPECT_EQ(default_database_path(), "/home/somebody/.local/share/attnscope/runs.db");
  unsetenv("XDG_DATA_HOME");
  EXPECT_EQ(default_database_path(), "/home/somebody/.local/share/attnscope/runs.db");
}

TEST_F(StoreTest, KeepsNoiseMeasurementsOnce) {
  Store store = open();
  EXPECT_THAT(store.noise().value(), IsEmpty());
  EXPECT_TRUE(store.add_noise(example_noise("GPU-2", 2000)).value());
  EXPECT_TRUE(store.add_noise(example_noise("GPU-1", 1000)).value());
  NoiseMeasurement again = example_noise("GPU-1", 1000);
  again.relative_deviation = 0.5;
  again.points.clear();
  EXPECT_FALSE(store.add_noise(again).value());
  const std::vector<NoiseMeasurement> kept{example_noise("GPU-1", 1000), example_noise("GPU-2", 2000)};
  EXPECT_EQ(store.noise().value(), kept);
  EXPECT_EQ(open(OpenMode::read_only).noise().value(), kept);
}

TEST_F(StoreTest, NoiseThatIsNoFigureIsDamage) {
  for (const char* value : {"relative_deviation = 0", "relative_deviation = -1", "relative_deviation = 1e999",
                            "power_limited_deviation = -1", "power_limited_degrees_of_freedom = NULL"}) {
    std::filesystem::remove(path());
    ASSERT_TRUE(open().add_noise(example_noise("GPU-1", 1)).value());
    raw_sql(path(), std::string("UPDATE noise_measurements SET ") + value);
    const auto noise = open().noise();
    ASSERT_FALSE(noise.has_value()) << value;
    EXPECT_THAT(noise.error().message, HasSubstr("is damaged"));
  }
}

}  // namespace
}  // namespace attnscope
