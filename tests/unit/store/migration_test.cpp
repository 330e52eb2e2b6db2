// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// The real steps on databases as older versions left them, and steps to invented later versions.
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
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;
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
    store::Migration{6, "ALTER TABLE runs ADD COLUMN notes TEXT"},
    store::Migration{7, "UPDATE runs SET notes = 'kept ' || name"}};

TEST_F(MigrationTest, TakesAllStepsAndKeepsABackupThatOpens) {
  ASSERT_TRUE(migrate_to(8, two_steps).has_value());
  EXPECT_THAT(raw_sql(path_, "PRAGMA user_version"), ElementsAre("8"));
  EXPECT_THAT(raw_sql(path_, "SELECT notes = 'kept ' || name FROM runs"), ElementsAre("1"));
  Store backup = Store::open(folder_ / "runs.db.v6.backup", OpenMode::read_only).value();
  EXPECT_EQ(backup.load("run-1").value(), example_run("run-1"));
}

TEST_F(MigrationTest, NeverOverwritesABackup) {
  write_file(folder_ / "runs.db.v6.backup", "precious");
  ASSERT_TRUE(migrate_to(8, two_steps).has_value());
  EXPECT_EQ(bytes_of_file(folder_ / "runs.db.v6.backup"), "precious");
  EXPECT_TRUE(Store::open(folder_ / "runs.db.v6.backup-2", OpenMode::read_only).has_value());
}

TEST_F(MigrationTest, DoesNothingToACurrentDatabase) {
  ASSERT_TRUE(migrate_to(6, two_steps).has_value());
  EXPECT_THAT(names_in(folder_.path()), ElementsAre("runs.db"));
}

TEST_F(MigrationTest, AFailingStepLeavesTheDatabaseAsItWas) {
  constexpr std::array<store::Migration, 2> broken{two_steps[0],
                                                   store::Migration{7, "SELECT * FROM nothing"}};
  EXPECT_THROW(static_cast<void>(migrate_to(8, broken)), SQLite::Exception);
  EXPECT_EQ(Store::open(path_, OpenMode::read_write).value().load("run-1").value(), example_run("run-1"));
}

TEST_F(MigrationTest, AMissingStepIsNamedAndLeavesTheDatabaseAsItWas) {
  const auto result = migrate_to(8, std::span(two_steps).first(1));
  ASSERT_FALSE(result.has_value());
  EXPECT_THAT(result.error().message, HasSubstr("format version 7"));
  EXPECT_EQ(Store::open(path_, OpenMode::read_write).value().load("run-1").value(), example_run("run-1"));
}

/// Takes away what version 6 added: ceilings; packed heads and splits of a tile; tiles of pending points.
constexpr const char* back_to_version_5 =
    "DROP VIEW speedups; DROP VIEW results; DROP VIEW medians; DROP VIEW devices;"
    "DROP TABLE ceilings; ALTER TABLE points DROP COLUMN tile_packed_heads;"
    "ALTER TABLE points DROP COLUMN tile_kv_splits; ALTER TABLE pending_points DROP COLUMN tile_block_m;"
    "ALTER TABLE pending_points DROP COLUMN tile_block_n; ALTER TABLE pending_points DROP COLUMN tile_stages;"
    "ALTER TABLE pending_points DROP COLUMN tile_warps;"
    "ALTER TABLE noise_measurements DROP COLUMN power_limited_deviation;"
    "ALTER TABLE noise_measurements DROP COLUMN power_limited_degrees_of_freedom;"
    "ALTER TABLE noise_points DROP COLUMN power_limited;";

/// Of a file of version 5, what versions 5 and 4 added: tile traces; soft cap, ALiBi and dropout.
constexpr const char* back_to_version_3 =
    "DROP TABLE tile_spans; DROP TABLE tile_traces;"
    "ALTER TABLE points DROP COLUMN soft_cap; ALTER TABLE points DROP COLUMN alibi;"
    "ALTER TABLE points DROP COLUMN dropout; ALTER TABLE points DROP COLUMN dropout_seed;"
    "ALTER TABLE pending_points DROP COLUMN soft_cap; ALTER TABLE pending_points DROP COLUMN alibi;"
    "ALTER TABLE pending_points DROP COLUMN dropout; ALTER TABLE pending_points DROP COLUMN dropout_seed;"
    "ALTER TABLE noise_points DROP COLUMN soft_cap; ALTER TABLE noise_points DROP COLUMN alibi;"
    "ALTER TABLE noise_points DROP COLUMN dropout; ALTER TABLE noise_points DROP COLUMN dropout_seed;";

/// A database as version 1 made it: it lacked noise measurements, notes, tags and deleted runs, too.
class Version1Test : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(Store::open(path_, OpenMode::read_write).value().add_run(example_run("run-1")).value());
    raw_sql(path_, back_to_version_5);
    raw_sql(path_, back_to_version_3);
    raw_sql(path_,
            "DROP TABLE run_notes; DROP TABLE run_tags; DROP TABLE deleted_runs; DROP TABLE noise_points;"
            "DROP TABLE noise_measurements; PRAGMA user_version = 1; PRAGMA wal_checkpoint(TRUNCATE)");
  }

  TemporaryFolder folder_;
  std::filesystem::path path_ = folder_ / "runs.db";
};

