// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// The program itself under fire: killed in mid-sweep, a full disk, a database that cannot be written.
#include <gmock/gmock.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QThread>
#include <algorithm>
#include <csignal>
#include <optional>
#include <string>

#include "profiler/store/store.h"

namespace attnscope {
namespace {

using testing::HasSubstr;

class ProgramFaults : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    static int argc = 1;
    static char name[] = "test";
    static char* argv[] = {name, nullptr};
    static const QCoreApplication application(argc, argv);
  }

  void SetUp() override {
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert("ATTNSCOPE_WORKER", ATTNSCOPE_FAKE_WORKER);
    environment.insert("FAKE_WORKER", "slow");
    environment.insert("XDG_DATA_HOME", folder_.filePath("data"));
    process_.setProcessEnvironment(environment);
  }

  QString database() const { return folder_.filePath("runs.db"); }

  QStringList run_arguments(const QString& lengths = "128,256,512,1024,2048") const {
    return {"run",   "--device", "cpu", "--impl", "flash",   "--seqlen",
            lengths, "--batch",  "1",   "--db",   database()};
  }

  int finish(int seconds = 30) {
    EXPECT_TRUE(process_.waitForFinished(seconds * 1000));
    error_ = QString::fromUtf8(process_.readAllStandardError()).toStdString();
    return process_.exitCode();
  }

  /// The newest run as another process sees it.
  attnscope::Run newest_run() {
    auto store = Store::open(database().toStdString(), OpenMode::read_write);
    if (!store) {
      ADD_FAILURE() << store.error().message;
      return {};
    }
    const auto runs = store->runs();
    if (!runs || runs->empty()) {
      ADD_FAILURE() << "there is no run";
      return {};
    }
    auto run = store->load(runs->front().header.id);
    EXPECT_TRUE(run);
    return run ? std::move(*run) : attnscope::Run{};
  }

  bool wait_for_points(std::size_t wanted) {
    QElapsedTimer clock;
    for (clock.start(); clock.elapsed() < 20'000; QThread::msleep(20)) {
      if (!QFile::exists(database())) continue;
      auto store = Store::open(database().toStdString(), OpenMode::read_write);
      if (!store) continue;
      const auto runs = store->runs();
      if (!runs || runs->empty()) continue;
      const auto points = store->points_after(runs->front().header.id, 0);
      if (points && points->size() >= wanted) return true;
    }
    return false;
  }

  /// The newest child process: the worker that measures, not the one that was asked for devices before.
  int child() const {
    QFile children(QStringLiteral("/proc/%1/task/%1/children").arg(process_.processId()));
    if (!children.open(QIODevice::ReadOnly)) return 0;
    return children.readAll().simplified().split(' ').last().toInt();
  }

  QTemporaryDir folder_;
  QProcess process_;
  std::string error_;
};

TEST_F(ProgramFaults, KilledInMidSweepKeepsEveryFinishedPointAndIsInterrupted) {
  process_.start(ATTNSCOPE_PROGRAM, run_arguments());
  ASSERT_TRUE(wait_for_points(2));
  EXPECT_EQ(newest_run().header.state, RunState::running) << "another process sees it running";
  process_.kill();
  ASSERT_TRUE(process_.waitForFinished(5000));
  const attnscope::Run run = newest_run();
  EXPECT_EQ(run.header.state, RunState::interrupted);
  EXPECT_GE(run.points.size(), 2U);
  EXPECT_LT(run.points.size(), 5U);
  EXPECT_EQ(run.points.size() + run.pending.size(), 5U);
}

TEST_F(ProgramFaults, CtrlCKeepsFinishedPointsAndEndsWithThree) {
  process_.start(ATTNSCOPE_PROGRAM, run_arguments());
  ASSERT_TRUE(wait_for_points(2));
  QElapsedTimer clock;
  clock.start();
  ::kill(static_cast<pid_t>(process_.processId()), SIGINT);
  EXPECT_EQ(finish(), 3);
  EXPECT_LT(clock.elapsed(), 3000);
  EXPECT_EQ(process_.exitStatus(), QProcess::NormalExit);
  EXPECT_THAT(error_, HasSubstr("cancelled"));
  const attnscope::Run run = newest_run();
  EXPECT_EQ(run.header.state, RunState::cancelled);
  EXPECT_EQ(run.points.size(), 5U);
  EXPECT_TRUE(std::holds_alternative<Measured>(run.points.front().outcome));
  EXPECT_TRUE(std::holds_alternative<Cancelled>(run.points.back().outcome));
}

