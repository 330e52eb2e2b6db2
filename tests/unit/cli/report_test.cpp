// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// `attnscope report` as people call it: where runs come from, what is written, which exit code.
#include <gmock/gmock.h>

#include <QDir>

#include "tests/unit/cli/program_calls.h"

namespace {

using testing::HasSubstr;

class Report : public ProgramCalls {
 protected:
  void SetUp() override { ASSERT_EQ(measure(), 0) << error_; }

  int report(const QStringList& arguments) {
    return call(QStringList{"report"} + arguments + QStringList{"--db", "runs.db"});
  }
};

TEST_F(Report, WritesEachFormatTheSameTwice) {
  for (const char* name : {"one.html", "one.pdf", "one.md"}) {
    const QString again = QStringLiteral("again-") + name;
    ASSERT_EQ(report({"latest", "-o", name}), 0) << error_;
    ASSERT_EQ(report({"latest", "-o", again}), 0) << error_;
    EXPECT_GT(content(name).size(), 1000) << name;
    EXPECT_EQ(content(name), content(again)) << name;
  }
}

TEST_F(Report, TakesRunsOfFilesBesideTheDatabases) {
  ASSERT_EQ(call({"export", "latest", "-o", "other.json", "--db", "runs.db"}), 0) << error_;
  ASSERT_EQ(report({"latest", "other.json", "-o", "both.md", "--json"}), 0) << error_;
  EXPECT_EQ(json()["runs"].toInt(), 2);
  EXPECT_THAT(content("both.md").toStdString(), HasSubstr("## Run against run"));
}

TEST_F(Report, WritesTheSectionsAskedFor) {
  ASSERT_EQ(report({"latest", "-o", "some.md", "--sections", "commands"}), 0) << error_;
  const std::string text = content("some.md").toStdString();
  EXPECT_THAT(text, HasSubstr("## Repeat it"));
  EXPECT_THAT(text, testing::Not(HasSubstr("## Method")));
}

TEST_F(Report, CarriesNotesAndTags) {
  ASSERT_EQ(report({"latest", "-o", "without.md"}), 0) << error_;
  EXPECT_THAT(content("without.md").toStdString(), testing::Not(HasSubstr("Notes and tags")));
  ASSERT_EQ(call({"runs", "latest", "--note", "after the update", "--tag", "h100", "--db", "runs.db"}), 0);
  ASSERT_EQ(report({"latest", "-o", "with.md"}), 0) << error_;
  EXPECT_THAT(content("with.md").toStdString(),
              HasSubstr("## Notes and tags\n\nafter the update\n\nTags: h100"));
  ASSERT_EQ(report({"latest", "-o", "left-out.md", "--sections", "method"}), 0) << error_;
  EXPECT_THAT(content("left-out.md").toStdString(), testing::Not(HasSubstr("after the update")));
}

TEST_F(Report, CountsFlopsAsAskedFor) {
  ASSERT_EQ(report({"latest", "-o", "usual.md"}), 0) << error_;
  ASSERT_EQ(report({"latest", "-o", "same.md", "--flops", "unmasked"}), 0) << error_;
  EXPECT_EQ(content("usual.md"), content("same.md"));
  ASSERT_EQ(report({"latest", "-o", "half.md", "--flops", "causal-half"}), 0) << error_;
  EXPECT_THAT(content("usual.md").toStdString(), testing::Not(HasSubstr("causal counted as half")));
  EXPECT_THAT(content("half.md").toStdString(), HasSubstr("causal counted as half"));
  EXPECT_EQ(report({"latest", "-o", "half.md", "--flops", "most"}), 2);
}

TEST_F(Report, WhatCannotBeWrittenIsSaidAndLosesNothing) {
  EXPECT_EQ(report({"latest", "-o", "missing/one.html"}), 3);
  EXPECT_THAT(error_, HasSubstr("missing/one.html cannot be written"));
  ASSERT_EQ(report({"latest", "-o", "kept.md"}), 0) << error_;
  const QByteArray before = content("kept.md");
  EXPECT_EQ(report({"0123", "-o", "kept.md"}), 3);
  EXPECT_EQ(content("kept.md"), before);
}

TEST_F(Report, ExplainsWhatItNeeds) {
  EXPECT_EQ(report({"latest"}), 2);
  EXPECT_THAT(error_, HasSubstr(".html, .pdf or .md"));
  EXPECT_EQ(report({"latest", "-o", "one.txt"}), 2);
  EXPECT_EQ(report({"-o", "one.html"}), 2);
  EXPECT_EQ(report({"latest", "-o", "one.html", "--sections", "jokes"}), 2);
  EXPECT_THAT(error_, HasSubstr("claims, charts"));
}

}  // namespace
