// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Names, notes and tags; runs thrown away, restored and purged.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "profiler/store/store.h"
#include "tests/unit/store/fixtures.h"
#include "tests/unit/store/raw_sql.h"

namespace attnscope {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using namespace attnscope::testing;  // NOLINT(google-build-using-namespace)

class AnnotationsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(store_.add_run(example_run("run-1")).value());
    ASSERT_TRUE(store_.add_run(example_run("run-2")).value());
  }

  static std::vector<std::string> ids(const Result<std::vector<RunSummary>>& runs) {
    std::vector<std::string> found;
    for (const RunSummary& run : runs.value()) {
      found.push_back(run.header.id);
    }
    return found;
  }

  TemporaryFolder folder_;
  std::filesystem::path path_ = folder_ / "runs.db";
  Store store_ = Store::open(path_, OpenMode::read_write).value();
};

TEST_F(AnnotationsTest, AreKeptWithTheRun) {
  ASSERT_TRUE(store_.rename_run("run-1", "Nightly").has_value());
  ASSERT_TRUE(store_.set_note("run-1", "after the driver update").has_value());
  ASSERT_TRUE(store_.set_tags("run-1", {"slow", "h100", "slow"}).has_value());
  Store reading = Store::open(path_, OpenMode::read_only).value();
  const std::vector<RunSummary> runs = reading.runs().value();
  ASSERT_THAT(runs, SizeIs(2));
  const RunSummary& annotated = runs[0].header.id == "run-1" ? runs[0] : runs[1];
  const RunSummary& plain = runs[0].header.id == "run-1" ? runs[1] : runs[0];
  EXPECT_EQ(annotated.header.name, "Nightly");
  EXPECT_EQ(annotated.note, "after the driver update");
  EXPECT_THAT(annotated.tags, ElementsAre("h100", "slow"));
  EXPECT_EQ(plain.note, "");
  EXPECT_THAT(plain.tags, IsEmpty());
  EXPECT_EQ(reading.load("run-1").value().header.name, "Nightly");
}

TEST_F(AnnotationsTest, AreReplacedAndTakenOff) {
  ASSERT_TRUE(store_.set_note("run-1", "one").has_value());
  ASSERT_TRUE(store_.set_note("run-1", "").has_value());
  ASSERT_TRUE(store_.set_tags("run-1", {"a", "b"}).has_value());
  ASSERT_TRUE(store_.set_tags("run-1", {"c"}).has_value());
  const std::vector<RunSummary> runs = store_.runs().value();
  for (const RunSummary& run : runs) {
    EXPECT_EQ(run.note, "");
    if (run.header.id == "run-1") {
      EXPECT_THAT(run.tags, ElementsAre("c"));
    }
  }
}

TEST_F(AnnotationsTest, OfARunThatIsNotThereAreRefused) {
  for (const auto& result :
       {store_.rename_run("run-9", "x"), store_.set_note("run-9", "x"), store_.set_tags("run-9", {"x"}),
        store_.delete_run("run-9"), store_.restore_run("run-9")}) {
    ASSERT_FALSE(result.has_value());
    EXPECT_EQ(result.error().kind, ErrorKind::not_found);
  }
  Store reading = Store::open(path_, OpenMode::read_only).value();
  EXPECT_FALSE(reading.set_note("run-1", "x").has_value());
}

TEST_F(AnnotationsTest, ADeletedRunComesBackWhole) {
  ASSERT_TRUE(store_.set_tags("run-1", {"kept"}).has_value());
  ASSERT_TRUE(store_.delete_run("run-1").has_value());
  EXPECT_THAT(ids(store_.runs()), ElementsAre("run-2"));
  EXPECT_THAT(ids(store_.deleted_runs()), ElementsAre("run-1"));
  ASSERT_TRUE(store_.delete_run("run-1").has_value()) << "twice is once";
  ASSERT_TRUE(store_.restore_run("run-1").has_value());
  EXPECT_THAT(ids(store_.runs()), SizeIs(2));
  EXPECT_THAT(ids(store_.deleted_runs()), IsEmpty());
  attnscope::Run whole = example_run("run-1");
  whole.tags = {"kept"};
  EXPECT_EQ(store_.load("run-1").value(), whole);
  EXPECT_EQ(raw_sql(path_, "SELECT tag FROM run_tags"), std::vector<std::string>{"kept"});
}

TEST_F(AnnotationsTest, ImportingADeletedRunRestoresIt) {
  ASSERT_TRUE(store_.delete_run("run-1").has_value());
  EXPECT_FALSE(store_.add_run(example_run("run-1")).value());
  EXPECT_THAT(ids(store_.runs()), SizeIs(2));
}

TEST_F(AnnotationsTest, PurgingTakesAllThatHangsOnDeletedRuns) {
  ASSERT_TRUE(store_.set_note("run-1", "gone").has_value());
  ASSERT_TRUE(store_.delete_run("run-1").has_value());
  EXPECT_EQ(store_.purge_deleted_runs().value(), 1);
  EXPECT_EQ(store_.purge_deleted_runs().value(), 0);
  EXPECT_FALSE(store_.load("run-1").has_value());
  EXPECT_EQ(store_.load("run-2").value(), example_run("run-2"));
  EXPECT_THAT(raw_sql(path_, "SELECT count(*) FROM points WHERE run_id = 'run-1'"), ElementsAre("0"));
  EXPECT_THAT(raw_sql(path_, "SELECT count(*) FROM samples WHERE point_id NOT IN (SELECT id FROM points)"),
              ElementsAre("0"));
  EXPECT_THAT(raw_sql(path_, "SELECT count(*) FROM run_notes"), ElementsAre("0"));
  EXPECT_THAT(raw_sql(path_, "SELECT count(*) FROM deleted_runs"), ElementsAre("0"));
}

TEST_F(AnnotationsTest, ARunThatIsBeingMeasuredIsNotDeleted) {
  ASSERT_TRUE(store_.begin_run(example_header("run-3"), {}).has_value());
  const auto refused = store_.delete_run("run-3");
  ASSERT_FALSE(refused.has_value());
  EXPECT_THAT(refused.error().message, HasSubstr("still being measured"));
  ASSERT_TRUE(store_.end_run("run-3", RunState::cancelled).has_value());
  EXPECT_TRUE(store_.delete_run("run-3").has_value());
}

}  // namespace
}  // namespace attnscope
