// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// The processes that work on a GPU, without our own.
#pragma once

#include <vector>

#include "profiler/loader/nvml.h"
#include "profiler/protocol/device_use.h"

namespace attnscope {

/// Without this process and its siblings: the workers that the same window or command started. Those that
/// hold the most memory first; names as far as the driver tells them.
std::vector<GpuProcess> other_processes(const Nvml& functions, NvmlDevice device);

}  // namespace attnscope
