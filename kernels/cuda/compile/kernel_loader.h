// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// From a kernel variant to a function that can be launched: baked kernels first, then the user's cache, then
// NVRTC. An image that does not load is a miss.
//
// What is loaded stays loaded as long as its context, and is found again. CUPTI names a kernel by its handle:
// after an unload the driver gives handles out again, and CUPTI would go on calling the new kernel by the old
// one's name.
#pragma once

#include <cstdint>
#include <string_view>

#include "kernels/cuda/compile/architecture.h"
#include "kernels/cuda/compile/kernel_variant.h"
#include "kernels/problem/result.h"
#include "profiler/loader/cuda_driver.h"

namespace attnscope {

enum class KernelOrigin { baked, cached, compiled };

/// "baked", "cache" or "compiled", as PreparedCall::origin() says it.
std::string_view name_of(KernelOrigin origin);

struct LaunchGrid {
  unsigned x = 1;
  unsigned y = 1;
  unsigned z = 1;
};

/// A kernel in the context that was current; valid as long as that.
class LoadedKernel {
 public:
  LoadedKernel(const CudaDriver& driver, CUfunction function, KernelOrigin origin)
      : driver_(&driver), function_(function), origin_(origin) {}

  CUfunction function() const { return function_; }
  KernelOrigin origin() const { return origin_; }

  /// Raises the limit on dynamic shared memory (above 48 KB it must be asked for).
  Result<void> allow_shared_memory(std::int64_t bytes) const;

  /// An attribute of the function, CU_FUNC_ATTRIBUTE_NUM_REGS say.
  Result<int> attribute(CUfunction_attribute which) const;

  /// Queues one launch. `arguments` point at the kernel's parameters, in order.
  Result<void> launch(LaunchGrid grid, unsigned threads, std::int64_t shared_bytes, CUstream stream,
                      void** arguments) const;

 private:
  const CudaDriver* driver_;
  CUfunction function_;
  KernelOrigin origin_;
};

/// Loads into the current context, unless it is there. Safe from any thread.
Result<LoadedKernel> load_kernel(const CudaDriver& driver, const KernelVariant& variant);

Result<ComputeCapability> compute_capability(const CudaDriver& driver, CUdevice device);

}  // namespace attnscope
