// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// The worker without its main(): requests in, events out (profiler/protocol/FORMAT.md).
#pragma once

#include <string>

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
};

/// Serves standard input until it ends; the exit code.
int serve_standard_input(const WorkerOptions& options);

/// Carries out the requests in the file `plan` (one a line) and writes the events to `out`, or to standard
/// output where it is "-". A device that is lost or stuck costs one point.
int run_batch(const WorkerOptions& options, const std::string& plan, const std::string& out);

/// Loads a library that registers implementations (c_interface.h); the message says why it could not.
bool load_implementations(const std::string& library, std::string& message);

/// "0.1.0".
std::string worker_program_version();

}  // namespace attnscope
