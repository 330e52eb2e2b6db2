// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/palette_model.h"

#include <gtest/gtest.h>

#include <QAbstractItemModelTester>
#include <QFile>
#include <QTemporaryDir>

#include "ui/models/recent_files.h"

namespace attnscope {
namespace {

TEST(PaletteModel, FindsByWordsAndPutsBeginningsFirst) {
  int chosen = 0;
  PaletteModel model;
  const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::Fatal);
  model.set_entries({{"File › Open…", "Ctrl+O", true, [&chosen] { chosen = 1; }},
                     {"View › Reopen", "", true, [&chosen] { chosen = 2; }},
                     {"Sweep › Cancel", "No sweep is running", false, [&chosen] { chosen = 3; }}});
  EXPECT_EQ(model.rowCount(), 3);
  model.set_query("open");
  ASSERT_EQ(model.rowCount(), 2);
  EXPECT_TRUE(model.choose(0));
  EXPECT_EQ(chosen, 1);
  model.set_query("cancel sweep");
  ASSERT_EQ(model.rowCount(), 1);
  EXPECT_TRUE(model.index(0).data().toString().contains("No sweep is running"));
  EXPECT_FALSE(model.choose(0)) << "what is disabled is found, says why, and does nothing";
  EXPECT_EQ(chosen, 1);
  model.set_query("nothing like it");
  EXPECT_EQ(model.rowCount(), 0);
  EXPECT_FALSE(model.choose(0));
}

TEST(RecentFiles, NewestFirstEachOnceAndOnlyThoseThatExist) {
  const QTemporaryDir folder;
  const QString settings = folder.filePath("window.ini");
  RecentFiles recent(settings);
  for (const char* name : {"a.db", "b.db"}) {
    QFile file(folder.filePath(name));
    ASSERT_TRUE(file.open(QIODevice::WriteOnly));
    recent.add(file.fileName());
  }
  recent.add(folder.filePath("gone.db"));
  recent.add(folder.filePath("a.db"));
  const QStringList expected{folder.filePath("a.db"), folder.filePath("b.db")};
  EXPECT_EQ(recent.files(), expected);
  EXPECT_EQ(RecentFiles(settings).files(), expected) << "remembered";
  recent.clear();
  EXPECT_TRUE(RecentFiles(settings).files().isEmpty());
}

}  // namespace
}  // namespace attnscope