TEST_F(ProgramFaults, AFullDiskStopsTheSweepAndKeepsWhatWasStored) {
  // A first run, so that there is something to lose.
  process_.start(ATTNSCOPE_PROGRAM, run_arguments("128,256"));
  ASSERT_EQ(finish(), 0) << error_;
  const attnscope::Run before = newest_run();
  ASSERT_EQ(before.points.size(), 2U);

  // A limit on file size stands for the full disk: writes fail in the middle of the run. SQLite sees EFBIG,
  // where a disk gives ENOSPC; both reach it as a failed write.
  const rlim_t limit = static_cast<rlim_t>(QFile(database()).size()) + 8192;
  process_.setChildProcessModifier([limit] {
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit sizes{limit, limit};
    ::setrlimit(RLIMIT_FSIZE, &sizes);
  });
  process_.start(ATTNSCOPE_PROGRAM, run_arguments("16,32,64,128,256,512,1024,2048,4096,8192,16384,32768"));
  EXPECT_EQ(finish(), 3);
  EXPECT_THAT(error_, HasSubstr("its points can no longer be stored"));

  auto store = Store::open(database().toStdString(), OpenMode::read_write);
  ASSERT_TRUE(store) << store.error().message;
  const auto old_run = store->load(before.header.id);
  ASSERT_TRUE(old_run) << old_run.error().message;
  EXPECT_TRUE(*old_run == before) << "the run from before is as it was";
  const auto runs = store->runs();
  ASSERT_TRUE(runs);
  ASSERT_EQ(runs->size(), 2U);
  EXPECT_EQ(runs->front().header.state, RunState::interrupted);
  EXPECT_LT(runs->front().measured, 12) << "the disk was not full";
}

/// Runs a shell script in a mount namespace of its own, with $1 a folder to mount on and $2 the program.
/// Absent where this system keeps such namespaces from this user.
class OwnFileSystem : public ProgramFaults {
 protected:
  std::optional<std::string> run_script(const QString& script) {
    process_.start("unshare", {"-rm", "mount", "-t", "tmpfs", "none", folder_.path()});
    if (finish() != 0) return std::nullopt;
    process_.start("unshare", {"-rm", "sh", "-c", script, "sh", folder_.path(), ATTNSCOPE_PROGRAM});
    finish();
    return QString::fromUtf8(process_.readAllStandardOutput()).toStdString();
  }
};

TEST_F(OwnFileSystem, ThatFillsUpStopsTheSweepKeepsItsPointsAndCanBeRead) {
  const auto output = run_script(R"(
    mount -t tmpfs -o size=320k none "$1" && cd "$1" || exit 1
    sweep() { "$2" run --device cpu --impl flash --batch 1 --db runs.db --seqlen "$3" 2>&1; echo "exit $?"; }
    sweep "$1" "$2" 16,32
    dd if=/dev/zero of=rest bs=1k 2>/dev/null
    "$2" runs --db runs.db 2>&1; echo "exit $?"
    sweep "$1" "$2" 64,128
  )");
  if (!output) GTEST_SKIP() << "no mount namespaces for this user";
  EXPECT_THAT(*output, HasSubstr("2 of 2 measured"));
  EXPECT_THAT(*output, HasSubstr("The disk is full: runs.db could not be written"));
  EXPECT_THAT(*output, testing::EndsWith("exit 3\n"));
}

TEST_F(OwnFileSystem, ThatIsReadOnlyIsReadAndNotWritten) {
  const auto output = run_script(R"(
    mount -t tmpfs none "$1" && cd "$1" || exit 1
    sweep() { "$2" run --device cpu --impl flash --batch 1 --db runs.db --seqlen 16,32 2>&1; echo "exit $?"; }
    sweep "$1" "$2"
    mount -o remount,ro "$1"
    "$2" runs --db runs.db 2>&1; echo "exit $?"
    sweep "$1" "$2"
  )");
  if (!output) GTEST_SKIP() << "no mount namespaces for this user";
  EXPECT_THAT(*output, HasSubstr("2 of 2 measured"));
  EXPECT_THAT(*output, HasSubstr("runs.db cannot be written"));
  EXPECT_THAT(*output, testing::EndsWith("exit 3\n"));
}

TEST_F(ProgramFaults, ADatabaseInAFolderThatCannotBeWrittenIsRefusedByName) {
  process_.start(ATTNSCOPE_PROGRAM, {"run", "--device", "cpu", "--db", "/proc/attnscope/runs.db"});
  EXPECT_EQ(finish(), 3);
  EXPECT_THAT(error_, HasSubstr("/proc/attnscope"));
}

