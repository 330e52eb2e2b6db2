// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// The worker without its main(): requests in, events out (profiler/protocol/FORMAT.md).
#pragma once

#include <string>
#include <vector>

namespace attnscope {

namespace worker_exit {
inline constexpr int done = 0;
inline constexpr int usage = 2;
inline constexpr int failed = 3;
inline constexpr int output_lost = 74;   ///< nobody reads the events
inline constexpr int device_lost = 75;   ///< a sticky CUDA error: a fresh worker can go on
inline constexpr int device_stuck = 76;  ///< batch only: the device did not answer
}  // namespace worker_exit

struct WorkerOptions {
  bool use_cupti = true;  ///< false leaves CUPTI to another profiler
  std::string lock_folder = "/tmp";
  /// Whether a description also lists what the machine's Python has (python_peers.h).
  bool list_peers = false;
  std::string python;  ///< the interpreter asked for; empty: the usual one
};

/// Serves standard input until it ends; the exit code.
int serve_standard_input(const WorkerOptions& options);

/// Carries out the requests in the file `plan` (one a line) and writes the events to `out`, or to standard
/// output where it is "-". A device that is lost or stuck costs one point.
int run_batch(const WorkerOptions& options, const std::string& plan, const std::string& out);

/// Loads a library that registers implementations (c_interface.h); the message says why it could not.
bool load_implementations(const std::string& library, std::string& message);

/// The command that this process has to become to measure what the machine's Python has: its interpreter, the
/// program that brings the implementations, and the options that it takes over. `message` says why there is
/// none; the command is then empty.
std::vector<std::string> peer_worker_command(const WorkerOptions& options, const std::string& plan,
                                             const std::string& out,
                                             const std::vector<std::string>& libraries, std::string& message);

/// "0.1.0".
std::string worker_program_version();

}  // namespace attnscope
