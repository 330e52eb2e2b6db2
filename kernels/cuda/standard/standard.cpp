// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/cuda/standard/standard.h"

#include <utility>

#include "kernels/cuda/compile/kernel_loader.h"
#include "kernels/cuda/standard/implementations.h"

namespace attnscope {

Result<std::shared_ptr<ProductLibrary>> StandardDevice::library() {
  if (!library_) {
    auto created = ProductLibrary::create(*driver_, target());
    if (!created) return created;
    library_ = std::move(*created);
  }
  return library_;
}

Result<std::vector<std::unique_ptr<Implementation>>> make_standard_implementations(const CudaDriver& driver,
                                                                                   CUdevice device) {
  const Result<ComputeCapability> capability = compute_capability(driver, device);
  if (!capability) return tl::unexpected(capability.error());
  auto shared = std::make_shared<StandardDevice>(driver, *capability);
  std::vector<std::unique_ptr<Implementation>> implementations;
  implementations.push_back(make_standard(shared));
  implementations.push_back(make_standard_eager(std::move(shared)));
  return implementations;
}

}  // namespace attnscope
