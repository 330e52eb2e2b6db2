// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/cuda/implementations.h"

#include <iterator>

#include "kernels/cuda/bake/baked_kernels.h"
#include "kernels/cuda/compile/kernel_store.h"
#include "kernels/cuda/flash/flash.h"
#include "kernels/cuda/standard/standard.h"

namespace attnscope {

Result<std::vector<std::unique_ptr<Implementation>>> make_cuda_implementations(const CudaDriver& driver,
                                                                               CUdevice device) {
  use_baked_kernels(baked_kernels());
  auto all = make_standard_implementations(driver, device);
  if (!all) return all;
  auto flash = make_flash_implementations(driver, device);
  if (!flash) return flash;
  std::move(flash->begin(), flash->end(), std::back_inserter(*all));
  return all;
}

}  // namespace attnscope
