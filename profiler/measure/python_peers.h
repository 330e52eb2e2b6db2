// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Attention implementations that the machine's Python has (PyTorch's, flash-attn, …). The program in
// resources/peers lists them without loading any of them, and measures them as a worker of its own.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

#include "kernels/problem/result.h"
#include "profiler/measure/worker.h"
#include "profiler/protocol/device.h"

namespace attnscope {

/// The interpreter: `asked`, else VIRTUAL_ENV's, else the python3 on PATH.
std::string peer_python(const std::string& asked);

/// The folder that lies beside this library's, in the build as when installed.
std::filesystem::path peer_folder();

/// What an interpreter has, and a check for each package, with the command that installs what is missing.
struct PeerList {
  std::vector<OfferedImplementation> implementations;
  std::vector<Check> checks;
};

/// One line an entry, fields apart by tabs: "implementation NAME DESCRIPTION" or "check SUBJECT 1|0 FINDING
/// FIX". Other lines are passed over: an interpreter's start-up may print what it likes.
PeerList parse_peers(const std::string& text);

/// Asks the interpreter. Where it cannot answer the list holds one failed check, which says why.
PeerList list_peers(const std::string& python, std::chrono::milliseconds patience = std::chrono::seconds(20));

}  // namespace attnscope
