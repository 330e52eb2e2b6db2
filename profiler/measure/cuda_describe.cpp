// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// GPUs as the driver and NVML describe them, without a context.
#include <array>
#include <cstdio>
#include <iterator>

#include "kernels/cuda/implementations.h"
#include "profiler/capture/telemetry.h"
#include "profiler/loader/cuda_driver.h"
#include "profiler/measure/cuda_device.h"
#include "profiler/measure/registered_implementations.h"

namespace attnscope {
namespace {

/// As nvidia-smi prints it: "GPU-" and five groups of hexadecimal digits.
std::string uuid_text(const CUuuid& uuid) {
  std::string text = "GPU-";
  for (std::size_t i = 0; i < sizeof uuid.bytes; ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
    std::array<char, 3> digits{};
    std::snprintf(digits.data(), digits.size(), "%02x", static_cast<unsigned char>(uuid.bytes[i]));
    text += digits.data();
  }
  return text;
}

DeviceDescription describe(const CudaDriver& driver, int ordinal, CUdevice device) {
  DeviceDescription description;
  description.kind = DeviceKind::cuda;
  description.ordinal = ordinal;
  CUuuid uuid{};
  if (driver.cuDeviceGetUuid(&uuid, device) == CUDA_SUCCESS) description.uuid = uuid_text(uuid);
  std::array<char, 256> text{};
  if (driver.cuDeviceGetName(text.data(), static_cast<int>(text.size()), device) == CUDA_SUCCESS)
    description.name = text.data();
  if (driver.cuDeviceGetPCIBusId(text.data(), static_cast<int>(text.size()), device) == CUDA_SUCCESS)
    description.pci_bus_id = text.data();
  std::size_t bytes = 0;
  if (driver.cuDeviceTotalMem(&bytes, device) == CUDA_SUCCESS) description.memory_bytes = bytes;

  const auto attribute = [&](CUdevice_attribute which) {
    int value = 0;
    driver.cuDeviceGetAttribute(&value, which, device);
    return value;
  };
  description.multiprocessors = attribute(CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT);
  description.compute_capability = 10 * attribute(CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR) +
                                   attribute(CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR);
  description.l2_bytes = static_cast<std::uint64_t>(attribute(CU_DEVICE_ATTRIBUTE_L2_CACHE_SIZE));
  description.shared_memory_per_sm =
      static_cast<std::uint64_t>(attribute(CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_MULTIPROCESSOR));
  description.shared_memory_per_block =
      static_cast<std::uint64_t>(attribute(CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN));
  description.max_warps_per_sm = attribute(CU_DEVICE_ATTRIBUTE_MAX_THREADS_PER_MULTIPROCESSOR) /
                                 attribute(CU_DEVICE_ATTRIBUTE_WARP_SIZE);
  description.registers_per_sm = attribute(CU_DEVICE_ATTRIBUTE_MAX_REGISTERS_PER_MULTIPROCESSOR);
  description.max_blocks_per_sm = attribute(CU_DEVICE_ATTRIBUTE_MAX_BLOCKS_PER_MULTIPROCESSOR);

  description.free_memory_bytes = description.memory_bytes;
  if (const auto source = TelemetrySource::open(description.pci_bus_id.value_or("")))
    if (const auto memory = source->memory()) description.free_memory_bytes = memory->free_bytes;
  return description;
}

}  // namespace

std::vector<CudaDeviceFacts> cuda_devices() {
  const Result<const CudaDriver*> driver = cuda_driver();
  if (!driver) return {};
  int count = 0;
  if ((*driver)->cuDeviceGetCount(&count) != CUDA_SUCCESS) return {};
  std::vector<CudaDeviceFacts> devices;
  for (int ordinal = 0; ordinal < count; ++ordinal) {
    CUdevice device = 0;
    if ((*driver)->cuDeviceGet(&device, ordinal) != CUDA_SUCCESS) continue;
    devices.push_back({describe(**driver, ordinal, device)});
  }
  return devices;
}

std::vector<std::unique_ptr<Implementation>> cuda_implementations(int ordinal) {
  const Result<const CudaDriver*> driver = cuda_driver();
  CUdevice device = 0;
  if (!driver || (*driver)->cuDeviceGet(&device, ordinal) != CUDA_SUCCESS) return {};
  auto made = make_cuda_implementations(**driver, device);
  std::vector<std::unique_ptr<Implementation>> all;
  if (made) all = *std::move(made);
  std::vector<std::unique_ptr<Implementation>> outside = registered_implementations(DeviceKind::cuda);
  std::move(outside.begin(), outside.end(), std::back_inserter(all));
  return all;
}

}  // namespace attnscope