TEST_F(Version1Test, IsReadAsItIsWithoutAChange) {
  const std::string before = bytes_of_file(path_);
  Store store = Store::open(path_, OpenMode::read_only).value();
  EXPECT_EQ(store.load("run-1").value(), example_run("run-1"));
  EXPECT_THAT(store.noise().value(), IsEmpty());
  EXPECT_THAT(store.deleted_runs().value(), IsEmpty());
  EXPECT_EQ(bytes_of_file(path_), before);
  EXPECT_THAT(names_in(folder_.path()), ElementsAre("runs.db"));
}

TEST_F(Version1Test, IsBroughtUpToDateWithABackup) {
  {
    Store store = Store::open(path_, OpenMode::read_write).value();
    EXPECT_EQ(store.load("run-1").value(), example_run("run-1"));
    EXPECT_TRUE(store.add_noise(example_noise("GPU-1", 1)).value());
    EXPECT_THAT(store.noise().value(), ElementsAre(example_noise("GPU-1", 1)));
    EXPECT_TRUE(store.set_note("run-1", "as before").has_value());
  }
  EXPECT_THAT(raw_sql(path_, "PRAGMA user_version"), ElementsAre("6"));
  Store backup = Store::open(folder_ / "runs.db.v1.backup", OpenMode::read_only).value();
  EXPECT_EQ(backup.load("run-1").value(), example_run("run-1"));
  EXPECT_THAT(raw_sql(folder_ / "runs.db.v1.backup", "PRAGMA user_version"), ElementsAre("1"));
  // What was migrated is as what is made anew: it opens again.
  EXPECT_TRUE(Store::open(path_, OpenMode::read_only).has_value());
}

TEST_F(Version1Test, IsRefusedWhereItWasTamperedWith) {
  raw_sql(path_, "CREATE TRIGGER t AFTER INSERT ON points BEGIN DELETE FROM runs; END");
  for (const OpenMode mode : {OpenMode::read_only, OpenMode::read_write}) {
    const auto opened = Store::open(path_, mode);
    ASSERT_FALSE(opened.has_value());
    EXPECT_THAT(opened.error().message, HasSubstr("another program"));
  }
  EXPECT_THAT(raw_sql(path_, "PRAGMA user_version"), ElementsAre("1"));
}

TEST(Version2, IsBroughtUpToDateToo) {
  const TemporaryFolder folder;
  const std::filesystem::path path = folder / "runs.db";
  ASSERT_TRUE(Store::open(path, OpenMode::read_write).value().add_noise(example_noise("GPU-1", 1)).value());
  raw_sql(path, back_to_version_5);
  raw_sql(path, back_to_version_3);
  raw_sql(path,
          "DROP TABLE run_notes; DROP TABLE run_tags; DROP TABLE deleted_runs; PRAGMA user_version = 2;"
          "PRAGMA wal_checkpoint(TRUNCATE)");
  EXPECT_THAT(Store::open(path, OpenMode::read_only).value().noise().value(), SizeIs(1));
  EXPECT_THAT(Store::open(path, OpenMode::read_write).value().noise().value(), SizeIs(1));
  EXPECT_TRUE(Store::open(folder / "runs.db.v2.backup", OpenMode::read_only).has_value());
  EXPECT_THAT(raw_sql(path, "PRAGMA user_version"), ElementsAre("6"));
}

TEST(Version3, IsBroughtUpToDateAndKeepsSoftCapAlibiAndDropoutFromThenOn) {
  const TemporaryFolder folder;
  const std::filesystem::path path = folder / "runs.db";
  ASSERT_TRUE(Store::open(path, OpenMode::read_write).value().add_run(example_run("run-1")).value());
  raw_sql(path, back_to_version_5);
  raw_sql(path, back_to_version_3);
  raw_sql(path, "PRAGMA user_version = 3; PRAGMA wal_checkpoint(TRUNCATE)");
  EXPECT_EQ(Store::open(path, OpenMode::read_only).value().load("run-1").value(), example_run("run-1"));
  attnscope::Run scored = example_run("run-2");
  scored.points.push_back(measured_point("standard", 1024, 20));
  for (Point& point : scored.points) {
    point.problem.soft_cap = 50;
    point.problem.alibi = true;
    point.problem.dropout = 0.1;
    point.problem.dropout_seed = max_dropout_seed;
  }
  scored.points.push_back(measured_point("standard-eager", 1024, 20));
  {
    Store store = Store::open(path, OpenMode::read_write).value();
    ASSERT_TRUE(store.add_run(scored).value());
    EXPECT_EQ(store.load("run-1").value(), example_run("run-1"));
  }
  EXPECT_EQ(Store::open(path, OpenMode::read_only).value().load("run-2").value(), scored);
  // The views are made anew with the columns: a point with a soft cap has no speedup over one without.
  EXPECT_THAT(raw_sql(path, "SELECT implementation, baseline FROM speedups WHERE run_id = 'run-2'"),
              ElementsAre("flash|standard"));
}

