// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/run_names.h"

#include <gtest/gtest.h>

namespace attnscope {
namespace {

TEST(ShortRunNames, LeaveOutTheWordsThatAllBeginWith) {
  EXPECT_EQ(short_run_names({"Sample: H100, head dim 64", "Sample: H100, the papers' grid"}),
            QStringList({"head dim 64", "the papers' grid"}));
  EXPECT_EQ(short_run_names({"night 1", "night 12"}), QStringList({"1", "12"})) << "whole words only";
  EXPECT_EQ(short_run_names({"before", "before the change"}), QStringList({"before", "before the change"}));
  EXPECT_EQ(short_run_names({"one", "two"}), QStringList({"one", "two"}));
}

TEST(ShortRunNames, KeepBothEndsOfLongOnes) {
  const QStringList names = short_run_names({"driver 580.159 and the old clocks", "x"});
  EXPECT_EQ(names.front(), QStringLiteral("driver 5…ld clocks"));
  EXPECT_EQ(names.front().size(), 18);
}

TEST(ShortRunNames, NumberWhatReadsAlike) {
  EXPECT_EQ(short_run_names({"same", "same", "same"}), QStringList({"same", "same (2)", "same (3)"}));
  EXPECT_EQ(short_run_names({"", ""}), QStringList({"", " (2)"}));
  EXPECT_TRUE(short_run_names({}).isEmpty());
}

}  // namespace
}  // namespace attnscope
