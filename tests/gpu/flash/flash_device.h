// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// A GPU of a test or benchmark as the flash kernels' launchers see it.
#pragma once

#include <stdexcept>

#include "kernels/cuda/compile/kernel_loader.h"
#include "kernels/cuda/flash/flash_call.h"
#include "tests/gpu/gpu_device.h"

namespace attnscope {

/// Throws with the driver's words.
inline FlashDevice flash_device(const GpuDevice& gpu) {
  const CudaDriver& driver = gpu.driver();
  const auto capability = compute_capability(driver, gpu.device());
  if (!capability) throw std::runtime_error(capability.error().message);
  const auto attribute = [&](CUdevice_attribute which) {
    int value = 0;
    require_cuda(driver, driver.cuDeviceGetAttribute(&value, which, gpu.device()),
                 "asking for an attribute of the GPU");
    return value;
  };
  return {&driver, *capability, attribute(CU_DEVICE_ATTRIBUTE_L2_CACHE_SIZE),
          attribute(CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT)};
}

}  // namespace attnscope