TEST(Version4, IsBroughtUpToDateAndKeepsTilesFromThenOn) {
  const TemporaryFolder folder;
  const std::filesystem::path path = folder / "runs.db";
  ASSERT_TRUE(Store::open(path, OpenMode::read_write).value().add_run(example_run("run-1")).value());
  raw_sql(path, back_to_version_5);
  raw_sql(path,
          "DROP TABLE tile_spans; DROP TABLE tile_traces; PRAGMA user_version = 4;"
          "PRAGMA wal_checkpoint(TRUNCATE)");
  EXPECT_EQ(Store::open(path, OpenMode::read_only).value().load("run-1").value(), example_run("run-1"));
  attnscope::Run traced = example_run("run-2");
  std::get<Measured>(traced.points.front().outcome).tile_trace =
      TileTrace{5, 2, 20.5, 1.02, 32, {0, 1}, {2, 1}, {0, 32}, {9568, 20500}};
  {
    Store store = Store::open(path, OpenMode::read_write).value();
    ASSERT_TRUE(store.add_run(traced).value());
    EXPECT_EQ(store.load("run-1").value(), example_run("run-1"));
  }
  EXPECT_EQ(Store::open(path, OpenMode::read_only).value().load("run-2").value(), traced);
  Store store = Store::open(path, OpenMode::read_write).value();
  ASSERT_TRUE(store.delete_run("run-2").has_value());
  EXPECT_EQ(store.purge_deleted_runs().value(), 1);
  EXPECT_THAT(raw_sql(path, "SELECT count(*) FROM tile_spans"), ElementsAre("0"));
}

TEST(Version5, IsBroughtUpToDateAndKeepsCeilingsAndWholeTilesFromThenOn) {
  const TemporaryFolder folder;
  const std::filesystem::path path = folder / "runs.db";
  ASSERT_TRUE(Store::open(path, OpenMode::read_write).value().add_run(example_run("run-1")).value());
  raw_sql(path, back_to_version_5);
  raw_sql(path, "PRAGMA user_version = 5; PRAGMA wal_checkpoint(TRUNCATE)");
  {
    Store before = Store::open(path, OpenMode::read_only).value();
    EXPECT_EQ(before.load("run-1").value(), example_run("run-1"));
    EXPECT_THAT(before.ceilings().value(), IsEmpty());
  }
  attnscope::Run split = example_run("run-2");
  TileConfig& tile = std::get<Measured>(split.points.front().outcome).tile.value();
  tile.packed_heads = 4;
  tile.kv_splits = 16;
  PendingPoint chosen = pending_point("flash", 2048);
  chosen.point.tile = TileChoice{192, 80, 3, std::nullopt};
  split.pending = {pending_point("flash", 4096), chosen};
  CeilingMeasurement without_fp8 = example_ceilings("GPU-1", 2);
  without_fp8.figures.fp8_matmul_tflops.reset();
  {
    Store store = Store::open(path, OpenMode::read_write).value();
    EXPECT_EQ(store.load("run-1").value(), example_run("run-1"));
    ASSERT_TRUE(store.add_run(split).value());
    ASSERT_TRUE(store.add_ceilings(without_fp8).value());
    ASSERT_TRUE(store.add_ceilings(example_ceilings("GPU-1", 1)).value());
    EXPECT_FALSE(store.add_ceilings(example_ceilings("GPU-1", 1)).value());
  }
  Store store = Store::open(path, OpenMode::read_only).value();
  EXPECT_EQ(store.load("run-2").value(), split);
  EXPECT_THAT(store.ceilings().value(), ElementsAre(example_ceilings("GPU-1", 1), without_fp8));
  EXPECT_TRUE(Store::open(folder / "runs.db.v5.backup", OpenMode::read_only).has_value());
}

TEST(CeilingRows, ThatAreNoFiguresAreDamage) {
  const TemporaryFolder folder;
  const std::filesystem::path path = folder / "runs.db";
  ASSERT_TRUE(
      Store::open(path, OpenMode::read_write).value().add_ceilings(example_ceilings("GPU-1", 1)).value());
  raw_sql(path, "UPDATE ceilings SET copy_bytes_per_second = -1; PRAGMA wal_checkpoint(TRUNCATE)");
  const auto read = Store::open(path, OpenMode::read_only).value().ceilings();
  ASSERT_FALSE(read.has_value());
  EXPECT_THAT(read.error().message, HasSubstr("ceiling"));
}

TEST(ShippedSample, OpensAsItWasShipped) {
  const std::filesystem::path sample =
      std::filesystem::path(ATTNSCOPE_SOURCE_DIR) / "resources/samples/h100.db";
  Store store = Store::open(sample, OpenMode::read_only).value();
  EXPECT_THAT(store.runs().value(), Not(IsEmpty()));
  EXPECT_TRUE(store.noise().has_value());
}

}  // namespace
}  // namespace attnscope