TEST_F(ProgramFaults, AForeignDatabaseIsRefusedAndLeftAsItIs) {
  for (const QByteArray& content :
       {QByteArray("this is no database at all, only text"), QByteArray(4096, 'x')}) {
    QFile file(database());
    ASSERT_TRUE(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    file.write(content);
    file.close();
    process_.start(ATTNSCOPE_PROGRAM, run_arguments());
    EXPECT_EQ(finish(), 3);
    EXPECT_THAT(error_, HasSubstr("runs.db"));
    ASSERT_TRUE(file.open(QIODevice::ReadOnly));
    EXPECT_EQ(file.readAll(), content);
  }
}

TEST_F(ProgramFaults, AGpuThatOthersUseIsWarnedOfAndMeasuredAllTheSame) {
  QProcessEnvironment environment = process_.processEnvironment();
  environment.insert("FAKE_WORKER", "busy");
  process_.setProcessEnvironment(environment);
  QStringList arguments = run_arguments("128");
  process_.start(ATTNSCOPE_PROGRAM, arguments);
  EXPECT_EQ(finish(), 0);
  EXPECT_THAT(error_, testing::Not(HasSubstr("in use"))) << "the Host CPU always has something to do";
  arguments[2] = "cuda:1";
  process_.start(ATTNSCOPE_PROGRAM, arguments);
  EXPECT_EQ(finish(), 0);
  EXPECT_THAT(error_, HasSubstr("GPU 1"));
  EXPECT_THAT(error_, HasSubstr("is in use: python3 (38 GB), 83 % busy."));
  EXPECT_THAT(error_, testing::Not(HasSubstr("GPU 0")));
}

TEST_F(ProgramFaults, TwoProgramsMeasureIntoOneDatabaseAtOnce) {
  QProcess other;
  other.setProcessEnvironment(process_.processEnvironment());
  process_.start(ATTNSCOPE_PROGRAM, run_arguments());
  other.start(ATTNSCOPE_PROGRAM, run_arguments());
  EXPECT_EQ(finish(), 0) << error_;
  EXPECT_TRUE(other.waitForFinished(20'000));
  EXPECT_EQ(other.exitCode(), 0) << other.readAllStandardError().toStdString();
  auto store = Store::open(database().toStdString(), OpenMode::read_write);
  ASSERT_TRUE(store) << store.error().message;
  const auto runs = store->runs();
  ASSERT_TRUE(runs);
  ASSERT_EQ(runs->size(), 2U);
  for (const RunSummary& run : *runs) EXPECT_EQ(run.measured, 5);
}

#ifdef ATTNSCOPE_REAL_WORKER
TEST_F(ProgramFaults, TheRealWorkerKilledInMidSweepCostsOnePoint) {
  QProcessEnvironment environment = process_.processEnvironment();
  environment.insert("ATTNSCOPE_WORKER", ATTNSCOPE_REAL_WORKER);
  process_.setProcessEnvironment(environment);
  process_.start(ATTNSCOPE_PROGRAM, {"run",
                                     "--device",
                                     "cpu",
                                     "--impl",
                                     "standard,flash",
                                     "--seqlen",
                                     "128..1024",
                                     "--batch",
                                     "1",
                                     "--heads",
                                     "2",
                                     "--head-dim",
                                     "64",
                                     "--budget",
                                     "0.3",
                                     "--interval",
                                     "0.0001",
                                     "--max-samples",
                                     "1000000",
                                     "--db",
                                     database()});
  ASSERT_TRUE(wait_for_points(2));
  const int worker = child();
  ASSERT_GT(worker, 0);
  ::kill(worker, SIGKILL);
  EXPECT_EQ(finish(), 3) << "a point that failed is told by the exit code";
  EXPECT_THAT(error_, HasSubstr("the worker was killed by signal 9"));
  const attnscope::Run run = newest_run();
  EXPECT_EQ(run.header.state, RunState::finished);
  EXPECT_EQ(run.points.size(), 8U);
  const auto failed = [](const Point& point) { return std::holds_alternative<Failed>(point.outcome); };
  EXPECT_LE(std::count_if(run.points.begin(), run.points.end(), failed), 1);
}
#endif

TEST_F(ProgramFaults, AWorkerOutlivesNeitherAKilledProgramNorItsInput) {
  process_.start(ATTNSCOPE_PROGRAM, run_arguments());
  ASSERT_TRUE(wait_for_points(1));
  const int worker = child();
  ASSERT_GT(worker, 0);
  process_.kill();
  ASSERT_TRUE(process_.waitForFinished(5000));
  const auto alive = [worker] {
    QFile status(QStringLiteral("/proc/%1/stat").arg(worker));
    return status.open(QIODevice::ReadOnly) && !status.readAll().contains(") Z ");
  };
  QElapsedTimer clock;
  for (clock.start(); alive() && clock.elapsed() < 3000;) QThread::msleep(10);
  EXPECT_FALSE(alive());
}

}  // namespace
}  // namespace attnscope
