// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/measure/framework_memory_source.h"

#ifdef ATTNSCOPE_HAS_CUDA
#include "profiler/loader/cuda_driver.h"
#endif

namespace attnscope {
namespace {

#ifdef ATTNSCOPE_HAS_CUDA

FrameworkMemory::Source device_memory_source() {
  return {[](std::uint64_t bytes) -> void* {
            const Result<const CudaDriver*> driver = cuda_driver();
            CUdeviceptr address = 0;
            if (!driver || (*driver)->cuMemAlloc(&address, bytes) != CUDA_SUCCESS) return nullptr;
            return reinterpret_cast<void*>(address);  // NOLINT(performance-no-int-to-ptr)
          },
          [](void* data) { (*cuda_driver())->cuMemFree(reinterpret_cast<CUdeviceptr>(data)); }};
}

#else

FrameworkMemory::Source device_memory_source() {
  return {[](std::uint64_t) -> void* { return nullptr; }, [](void*) {}};
}

#endif

}  // namespace

FrameworkMemory& framework_memory() {
  // Never destroyed: a framework gives memory back until the process is gone.
  static FrameworkMemory& only = *new FrameworkMemory(device_memory_source());  // NOLINT
  return only;
}

}  // namespace attnscope
