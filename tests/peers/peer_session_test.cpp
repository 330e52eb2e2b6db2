// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Sweeps with peers, from the session through the real worker to an interpreter; shell scripts stand in for
// that.
#include <gmock/gmock.h>

#include <fstream>

#include "tests/faults/session_harness.h"

namespace attnscope::test {
namespace {

using testing::HasSubstr;

class PeerSession : public SessionHarness {
 protected:
  /// The real worker, told to use a script for its interpreter.
  Transport worker_with(const char* body) const {
    const QString script = folder_.filePath("python");
    std::ofstream(script.toStdString()) << "#!/bin/sh\n" << body << "\n";
    QFile::setPermissions(script, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    return ProcessTransport{{}, QStringLiteral(ATTNSCOPE_REAL_WORKER), {"--python", script}};
  }
  static Sweep with_peers() {
    Sweep chosen = sweep("cuda:0");
    chosen.implementations = {"flash", "torch-flash"};
    return chosen;
  }
};

TEST_F(PeerSession, OneInterpreterMeasuresThePeersAndTheInAppKernelsInTurn) {
  const std::string counting =
      "echo started >> " + folder_.filePath("starts").toStdString() + "; exec " ATTNSCOPE_FAKE_WORKER;
  const SweepOutcome outcome = run("good", with_peers(), worker_with(counting.c_str()));
  EXPECT_EQ(outcome.state, RunState::finished);
  ASSERT_EQ(outcome.measured(), 8U);
  for (std::size_t index = 0; index < outcome.run.points.size(); index += 2) {
    EXPECT_EQ(outcome.run.points[index].implementation, "flash");
    EXPECT_EQ(outcome.run.points[index + 1].implementation, "torch-flash");
  }
  std::ifstream starts(folder_.filePath("starts").toStdString());
  EXPECT_EQ(std::count(std::istreambuf_iterator<char>(starts), {}, '\n'), 1);
}

TEST_F(PeerSession, AnInterpreterThatDiesIsToldWithItsLastWords) {
  const SweepOutcome outcome =
      run("good", with_peers(), worker_with("echo 'ImportError: libcudart is gone' >&2; kill -SEGV $$"));
  EXPECT_EQ(outcome.state, RunState::finished);
  EXPECT_EQ(outcome.failed(), 8U);
  const auto* failed = std::get_if<Failed>(&outcome.run.points.front().outcome);
  ASSERT_NE(failed, nullptr);
  EXPECT_THAT(failed->message, HasSubstr("signal 11"));
  EXPECT_THAT(failed->message, HasSubstr("ImportError: libcudart is gone"));
}

TEST_F(PeerSession, AnInterpreterMayTakeItsTimeToLoadButNotForEver) {
  qputenv("ATTNSCOPE_WORKER_SILENCE_MS", "500");
  const SweepOutcome slow = run("good", with_peers(), worker_with("sleep 1; exec " ATTNSCOPE_FAKE_WORKER));
  EXPECT_EQ(slow.measured(), 8U);
  qputenv("ATTNSCOPE_WORKER_SILENCE_MS", "100");
  const SweepOutcome hanging = run("good", with_peers(), worker_with("exec sleep 100"));
  EXPECT_EQ(hanging.failed(), 8U);
  ASSERT_FALSE(hanging.losses.isEmpty());
  EXPECT_EQ(hanging.losses.first().toStdString(), "the worker did not answer for 0.4 s");
}

TEST_F(PeerSession, AMissingInterpreterIsNamed) {
  const SweepOutcome outcome =
      run("good", with_peers(),
          ProcessTransport{{}, QStringLiteral(ATTNSCOPE_REAL_WORKER), {"--python", "/nowhere/python3"}});
  EXPECT_EQ(outcome.failed(), 8U);
  const auto* failed = std::get_if<Failed>(&outcome.run.points.front().outcome);
  ASSERT_NE(failed, nullptr);
  EXPECT_THAT(failed->message, HasSubstr("/nowhere/python3 cannot be started"));
}

}  // namespace
}  // namespace attnscope::test
