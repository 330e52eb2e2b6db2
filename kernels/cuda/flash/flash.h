// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Flash attention on NVIDIA GPUs: tiles and online softmax, in the newest form that the GPU runs, compiled
// for it and the problem at hand.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "kernels/cuda/compile/architecture.h"
#include "kernels/implementation/implementation.h"
#include "profiler/loader/cuda_driver.h"

namespace attnscope {

/// "flash"; on Hopper "flash-fp8" and "flash-fp8-hadamard", which round their inputs to e4m3 when they accept
/// them; and the forms of older generations as far as they are others: "flash-sm80" (Ampere's, on Hopper)
/// and "flash-sm75" (Turing's).
///
/// The caller keeps the device's primary context current on the thread that calls prepare() or launch() and
/// destroys what they returned, and `driver` alive. Made for any GPU: supports() says what it refuses and
/// why. Split keys and rounded inputs need scratch memory. A PreparedCall may be launched
/// many times, on one stream at a time.
Result<std::vector<std::unique_ptr<Implementation>>> make_flash_implementations(const CudaDriver& driver,
                                                                                CUdevice device);

/// What supports() of the implementation `name` answers on such a GPU; asks no device.
Result<void> flash_supports(const Problem& problem, ComputeCapability capability,
                            const std::string& name = "flash");

}  // namespace attnscope
