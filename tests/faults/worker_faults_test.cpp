// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// A worker that dies, hangs or prints rubbish costs one point, and the sweep goes on.
#include <gmock/gmock.h>

#include "tests/faults/session_harness.h"

namespace attnscope {
namespace {

using test::SessionHarness;
using test::SweepOutcome;
using testing::HasSubstr;

class WorkerFaults : public SessionHarness {};

/// All points are there, the ones at 512 (standard, flash) failed for the reason given, the others measured.
void expect_only_512_lost(const SweepOutcome& outcome, const std::string& reason) {
  EXPECT_EQ(outcome.state, RunState::finished);
  EXPECT_EQ(outcome.run.header.state, RunState::finished);
  EXPECT_EQ(outcome.measured(), 6U);
  EXPECT_EQ(outcome.run.pending.size(), 0U);
  std::size_t failed = 0;
  for (const Point& point : outcome.run.points) {
    const auto* failure = std::get_if<Failed>(&point.outcome);
    if (failure == nullptr) continue;
    ++failed;
    EXPECT_EQ(point.problem.kv_seqlen, 512);
    EXPECT_THAT(failure->message, HasSubstr(reason));
  }
  EXPECT_EQ(failed, 2U);
}

TEST_F(WorkerFaults, NothingIsLostWhereNothingGoesWrong) {
  const SweepOutcome outcome = run("good", sweep());
  EXPECT_EQ(outcome.state, RunState::finished);
  EXPECT_EQ(outcome.measured(), 8U);
  EXPECT_TRUE(outcome.losses.isEmpty());
  EXPECT_EQ(outcome.run.header.environments.at(0).program_version, "0.0.0") << "the worker's own environment";
  EXPECT_THAT(outcome.run.header.command, HasSubstr("--seqlen 128..1024"));
}

TEST_F(WorkerFaults, AKilledWorkerCostsThePointItWasAt) {
  const SweepOutcome outcome = run("die:512", sweep());
  expect_only_512_lost(outcome, "the worker was killed by signal 9");
  EXPECT_EQ(outcome.losses.size(), 2) << "one worker for each point at 512";
  EXPECT_THAT(outcome.only_failure(), HasSubstr("last words of the worker"));
}

TEST_F(WorkerFaults, ASegmentationFaultIsNamed) {
  expect_only_512_lost(run("segfault:512", sweep()),
                       "the worker was killed by signal 11 (segmentation fault)");
}

TEST_F(WorkerFaults, AnExitInMidPointIsNamed) {
  expect_only_512_lost(run("exit:512", sweep()), "the worker ended with exit code 3");
}

TEST_F(WorkerFaults, AWorkerThatSaysNothingIsKilled) {
  qputenv("ATTNSCOPE_WORKER_SILENCE_MS", "700");
  expect_only_512_lost(run("hang:512", sweep()), "the worker did not answer for 0.7 s");
}

TEST_F(WorkerFaults, RubbishCostsThePoint) {
  expect_only_512_lost(run("rubbish:512", sweep()), "something that is no message: the line is not JSON");
}

TEST_F(WorkerFaults, HalfALineCostsThePoint) {
  expect_only_512_lost(run("half:512", sweep()), "in the middle of a line");
}

TEST_F(WorkerFaults, AnEndlessLineCostsThePoint) {
  expect_only_512_lost(run("oversize:512", sweep()), "longer than 1048576 bytes");
}

TEST_F(WorkerFaults, AnAnswerToSomethingElseCostsThePoint) {
  expect_only_512_lost(run("wrong:512", sweep()), "a point that it was not given");
}

TEST_F(WorkerFaults, PointsLeftOutCostThePoint) {
  expect_only_512_lost(run("leave-out:512", sweep()), "ended its plan with points left out");
}

TEST_F(WorkerFaults, ALostDeviceContextCostsNoMoreThanItsPoint) {
  const SweepOutcome outcome = run("lost-device:512", sweep());
  expect_only_512_lost(outcome, "CUDA error 700");
}

TEST_F(WorkerFaults, TheDeviceIsGivenUpAfterThreeWorkersInARow) {
  const SweepOutcome outcome = run("die-at-once", sweep());
  EXPECT_EQ(outcome.state, RunState::finished);
  EXPECT_EQ(outcome.losses.size(), 3);
  EXPECT_EQ(outcome.failed(), 8U);
  EXPECT_THAT(outcome.only_failure(), HasSubstr("given up on this device: 3 workers in a row were lost"));
}

TEST_F(WorkerFaults, ALossOnOneDeviceLeavesTheOthersAlone) {
  Sweep both = sweep("cuda:0");
  both.device_selectors = {"cuda:0", "cuda:1", "cpu"};
  const SweepOutcome outcome = run("die:512", both);
  EXPECT_EQ(outcome.run.points.size(), 24U);
  EXPECT_EQ(outcome.measured(), 18U);
  // The Host CPU waits until the GPUs are done.
  bool cpu_seen = false;
  for (const Point& point : outcome.run.points) {
    cpu_seen = cpu_seen || point.device_uuid == "CPU-fake";
    if (cpu_seen) {
      EXPECT_EQ(point.device_uuid, "CPU-fake");
    }
  }
}

TEST_F(WorkerFaults, ARefusedPlanFailsWithTheWorkersReason) {
  const SweepOutcome outcome = run("refuse", sweep());
  EXPECT_EQ(outcome.failed(), 8U);
  EXPECT_THAT(outcome.only_failure(), HasSubstr("refused the plan: not today"));
}

TEST_F(WorkerFaults, AWorkerOfAnotherVersionIsNamedWithBothVersions) {
  const SweepOutcome outcome = run("newer", sweep());
  EXPECT_EQ(outcome.failed(), 8U);
  EXPECT_THAT(outcome.only_failure(), HasSubstr("protocol version 99, and this attnscope versions up to 2"));
}

TEST_F(WorkerFaults, AMissingWorkerFailsAtOnceByName) {
  const SweepOutcome outcome = run("good", sweep(), ProcessTransport{{}, "/nowhere/attnscope-worker", {}});
  EXPECT_EQ(outcome.failed(), 8U);
  EXPECT_THAT(outcome.only_failure(), HasSubstr("/nowhere/attnscope-worker could not be started"));
  EXPECT_LT(outcome.elapsed_ms, 2000);
}

TEST_F(WorkerFaults, APrefixIsPassedOnWordByWordAndNeverThroughAShell) {
  const Transport prefixed =
      ProcessTransport{{"env", "UNUSED=$(touch never) ; false"}, ATTNSCOPE_FAKE_WORKER, {}};
  EXPECT_EQ(run("good", sweep(), prefixed).measured(), 8U);
}

class Cancelling : public SessionHarness {
 protected:
  SweepOutcome cancel_after(int milliseconds, const char* mode) {
    cancelled_at_.start();
    SweepOutcome outcome = run(mode, sweep(), fake_worker(), [&](SweepSession& session) {
      QTimer::singleShot(milliseconds, &session, [&] {
        cancelled_at_.restart();
        session.cancel();
      });
      QObject::connect(&session, &SweepSession::finished, &session,
                       [&] { took_ms_ = cancelled_at_.elapsed(); });
    });
    EXPECT_EQ(outcome.state, RunState::cancelled);
    EXPECT_EQ(outcome.run.header.state, RunState::cancelled);
    EXPECT_EQ(outcome.run.points.size(), 8U);
    EXPECT_LT(took_ms_, 2000);
    return outcome;
  }
  QElapsedTimer cancelled_at_;
  qint64 took_ms_ = -1;
};

TEST_F(Cancelling, IsAnsweredByTheWorkerAndKeepsFinishedPoints) {
  const SweepOutcome outcome = cancel_after(400, "slow");
  EXPECT_GT(outcome.measured(), 0U);
  EXPECT_GT(outcome.cancelled(), 0U);
  EXPECT_EQ(outcome.failed(), 0U);
  EXPECT_LT(took_ms_, 900) << "a worker that answers needs no TERM";
}

TEST_F(Cancelling, TermsAWorkerThatDoesNotAnswer) {
  const SweepOutcome outcome = cancel_after(300, "hang:256");
  EXPECT_EQ(outcome.measured(), 2U);
  EXPECT_EQ(outcome.cancelled(), 6U);
}

TEST_F(Cancelling, KillsAWorkerThatIgnoresCancelAndTerm) {
  const SweepOutcome outcome = cancel_after(300, "deaf:256");
  EXPECT_EQ(outcome.measured(), 2U);
  EXPECT_EQ(outcome.cancelled(), 6U);
  EXPECT_GE(took_ms_, 1300) << "TERM was tried first";
}

TEST_F(Cancelling, BeforeTheWorkerHasStarted) {
  cancel_after(0, "good");
}

TEST_F(Cancelling, OneDeviceWaitingForAnother) {
  Sweep both = sweep();
  both.device_selectors = {"cuda:0", "cpu"};
  const SweepOutcome outcome = run("deaf:256", both, fake_worker(), [](SweepSession& session) {
    QTimer::singleShot(300, &session, [&session] { session.cancel(); });
  });
  EXPECT_EQ(outcome.state, RunState::cancelled);
  EXPECT_EQ(outcome.run.points.size(), 16U);
  EXPECT_EQ(outcome.cancelled(), 14U);
}

}  // namespace
}  // namespace attnscope
