// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Writers that are killed, that meet, and that run out of disk: no point that was reported as stored is lost,
// and a run says who has left it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <thread>

#include "profiler/store/process_identity.h"
#include "profiler/store/store.h"
#include "tests/unit/store/fixtures.h"
#include "tests/unit/store/raw_sql.h"

namespace attnscope {
namespace {

using ::testing::SizeIs;
using namespace attnscope::testing;  // NOLINT(google-build-using-namespace)

class CrashTest : public ::testing::Test {
 protected:
  std::filesystem::path path() const { return folder_ / "runs.db"; }

  /// Starts a process that runs `act` and ends without any clean-up.
  template <typename Act>
  static pid_t start(Act act) {
    const pid_t child = fork();
    if (child == 0) {
      _exit(act() ? 0 : 1);
    }
    return child;
  }

  static int wait_for(pid_t child) {
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

  static bool write_points(Store& store, const std::string& run_id, int count) {
    bool all = true;
    for (int index = 0; index < count; ++index) {
      all = all && store.add_point(run_id, measured_point("flash", 128 + index, 20)).has_value();
    }
    return all;
  }

  TemporaryFolder folder_;
};

TEST_F(CrashTest, KilledAtAnyMomentKeepsEveryPointThatWasReportedAsStored) {
  for (int round = 0; round < 25; ++round) {
    const std::string run_id = "run-" + std::to_string(round);
    int acknowledged[2];
    ASSERT_EQ(pipe(acknowledged), 0);
    const pid_t writer = start([&] {
      Store store = Store::open(path(), OpenMode::read_write).value();
      if (!store.begin_run(example_header(run_id), {pending_point("flash", 1 << 20)})) {
        return false;
      }
      for (int index = 0;; ++index) {
        if (!store.add_point(run_id, measured_point("flash", 128 + index, 200)).has_value() ||
            write(acknowledged[1], "x", 1) != 1) {
          return false;
        }
      }
    });
    close(acknowledged[1]);
    char byte = 0;
    std::int64_t count = 0;
    ASSERT_EQ(read(acknowledged[0], &byte, 1), 1) << "the writer stored nothing";
    ++count;
    std::this_thread::sleep_for(std::chrono::microseconds(137 * round));
    kill(writer, SIGKILL);
    // Ended but not yet waited for, it is a zombie: gone all the same.
    siginfo_t ended{};
    ASSERT_EQ(waitid(P_PID, static_cast<id_t>(writer), &ended, WEXITED | WNOWAIT), 0);
    while (read(acknowledged[0], &byte, 1) == 1) {
      ++count;
    }
    close(acknowledged[0]);

    Store store = Store::open(path(), OpenMode::read_write).value();
    const attnscope::Run run = store.load(run_id).value();
    EXPECT_EQ(run.header.state, RunState::interrupted);
    EXPECT_GE(static_cast<std::int64_t>(run.points.size()), count);
    for (std::size_t index = 0; index < run.points.size(); ++index) {
      ASSERT_EQ(run.points[index], measured_point("flash", 128 + static_cast<std::int64_t>(index), 200));
    }
    EXPECT_THAT(run.pending, SizeIs(1));
    EXPECT_EQ(wait_for(writer), -1);
  }
  EXPECT_EQ(raw_sql(path(), "PRAGMA integrity_check").at(0), "ok");
}

TEST_F(CrashTest, WritersAtOnceDoNotDisturbEachOther) {
  constexpr int writers = 4;
  constexpr int points = 25;
  std::vector<pid_t> children;
  for (int writer = 0; writer < writers; ++writer) {
    children.push_back(start([this, writer] {
      // All four find no file and make it.
      auto store = Store::open(path(), OpenMode::read_write);
      const std::string run_id = "run-" + std::to_string(writer);
      return store && store->begin_run(example_header(run_id), {}).has_value() &&
             write_points(*store, run_id, points) && store->end_run(run_id, RunState::finished).has_value();
    }));
  }
  for (const pid_t child : children) {
    EXPECT_EQ(wait_for(child), 0);
  }
  Store store = Store::open(path(), OpenMode::read_only).value();
  const std::vector<RunSummary> runs = store.runs().value();
  ASSERT_THAT(runs, SizeIs(writers));
  for (const RunSummary& run : runs) {
    EXPECT_EQ(run.measured, points);
    EXPECT_EQ(run.header.state, RunState::finished);
  }
}

// Two stores of one process on one file: looking at the file with the second must not drop the locks of the
// first (as closing a plain file descriptor would), or another process would take the log away from under it.
TEST_F(CrashTest, LooksAtAFileWithoutDroppingTheLocksOfItsOwnProcess) {
  // Forked before any store is open here: SQLite's memory of locks must not be inherited.
  int go[2];
  ASSERT_EQ(pipe(go), 0);
  const pid_t passer_by = start([this, &go] {
    char byte = 0;
    return read(go[0], &byte, 1) == 1 &&
           Store::open(path(), OpenMode::read_write).value().add_run(example_run("run-2")).has_value();
  });
  Store writer = Store::open(path(), OpenMode::read_write).value();
  ASSERT_TRUE(writer.begin_run(example_header("run-1"), {}).has_value());
  EXPECT_TRUE(Store::open(path(), OpenMode::read_only).has_value());
  EXPECT_TRUE(Store::open(path(), OpenMode::read_write).has_value());
  ASSERT_EQ(write(go[1], "x", 1), 1);
  EXPECT_EQ(wait_for(passer_by), 0);
  close(go[0]);
  close(go[1]);
  // Not the last one to close, the passer-by must have left the log in place.
  EXPECT_TRUE(std::filesystem::exists(path().string() + "-wal"));
  EXPECT_TRUE(writer.add_point("run-1", measured_point("flash", 512, 5)).has_value());
  EXPECT_THAT(Store::open(path(), OpenMode::read_only).value().runs().value(), SizeIs(2));
}

TEST_F(CrashTest, FullDiskIsAnErrorAndLosesNothing) {
  const pid_t child = start([this] {
    std::signal(SIGXFSZ, SIG_IGN);
    Store store = Store::open(path(), OpenMode::read_write).value();
    if (!store.begin_run(example_header("run-1"), {}) ||
        !store.add_point("run-1", measured_point("flash", 512, 10))) {
      return false;
    }
    const rlimit limit{256 << 10, 256 << 10};
    setrlimit(RLIMIT_FSIZE, &limit);
    // Larger than the limit: refused as a whole; a small one after it still fits.
    const auto large = store.add_point("run-1", measured_point("flash", 1024, 20'000));
    const auto small = store.add_point("run-1", measured_point("flash", 2048, 10));
    return !large && large.error().message.find("What was stored before is intact") != std::string::npos &&
           small.has_value();
  });
  EXPECT_EQ(wait_for(child), 0);
  Store store = Store::open(path(), OpenMode::read_write).value();
  EXPECT_THAT(store.load("run-1").value().points,
              ::testing::ElementsAre(measured_point("flash", 512, 10), measured_point("flash", 2048, 10)));
}

TEST_F(CrashTest, ARunWhoseProcessEndedIsInterruptedAndMarkedSo) {
  ASSERT_EQ(wait_for(start([this] {
              Store store = Store::open(path(), OpenMode::read_write).value();
              return store.begin_run(example_header("run-1"), {}).has_value();
            })),
            0);
  EXPECT_EQ(raw_sql(path(), "SELECT state FROM runs").at(0), "running");
  EXPECT_EQ(Store::open(path(), OpenMode::read_only).value().runs().value().at(0).header.state,
            RunState::interrupted);
  EXPECT_EQ(raw_sql(path(), "SELECT state FROM runs").at(0), "running");
  EXPECT_EQ(Store::open(path(), OpenMode::read_write).value().runs().value().at(0).header.state,
            RunState::interrupted);
  EXPECT_EQ(raw_sql(path(), "SELECT state, owner_pid FROM runs").at(0), "interrupted|");
}

TEST_F(CrashTest, ALivingProcessOwnsItsRun) {
  Store store = Store::open(path(), OpenMode::read_write).value();
  ASSERT_TRUE(store.begin_run(example_header("run-1"), {}).has_value());
  EXPECT_EQ(Store::open(path(), OpenMode::read_only).value().runs().value().at(0).header.state,
            RunState::running);
}

TEST(ProcessIdentity, IsNotFooledByReusedNumbersRebootsOrOtherMachines) {
  const store::ProcessIdentity self = store::this_process();
  EXPECT_EQ(state_of(self), store::OwnerState::alive);

  store::ProcessIdentity predecessor = self;  // had our process id before us
  predecessor.start_ticks -= 1;
  EXPECT_EQ(state_of(predecessor), store::OwnerState::gone);

  store::ProcessIdentity before_boot = self;
  before_boot.boot_id = "00000000-0000-0000-0000-000000000000";
  EXPECT_EQ(state_of(before_boot), store::OwnerState::gone);

  store::ProcessIdentity in_container = self;
  in_container.pid_namespace = "pid:[1]";
  EXPECT_EQ(state_of(in_container), store::OwnerState::not_judged);

  store::ProcessIdentity elsewhere = before_boot;
  elsewhere.host = "another-machine";
  EXPECT_EQ(state_of(elsewhere), store::OwnerState::not_judged);
}

}  // namespace
}  // namespace attnscope
