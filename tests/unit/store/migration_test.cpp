// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Version 1 is the first, so steps to invented later versions stand in for real ones.
#include "profiler/store/migration.h"

#include <SQLiteCpp/Exception.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

#include "profiler/store/store.h"
#include "tests/unit/store/fixtures.h"
#include "tests/unit/store/raw_sql.h"

namespace attnscope {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using namespace attnscope::testing;  // NOLINT(google-build-using-namespace)

class MigrationTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(Store::open(path_, OpenMode::read_write).value().add_run(example_run("run-1")).value());
  }

  Result<void> migrate_to(std::int32_t target, std::span<const store::Migration> steps) const {
    SQLite::Database database(path_.string(), SQLite::OPEN_READWRITE);
    return store::migrate(database, path_, steps, target);
  }

  TemporaryFolder folder_;
  std::filesystem::path path_ = folder_ / "runs.db";
};

constexpr std::array<store::Migration, 2> two_steps{
    store::Migration{1, "ALTER TABLE runs ADD COLUMN notes TEXT"},
    store::Migration{2, "UPDATE runs SET notes = 'kept ' || name"}};

TEST_F(MigrationTest, TakesAllStepsAndKeepsABackupThatOpens) {
  ASSERT_TRUE(migrate_to(3, two_steps).has_value());
  EXPECT_THAT(raw_sql(path_, "PRAGMA user_version"), ElementsAre("3"));
  EXPECT_THAT(raw_sql(path_, "SELECT notes = 'kept ' || name FROM runs"), ElementsAre("1"));
  Store backup = Store::open(folder_ / "runs.db.v1.backup", OpenMode::read_only).value();
  EXPECT_EQ(backup.load("run-1").value(), example_run("run-1"));
}

TEST_F(MigrationTest, NeverOverwritesABackup) {
  write_file(folder_ / "runs.db.v1.backup", "precious");
  ASSERT_TRUE(migrate_to(3, two_steps).has_value());
  EXPECT_EQ(bytes_of_file(folder_ / "runs.db.v1.backup"), "precious");
  EXPECT_TRUE(Store::open(folder_ / "runs.db.v1.backup-2", OpenMode::read_only).has_value());
}

TEST_F(MigrationTest, DoesNothingToACurrentDatabase) {
  ASSERT_TRUE(migrate_to(1, two_steps).has_value());
  EXPECT_THAT(names_in(folder_.path()), ElementsAre("runs.db"));
}

TEST_F(MigrationTest, AFailingStepLeavesTheDatabaseAsItWas) {
  constexpr std::array<store::Migration, 2> broken{two_steps[0],
                                                   store::Migration{2, "SELECT * FROM nothing"}};
  EXPECT_THROW(static_cast<void>(migrate_to(3, broken)), SQLite::Exception);
  EXPECT_EQ(Store::open(path_, OpenMode::read_write).value().load("run-1").value(), example_run("run-1"));
}

TEST_F(MigrationTest, AMissingStepIsNamedAndLeavesTheDatabaseAsItWas) {
  const auto result = migrate_to(3, std::span(two_steps).first(1));
  ASSERT_FALSE(result.has_value());
  EXPECT_THAT(result.error().message, HasSubstr("format version 2"));
  EXPECT_EQ(Store::open(path_, OpenMode::read_write).value().load("run-1").value(), example_run("run-1"));
}

}  // namespace
}  // namespace attnscope
