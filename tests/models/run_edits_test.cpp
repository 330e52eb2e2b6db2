// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/run_edits.h"

#include <gtest/gtest.h>

#include <QSignalSpy>
#include <QTemporaryDir>

#include "tests/models/fixture_runs.h"

namespace attnscope {
namespace {

class RunEditsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(library_.open_own(file("runs.db")).has_value());
    add_run("runs.db", {});
    library_.refresh();
  }

  std::filesystem::path file(const char* name) const { return folder_.filePath(name).toStdString(); }

  void add_run(const char* name, const fixture::RunPlan& plan) const {
    auto store = Store::open(file(name), OpenMode::read_write);
    ASSERT_TRUE(store.has_value());
    ASSERT_TRUE(store->add_run(fixture::make_run(plan)).has_value());
  }

  const RunSummary& only() const { return library_.entries().at(0).summary; }

  const std::string id_ = fixture::RunPlan().id;
  QTemporaryDir folder_;
  RunLibrary library_;
};

TEST(TagsOf, AreTrimmedSortedAndEachOnce) {
  EXPECT_EQ(tags_of(" nightly, h100 ,, nightly"), (std::vector<std::string>{"h100", "nightly"}));
  EXPECT_TRUE(tags_of(" , ").empty());
}

TEST_F(RunEditsTest, NameTagsAndNoteAreWrittenAndTakenBack) {
  RunEdits edits(library_);
  EXPECT_TRUE(edits.annotate(id_, {"new name", {"nightly"}, "a note"}));
  EXPECT_EQ(only().header.name, "new name");
  EXPECT_EQ(only().tags, std::vector<std::string>{"nightly"});
  EXPECT_EQ(only().note, "a note");
  edits.stack().undo();
  EXPECT_EQ(only().header.name, fixture::RunPlan().name);
  EXPECT_TRUE(only().tags.empty());
  EXPECT_TRUE(only().note.empty());
  edits.stack().redo();
  EXPECT_EQ(only().header.name, "new name");
}

TEST_F(RunEditsTest, AChangeThatIsNoneIsNotUndone) {
  RunEdits edits(library_);
  EXPECT_TRUE(edits.annotate(id_, annotation_of(library_.entries().at(0))));
  EXPECT_FALSE(edits.stack().canUndo());
}

TEST_F(RunEditsTest, ADeletedRunComesBackWhole) {
  RunEdits edits(library_);
  const QSignalSpy deleted(&edits, &RunEdits::deleted);
  EXPECT_TRUE(edits.delete_run(id_));
  EXPECT_EQ(deleted.count(), 1);
  EXPECT_TRUE(library_.entries().empty());
  edits.stack().undo();
  ASSERT_EQ(library_.entries().size(), 1U);
  EXPECT_EQ(library_.load(id_)->points, fixture::make_run({}).points);
}

TEST_F(RunEditsTest, ARunningRunStaysAndItIsSaid) {
  fixture::RunPlan plan;
  plan.id = "00000000-0000-4000-8000-00000000000c";
  auto store = Store::open(file("runs.db"), OpenMode::read_write);
  auto running = fixture::make_run(plan);
  running.header.state = RunState::running;
  ASSERT_TRUE(store->begin_run(running.header, {}).has_value());
  library_.refresh();
  RunEdits edits(library_);
  const QSignalSpy problems(&edits, &RunEdits::problem);
  EXPECT_FALSE(edits.delete_run(plan.id));
  EXPECT_EQ(problems.count(), 1);
  EXPECT_FALSE(edits.stack().canUndo());
  EXPECT_EQ(library_.entries().size(), 2U);
}

TEST_F(RunEditsTest, OnlyOwnRunsCanBeChanged) {
  fixture::RunPlan other;
  other.id = "00000000-0000-4000-8000-00000000000b";
  add_run("other.db", other);
  ASSERT_TRUE(library_.open_file(file("other.db")).has_value());
  EXPECT_TRUE(library_.edit_problem(id_).isEmpty());
  EXPECT_FALSE(library_.edit_problem(other.id).isEmpty());
  EXPECT_FALSE(library_.edit_problem("no such run").isEmpty());
}

TEST_F(RunEditsTest, ImportingTwiceMakesNoDuplicates) {
  fixture::RunPlan other;
  other.id = "00000000-0000-4000-8000-00000000000b";
  add_run("other.db", other);
  add_run("other.db", {});
  const auto first = library_.import(file("other.db"));
  ASSERT_TRUE(first.has_value());
  EXPECT_EQ(first->ids.size(), 2U);
  EXPECT_EQ(first->already_there, 1U);
  EXPECT_EQ(library_.import(file("other.db"))->already_there, 2U);
  EXPECT_EQ(library_.entries().size(), 2U);
  EXPECT_EQ(library_.entry(other.id)->origin, RunOrigin::own);
}

}  // namespace
}  // namespace attnscope
