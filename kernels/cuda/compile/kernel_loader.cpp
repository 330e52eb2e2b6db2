// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/cuda/compile/kernel_loader.h"

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "kernels/cuda/compile/compiler.h"
#include "kernels/cuda/compile/kernel_store.h"

namespace attnscope {
namespace {

Result<LoadedKernel> load_image(const CudaDriver& driver, const KernelVariant& variant,
                                const std::string& image, KernelOrigin origin) {
  CUmodule module = nullptr;
  if (const auto loaded = check_cuda(driver, driver.cuModuleLoadData(&module, image.c_str()),
                                     "loading " + to_string(variant));
      !loaded)
    return tl::unexpected(loaded.error());
  CUfunction function = nullptr;
  if (const auto found =
          check_cuda(driver, driver.cuModuleGetFunction(&function, module, variant.entry.c_str()),
                     "finding the kernel " + variant.entry);
      !found) {
    driver.cuModuleUnload(module);
    return tl::unexpected(found.error());
  }
  return LoadedKernel(driver, function, origin);
}

Result<LoadedKernel> load_anew(const CudaDriver& driver, const KernelVariant& variant,
                               const std::string& key) {
  if (const auto baked = find_baked_kernel(key)) {
    auto loaded = load_image(driver, variant, std::string(*baked), KernelOrigin::baked);
    if (loaded) return loaded;
  }
  const std::optional<KernelCache> cache = KernelCache::of_user();
  if (cache) {
    if (const auto image = cache->find(key)) {
      auto loaded = load_image(driver, variant, *image, KernelOrigin::cached);
      if (loaded) return loaded;
    }
  }
  const Result<CompiledKernel> compiled = compile(variant);
  if (!compiled) return tl::unexpected(compiled.error());
  auto loaded = load_image(driver, variant, compiled->image, KernelOrigin::compiled);
  if (loaded && cache) cache->store(key, compiled->image);
  return loaded;
}

/// Of the current context, never given to another; absent where the driver is too old to tell.
std::optional<unsigned long long> context_id(const CudaDriver& driver) {
  unsigned long long id = 0;
  if (driver.cuCtxGetId == nullptr || driver.cuCtxGetId(nullptr, &id) != CUDA_SUCCESS) return std::nullopt;
  return id;
}

}  // namespace

std::string_view name_of(KernelOrigin origin) {
  switch (origin) {
    case KernelOrigin::baked:
      return "baked";
    case KernelOrigin::cached:
      return "cache";
    case KernelOrigin::compiled:
      return "compiled";
  }
  return {};
}

Result<void> LoadedKernel::allow_shared_memory(std::int64_t bytes) const {
  return check_cuda(*driver_,
                    driver_->cuFuncSetAttribute(function_, CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES,
                                                static_cast<int>(bytes)),
                    "asking for " + std::to_string(bytes) + " bytes of shared memory");
}

Result<int> LoadedKernel::attribute(CUfunction_attribute which) const {
  int value = 0;
  if (const auto asked = check_cuda(*driver_, driver_->cuFuncGetAttribute(&value, which, function_),
                                    "asking for a kernel's attribute");
      !asked)
    return tl::unexpected(asked.error());
  return value;
}

Result<void> LoadedKernel::launch(LaunchGrid grid, unsigned threads, std::int64_t shared_bytes,
                                  CUstream stream, void** arguments) const {
  return check_cuda(*driver_,
                    driver_->cuLaunchKernel(function_, grid.x, grid.y, grid.z, threads, 1, 1,
                                            static_cast<unsigned>(shared_bytes), stream, arguments, nullptr),
                    "launching a kernel");
}

Result<LoadedKernel> load_kernel(const CudaDriver& driver, const KernelVariant& variant) {
  static std::mutex mutex;
  static std::map<std::pair<unsigned long long, std::string>, LoadedKernel> loaded;
  const std::string key = key_of(variant);
  const std::optional<unsigned long long> context = context_id(driver);
  if (!context) return load_anew(driver, variant, key);
  const std::lock_guard lock(mutex);
  if (const auto known = loaded.find({*context, key}); known != loaded.end()) return known->second;
  const Result<LoadedKernel> kernel = load_anew(driver, variant, key);
  if (kernel) loaded.emplace(std::pair{*context, key}, *kernel);
  return kernel;
}

Result<ComputeCapability> compute_capability(const CudaDriver& driver, CUdevice device) {
  ComputeCapability capability;
  for (const auto& [slot, attribute] :
       {std::pair{&capability.major, CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR},
        std::pair{&capability.minor, CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR}}) {
    if (const auto asked = check_cuda(driver, driver.cuDeviceGetAttribute(slot, attribute, device),
                                      "asking for the compute capability");
        !asked)
      return tl::unexpected(asked.error());
  }
  return capability;
}

}  // namespace attnscope
