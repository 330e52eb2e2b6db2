// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// What is needed to measure on NVIDIA GPUs, whether it is there, and how to get it.
#pragma once

#include <string>
#include <vector>

#include "profiler/measure/worker.h"
#include "profiler/protocol/device.h"

namespace attnscope {

/// "driver", then "cuda libraries", "cupti", "counters", "nvrtc", "cublaslt", "nvml", in this order and only
/// as far as they can matter: without a driver the libraries are one line, without CUDA in the build there is
/// none.
std::vector<Check> check_machine(const WorkerOptions& options);

/// The command that installs NVIDIA's libraries from Python's package index, for the python3 that the loader
/// asks, fit for a driver that speaks that CUDA (13000 for 13.0). `managed` is true where the system keeps
/// pip out of its own Python (PEP 668).
std::string library_install_command(int driver_cuda_version, bool managed);

}  // namespace attnscope
