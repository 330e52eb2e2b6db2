// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// How patient attnscope is with a worker. Only tests change these.
#pragma once

#include <chrono>

namespace attnscope {

struct Supervision {
  /// A worker that says nothing for this long is taken to hang (FORMAT.md promises an event a second).
  std::chrono::milliseconds silence{60'000};
  /// The first event may take longer where an interpreter has large packages to load before it can say hello.
  std::chrono::milliseconds silence_at_start{60'000};
  /// Cancelling: the request at once, TERM after the first, KILL after the second; after the third the sweep
  /// has ended whatever the process does. All within the promised 2 s.
  std::chrono::milliseconds until_terminate{1000};
  std::chrono::milliseconds until_kill{1400};
  std::chrono::milliseconds until_abandoned{1700};
  /// After so many workers in a row have been lost without one finished point, the device is given up.
  int losses_in_a_row = 3;
};

/// The usual times, with the silences from ATTNSCOPE_WORKER_SILENCE_MS where that is set (for tests).
Supervision usual_supervision();

/// The usual times for a worker that runs in an interpreter.
Supervision interpreter_supervision();

}  // namespace attnscope
