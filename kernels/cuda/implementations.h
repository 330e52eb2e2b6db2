// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Every in-app CUDA implementation, with the kernels that the build baked at hand.
#pragma once

#include <memory>
#include <vector>

#include "kernels/implementation/implementation.h"
#include "profiler/loader/cuda_driver.h"

namespace attnscope {

/// "standard", "standard-eager", "flash", "flash-sm80", "flash-sm75" as far as they exist for this GPU.
/// Contract as for make_flash_implementations: the device's primary context is current on every call.
Result<std::vector<std::unique_ptr<Implementation>>> make_cuda_implementations(const CudaDriver& driver,
                                                                               CUdevice device);

}  // namespace attnscope
