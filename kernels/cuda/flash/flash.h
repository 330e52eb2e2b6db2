// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Flash attention on NVIDIA GPUs: the FlashAttention-2 algorithm, compiled for the GPU and the problem at
// hand.
#pragma once

#include <memory>
#include <vector>

#include "kernels/cuda/compile/architecture.h"
#include "kernels/implementation/implementation.h"
#include "profiler/loader/cuda_driver.h"

namespace attnscope {

/// "flash", and "flash-sm75" (the Turing form, on a GPU where "flash" is a newer one).
///
/// The caller keeps the device's primary context current on the thread that calls prepare() or launch() and
/// destroys what they returned, and `driver` alive. Made for any GPU: supports() says what it refuses and
/// why. No workspace is needed. A PreparedCall may be launched many times, on one stream at a time.
Result<std::vector<std::unique_ptr<Implementation>>> make_flash_implementations(const CudaDriver& driver,
                                                                                CUdevice device);

/// What supports() of "flash" and "flash-sm75" answers on such a GPU; asks no device.
Result<void> flash_supports(const Problem& problem, ComputeCapability capability);
Result<void> flash_sm75_supports(const Problem& problem, ComputeCapability capability);

}  // namespace attnscope
