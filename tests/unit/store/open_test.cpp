// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Which files are opened, which are refused and in which words, and that neither changes a byte of them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <random>

#include "profiler/store/store.h"
#include "tests/unit/store/fixtures.h"
#include "tests/unit/store/raw_sql.h"

namespace attnscope {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;
using namespace attnscope::testing;  // NOLINT(google-build-using-namespace)

class OpenTest : public ::testing::Test {
 protected:
  std::filesystem::path path() const { return folder_ / "runs.db"; }

  void make_database() const {
    Store store = Store::open(path(), OpenMode::read_write).value();
    ASSERT_TRUE(store.add_run(example_run("run-1")).value());
  }

  /// Opens in both modes; both must refuse with the same message and leave the folder as it was.
  std::string refused() const {
    const std::string before = bytes_of_file(path());
    const std::vector<std::string> names = names_in(folder_.path());
    const auto reading = Store::open(path(), OpenMode::read_only);
    const auto writing = Store::open(path(), OpenMode::read_write);
    EXPECT_FALSE(reading.has_value());
    EXPECT_FALSE(writing.has_value());
    EXPECT_EQ(bytes_of_file(path()), before);
    EXPECT_EQ(names_in(folder_.path()), names);
    if (reading || writing) {
      return "it was opened";
    }
    EXPECT_EQ(reading.error().message, writing.error().message);
    EXPECT_THAT(reading.error().message, HasSubstr(path().string()));
    return reading.error().message;
  }

  /// Nobody may write the file or its folder; everybody may read them.
  void make_read_only() const {
    namespace fs = std::filesystem;
    const fs::perms reading = fs::perms::owner_read | fs::perms::group_read | fs::perms::others_read;
    fs::permissions(path(), reading);
    fs::permissions(folder_.path(),
                    reading | fs::perms::owner_exec | fs::perms::group_exec | fs::perms::others_exec);
  }

