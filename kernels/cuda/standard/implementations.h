// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// The two implementations, each in a file of its own, and what they share.
#pragma once

#include <memory>
#include <string>

#include "kernels/cuda/compile/architecture.h"
#include "kernels/cuda/standard/attention_products.h"
#include "kernels/implementation/implementation.h"
#include "profiler/loader/cuda_driver.h"

namespace attnscope {

/// The GPU, and cuBLASLt once it was needed.
class StandardDevice {
 public:
  StandardDevice(const CudaDriver& driver, ComputeCapability capability)
      : driver_(&driver), capability_(capability) {}

  const CudaDriver& driver() const { return *driver_; }
  ComputeCapability capability() const { return capability_; }
  std::string target() const { return compile_target(capability_); }
  Result<std::shared_ptr<ProductLibrary>> library();

 private:
  const CudaDriver* driver_;
  ComputeCapability capability_;
  std::shared_ptr<ProductLibrary> library_;
};

std::unique_ptr<Implementation> make_standard(std::shared_ptr<StandardDevice> device);
std::unique_ptr<Implementation> make_standard_eager(std::shared_ptr<StandardDevice> device);

}  // namespace attnscope
