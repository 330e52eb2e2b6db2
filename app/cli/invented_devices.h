// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Machines that views of the snapshot command show wherever it runs.
#pragma once

#include <vector>

#include "profiler/protocol/message.h"

namespace attnscope {

/// A GPU with its driver and without CUDA's libraries.
Description without_libraries();

/// Four GPUs and the Host CPU.
Description four_gpus();
/// At rest, in use by others, slowed down by heat, no longer reached; and the Host CPU.
std::vector<Telemetry> readings_of_four_gpus();

}  // namespace attnscope
