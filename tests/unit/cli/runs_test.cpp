// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// `attnscope runs`: names, notes, tags, filters, and runs thrown away.
#include <gmock/gmock.h>

#include "tests/unit/cli/program_calls.h"

namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class Runs : public ProgramCalls {
 protected:
  void SetUp() override {
    ASSERT_EQ(measure({"--name", "first"}), 0) << error_;
    ASSERT_EQ(measure({"--name", "second"}), 0) << error_;
    ids_ = runs_of("runs.db");
    ASSERT_EQ(ids_.size(), 2);
  }

  int runs(const QStringList& arguments) { return call(QStringList{"runs", "--db", "runs.db"} + arguments); }

  QStringList ids_;  ///< "second", "first"
};

TEST_F(Runs, CarryNamesNotesAndTags) {
  EXPECT_EQ(runs({ids_[1], "--name", "nightly", "--note", "after the driver update", "--tag", "h100,slow"}),
            0)
      << error_;
  EXPECT_EQ(runs({}), 0);
  EXPECT_THAT(out_.toStdString(),
              AllOf(HasSubstr("nightly"), HasSubstr("h100, slow"), HasSubstr("after the driver update")));
  EXPECT_EQ(runs({ids_[1], "--untag", "slow", "--tag", "kept", "--note", ""}), 0) << error_;
  EXPECT_EQ(runs({"--json"}), 0);
  const QJsonObject run = json()["runs"].toArray()[1].toObject();
  EXPECT_EQ(run["name"].toString(), "nightly");
  EXPECT_EQ(run["note"].toString(), "");
  EXPECT_EQ(run["tags"].toArray(), (QJsonArray{"h100", "kept"}));
}

TEST_F(Runs, BringNotesAndTagsAlongOnceWhenTheyAreImported) {
  ASSERT_EQ(runs({"latest", "--note", "theirs", "--tag", "h100"}), 0);
  ASSERT_EQ(call({"import", "runs.db", "--db", "mine.db"}), 0) << error_;
  EXPECT_EQ(call({"runs", "--filter", "theirs h100", "--json", "--db", "mine.db"}), 0);
  EXPECT_EQ(json()["runs"].toArray().size(), 1);
  ASSERT_EQ(call({"runs", "latest", "--note", "mine", "--db", "mine.db"}), 0);
  ASSERT_EQ(call({"import", "runs.db", "--db", "mine.db"}), 0) << error_;
  EXPECT_EQ(call({"runs", "--filter", "mine", "--json", "--db", "mine.db"}), 0);
  EXPECT_EQ(json()["runs"].toArray().size(), 1) << "what is there stays as it is";
}

TEST_F(Runs, BringNotesAndTagsAlongInExports) {
  ASSERT_EQ(runs({"latest", "--note", "theirs", "--tag", "h100,slow"}), 0);
  ASSERT_EQ(call({"export", "latest", "-o", "one.json", "--db", "runs.db"}), 0) << error_;
  ASSERT_EQ(call({"import", "one.json", "--db", "mine.db"}), 0) << error_;
  EXPECT_EQ(call({"runs", "--json", "--db", "mine.db"}), 0);
  const QJsonObject run = json()["runs"].toArray()[0].toObject();
  EXPECT_EQ(run["note"].toString(), "theirs");
  EXPECT_EQ(run["tags"].toArray(), (QJsonArray{"h100", "slow"}));
}

TEST_F(Runs, AreFilteredByAllWords) {
  ASSERT_EQ(runs({"latest", "--tag", "Nightly"}), 0);
  EXPECT_EQ(runs({"--filter", "nightly second"}), 0);
  EXPECT_THAT(out_.toStdString(), AllOf(HasSubstr("second"), Not(HasSubstr("first"))));
  EXPECT_EQ(runs({"--filter", "nightly first"}), 0);
  EXPECT_THAT(out_.toStdString(), HasSubstr("There is no such run."));
  EXPECT_EQ(runs({"--filter", "fake cpu", "--json"}), 0);
  EXPECT_EQ(json()["runs"].toArray().size(), 2);
}

TEST_F(Runs, AreDeletedAndRestored) {
  EXPECT_EQ(runs({ids_[0], "--delete"}), 0) << error_;
  EXPECT_THAT(out_.toStdString(),
              HasSubstr("To undo: attnscope runs " + ids_[0].left(8).toStdString() + " --restore"));
  EXPECT_EQ(runs_of("runs.db"), QStringList{ids_[1]});
  EXPECT_EQ(call({"show", "latest", "--json", "--db", "runs.db"}), 0);
  EXPECT_EQ(json()["id"].toString(), ids_[1]);
  EXPECT_EQ(runs({"--deleted", "--json"}), 0);
  EXPECT_EQ(json()["runs"].toArray()[0].toObject()["id"].toString(), ids_[0]);
  EXPECT_EQ(runs({ids_[0], "--restore"}), 0) << error_;
  EXPECT_EQ(runs_of("runs.db"), ids_);
  EXPECT_EQ(runs({ids_[0], ids_[1], "--delete"}), 0);
  EXPECT_EQ(runs({"--purge"}), 0);
  EXPECT_THAT(out_.toStdString(), HasSubstr("2 deleted runs are gone for good"));
  EXPECT_EQ(runs({ids_[0], "--restore"}), 3);
}

TEST_F(Runs, WhatMakesNoSenseIsRefusedAndChangesNothing) {
  EXPECT_EQ(runs({"latest"}), 2);
  EXPECT_THAT(error_, HasSubstr("needs to be told what to do"));
  EXPECT_EQ(runs({"--delete"}), 2);
  EXPECT_THAT(error_, HasSubstr("which RUN?"));
  EXPECT_EQ(runs({"latest", "--name", " "}), 2);
  EXPECT_EQ(runs({"latest", "--delete", "--restore"}), 2);
  EXPECT_EQ(runs({"latest", "--purge"}), 2);
  EXPECT_EQ(runs({"latest", "ffff", "--delete"}), 3);
  EXPECT_THAT(error_, HasSubstr("there is no run ffff"));
  EXPECT_EQ(runs_of("runs.db"), ids_);
}

TEST_F(Runs, OfANamedCopyAreReadWithoutTouchingIt) {
  // As samples and exports are: complete in one file, without a write-ahead log.
  QFile file(folder_.filePath("runs.db"));
  ASSERT_TRUE(file.open(QIODevice::ReadWrite));
  for (const qint64 journal_version : {18, 19}) {
    ASSERT_TRUE(file.seek(journal_version));
    ASSERT_EQ(file.write(QByteArray(1, 1)), 1);
  }
  file.close();
  const QByteArray before = content("runs.db");
  EXPECT_EQ(runs({}), 0) << error_;
  EXPECT_EQ(call({"show", "latest", "--db", "runs.db"}), 0) << error_;
  EXPECT_EQ(call({"export", "latest", "-o", "x.csv", "--db", "runs.db"}), 0) << error_;
  EXPECT_EQ(content("runs.db"), before);
}

TEST_F(Runs, ThatCannotBePrintedAreAFailure) {
  output_file_ = "/dev/full";
  EXPECT_EQ(runs({}), 3);
  EXPECT_THAT(error_, HasSubstr("cannot be written"));
}

}  // namespace