  TemporaryFolder folder_;
};

TEST_F(OpenTest, MissingFileIsMadeForWritingAndNotFoundForReading) {
  const auto reading = Store::open(path(), OpenMode::read_only);
  ASSERT_FALSE(reading.has_value());
  EXPECT_EQ(reading.error().kind, ErrorKind::not_found);
  EXPECT_FALSE(std::filesystem::exists(path()));
  EXPECT_TRUE(Store::open(path(), OpenMode::read_write).has_value());
  EXPECT_TRUE(Store::open(path(), OpenMode::read_only).has_value());
}

TEST_F(OpenTest, MissingFolderIsNamed) {
  const auto writing = Store::open(folder_ / "nowhere" / "runs.db", OpenMode::read_write);
  ASSERT_FALSE(writing.has_value());
  EXPECT_EQ(writing.error().kind, ErrorKind::not_found);
  EXPECT_THAT(writing.error().message, HasSubstr("nowhere"));
  EXPECT_FALSE(std::filesystem::exists(folder_ / "nowhere"));
}

TEST_F(OpenTest, EmptyFileIsNewForWritingAndRefusedForReading) {
  write_file(path(), "");
  const auto reading = Store::open(path(), OpenMode::read_only);
  ASSERT_FALSE(reading.has_value());
  EXPECT_THAT(reading.error().message, HasSubstr("is empty"));
  EXPECT_EQ(bytes_of_file(path()), "");
  EXPECT_TRUE(Store::open(path(), OpenMode::read_write).has_value());
}

TEST_F(OpenTest, RefusesWhatIsNoDatabase) {
  write_file(path(), "1");  // SQLite itself would take this for an empty file
  EXPECT_THAT(refused(), HasSubstr("is not a SQLite database"));
  write_file(path(), "short");
  EXPECT_THAT(refused(), HasSubstr("is not a SQLite database"));
  write_file(path(), std::string(100'000, 'x'));
  EXPECT_THAT(refused(), HasSubstr("is not a SQLite database"));
}

TEST_F(OpenTest, TellsDatabasesFromOtherFiles) {
  EXPECT_FALSE(looks_like_database(path()));
  EXPECT_FALSE(looks_like_database(folder_.path()));
  write_file(path(), "{\"type\":\"hello\"}\n");
  EXPECT_FALSE(looks_like_database(path()));
  std::filesystem::remove(path());
  make_database();
  EXPECT_TRUE(looks_like_database(path()));
}

TEST_F(OpenTest, RefusesFoldersAndPipes) {
  std::filesystem::create_directory(path());
  EXPECT_THAT(Store::open(path(), OpenMode::read_write).error().message, HasSubstr("is not a file"));
  std::filesystem::remove(path());
  ASSERT_EQ(mkfifo(path().c_str(), 0600), 0);
  EXPECT_THAT(Store::open(path(), OpenMode::read_only).error().message, HasSubstr("is not a file"));
  EXPECT_THAT(Store::open(path(), OpenMode::read_write).error().message, HasSubstr("is not a file"));
}

TEST_F(OpenTest, RefusesAnotherProgramsDatabase) {
  raw_sql(path(), "PRAGMA application_id = 252006673; CREATE TABLE album (id);");
  EXPECT_THAT(refused(), HasSubstr("is a database of another program"));
  std::filesystem::remove(path());
  raw_sql(path(), "PRAGMA journal_mode = WAL; CREATE TABLE runs (id);");
  EXPECT_THAT(refused(), HasSubstr("is a database of another program"));
}

TEST_F(OpenTest, RefusesANewerVersionNamingBoth) {
  make_database();
  raw_sql(path(), "PRAGMA user_version = 7");
  EXPECT_THAT(refused(), AllOf(HasSubstr("newer attnscope"), HasSubstr("version 7"), HasSubstr("up to 6")));
}

TEST_F(OpenTest, RefusesAVersionThatNeverWas) {
  make_database();
  raw_sql(path(), "PRAGMA user_version = 0");
  EXPECT_THAT(refused(), HasSubstr("version 0"));
}

TEST_F(OpenTest, RefusesTablesThatWereTamperedWith) {
  for (const char* sql : {"DROP TABLE remarks", "ALTER TABLE runs ADD COLUMN extra TEXT",
                          "CREATE TRIGGER t AFTER INSERT ON points BEGIN DELETE FROM runs; END",
                          "CREATE INDEX i ON samples (abs(span_us))",
                          "ALTER TABLE runs RENAME TO other; CREATE VIEW runs AS SELECT * FROM other"}) {
    std::filesystem::remove(path());
    make_database();
    raw_sql(path(), sql);
    EXPECT_THAT(refused(), HasSubstr("another program")) << sql;
  }
}

TEST_F(OpenTest, AcceptsViewsAndTablesOfOnesOwn) {
  make_database();
  raw_sql(path(), "CREATE VIEW mine AS SELECT * FROM results; CREATE TABLE notes (text);");
  EXPECT_TRUE(Store::open(path(), OpenMode::read_only).has_value());
  EXPECT_TRUE(Store::open(path(), OpenMode::read_write).has_value());
}

TEST_F(OpenTest, ReadingLeavesNoTrace) {
  make_database();
  const std::string before = bytes_of_file(path());
  {
    Store store = Store::open(path(), OpenMode::read_only).value();
    EXPECT_EQ(store.load("run-1").value(), example_run("run-1"));
    EXPECT_THAT(names_in(folder_.path()), ElementsAre("runs.db"));
  }
  EXPECT_THAT(names_in(folder_.path()), ElementsAre("runs.db"));
  EXPECT_EQ(bytes_of_file(path()), before);
}

TEST_F(OpenTest, ReadsCommitsThatAreStillInTheLogWithoutTouchingThem) {
  make_database();
  // The state that a killed program leaves: copied while another connection keeps its log.
  Store writer = Store::open(path(), OpenMode::read_write).value();
  ASSERT_TRUE(writer.add_run(example_run("run-2")).value());
  TemporaryFolder elsewhere;
  for (const char* suffix : {"", "-wal"}) {
    std::filesystem::copy_file(path().string() + suffix, (elsewhere / "left.db").string() + suffix);
  }
  const std::string database = bytes_of_file(elsewhere / "left.db");
  const std::string log = bytes_of_file(elsewhere / "left.db-wal");
  {
    Store reader = Store::open(elsewhere / "left.db", OpenMode::read_only).value();
    EXPECT_THAT(reader.runs().value(), SizeIs(2));
    EXPECT_EQ(reader.load("run-2").value(), example_run("run-2"));
  }
  EXPECT_THAT(names_in(elsewhere.path()), ElementsAre("left.db", "left.db-wal"));
  EXPECT_EQ(bytes_of_file(elsewhere / "left.db"), database);
  EXPECT_EQ(bytes_of_file(elsewhere / "left.db-wal"), log);
  // Opened for writing, it is recovered.
  EXPECT_THAT(Store::open(elsewhere / "left.db", OpenMode::read_write).value().runs().value(), SizeIs(2));
}

/// Runs `act` in a child that may not do what root may; its return value says whether all was well.
template <typename Act>
bool as_ordinary_user(Act act) {
  const pid_t child = fork();
  if (child == 0) {
    constexpr uid_t nobody = 65534;
    if (geteuid() == 0 && setresuid(nobody, nobody, nobody) != 0) {
      _exit(2);
    }
    _exit(act() ? 0 : 1);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

// How sample runs are made to ship: without a log, so that they open from a folder that nobody may write.
TEST_F(OpenTest, SamplesWithoutALogOpenInPlace) {
  make_database();
  raw_sql(path(), "UPDATE runs SET is_sample = 1; PRAGMA journal_mode = DELETE; VACUUM;");
  const std::string before = bytes_of_file(path());
  {
    Store store = Store::open(path(), OpenMode::read_only).value();
    EXPECT_TRUE(store.load("run-1").value().header.is_sample);
    EXPECT_THAT(names_in(folder_.path()), ElementsAre("runs.db"));
  }
  EXPECT_EQ(bytes_of_file(path()), before);
  make_read_only();
  EXPECT_TRUE(as_ordinary_user([this] { return Store::open(path(), OpenMode::read_only).has_value(); }));
}

TEST_F(OpenTest, FileNamesMayHoldAnything) {
  for (const char* name : {"a b?mode=rwc&x=1#y%41.db", "file:memory", "ünïcode ∞.db"}) {
    const std::filesystem::path odd = folder_ / name;
    ASSERT_TRUE(Store::open(odd, OpenMode::read_write).value().add_run(example_run("run-1")).value());
    ASSERT_TRUE(std::filesystem::exists(odd)) << name;
    EXPECT_THAT(Store::open(odd, OpenMode::read_only).value().runs().value(), SizeIs(1)) << name;
  }
}

TEST_F(OpenTest, ReadOnlyFilesAndFoldersAreReadAndSayWhyTheyAreNotWritten) {
  make_database();
  make_read_only();
  EXPECT_TRUE(as_ordinary_user([this] {
    const auto writing = Store::open(path(), OpenMode::read_write);
    auto reading = Store::open(path(), OpenMode::read_only);
    const auto creating = Store::open(folder_ / "new.db", OpenMode::read_write);
    return !writing && writing.error().message.find("read-only") != std::string::npos && reading &&
           reading->load("run-1").value() == example_run("run-1") && !creating &&
           creating.error().message.find("permissions") != std::string::npos;
  }));
}

TEST_F(OpenTest, UnreadableFilesSayWhy) {
  make_database();
  std::filesystem::permissions(path(), std::filesystem::perms::none);
  std::filesystem::permissions(folder_.path(), std::filesystem::perms::all);
  EXPECT_TRUE(as_ordinary_user([this] {
    const auto reading = Store::open(path(), OpenMode::read_only);
    return !reading && reading.error().message.find("cannot be read") != std::string::npos;
  }));
}

// Whatever bytes are wrong: an answer or an error, never a crash, and never a changed file.
TEST_F(OpenTest, SurvivesDamageAnywhere) {
  make_database();
  const std::string good = bytes_of_file(path());
  std::mt19937 random(7);
  int refusals = 0;
  constexpr int rounds = 300;
  for (int round = 0; round < rounds; ++round) {
    std::string bad = good;
    if (round % 5 == 0) {
      bad.resize(random() % bad.size());
    }
    const unsigned flips = 1 + random() % 20;
    for (unsigned flip = 0; flip < flips && !bad.empty(); ++flip) {
      bad[random() % bad.size()] = static_cast<char>(random());
    }
    write_file(path(), bad);
    auto reading = Store::open(path(), OpenMode::read_only);
    if (reading) {
      if (const auto runs = reading->runs()) {
        for (const RunSummary& run : *runs) {
          static_cast<void>(reading->load(run.header.id));
        }
      }
    } else {
      ++refusals;
      EXPECT_THAT(reading.error().message, HasSubstr(path().string()));
      if (!bad.empty()) {  // An empty file may be written.
        EXPECT_FALSE(Store::open(path(), OpenMode::read_write).has_value());
      }
    }
    if (!bad.empty()) {
      ASSERT_EQ(bytes_of_file(path()), bad) << "round " << round;
      ASSERT_THAT(names_in(folder_.path()), ElementsAre("runs.db")) << "round " << round;
    }
  }
  EXPECT_GT(refusals, rounds / 4);
}

// In a large file the pages of samples are met only when they are read.
TEST_F(OpenTest, SurvivesDamagedSamplesOfALargeFile) {
  {
    Store store = Store::open(path(), OpenMode::read_write).value();
    for (int number = 0; number < 5; ++number) {
      attnscope::Run run = example_run("run-" + std::to_string(number));
      run.points = {measured_point("flash", 1024, 50'000)};
      ASSERT_TRUE(store.add_run(run).value());
    }
  }
  const std::string good = bytes_of_file(path());
  ASSERT_GT(good.size(), std::size_t{8} << 20U);
  std::mt19937 random(3);
  int load_errors = 0;
  for (int round = 0; round < 20; ++round) {
    std::string bad = good;
    const std::size_t page = 4096 * (random() % (good.size() / 4096));
    for (std::size_t offset = 0; offset < 64; ++offset) {
      bad[page + offset] = static_cast<char>(random());
    }
    write_file(path(), bad);
    auto reading = Store::open(path(), OpenMode::read_only);
    for (int number = 0; reading && number < 5; ++number) {
      const auto run = reading->load("run-" + std::to_string(number));
      if (!run) {
        ++load_errors;
        EXPECT_THAT(run.error().message, HasSubstr("is damaged"));
      }
    }
    ASSERT_EQ(bytes_of_file(path()), bad);
  }
  EXPECT_GT(load_errors, 0);
}

}  // namespace
}  // namespace attnscope
