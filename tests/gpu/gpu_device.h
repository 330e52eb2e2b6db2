// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// The GPU of a test or benchmark: its primary context made current, and device memory that frees itself.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "profiler/loader/cuda_driver.h"

namespace attnscope {

/// Throws with the driver's words: a test's and a benchmark's way out.
inline void require_cuda(const CudaDriver& driver, CUresult result, const std::string& doing) {
  if (const auto outcome = check_cuda(driver, result, doing); !outcome)
    throw std::runtime_error(outcome.error().message);
}

/// Device 0, with its primary context current on this thread.
class GpuDevice {
 public:
  /// `why_not` is empty if there is a GPU.
  static const GpuDevice* first(std::string& why_not) {
    static std::string reason;
    static const GpuDevice* device = make(reason);
    why_not = reason;
    return device;
  }

  const CudaDriver& driver() const { return *driver_; }
  CUdevice device() const { return device_; }

 private:
  static const GpuDevice* make(std::string& reason) {
    const auto driver = cuda_driver();
    if (!driver) {
      reason = driver.error().message;
      return nullptr;
    }
    static GpuDevice device;
    device.driver_ = *driver;
    int count = 0;
    if ((*driver)->cuDeviceGetCount(&count) != CUDA_SUCCESS || count == 0) {
      reason = "the CUDA driver sees no GPU";
      return nullptr;
    }
    require_cuda(**driver, (*driver)->cuDeviceGet(&device.device_, 0), "opening device 0");
    CUcontext context = nullptr;
    require_cuda(**driver, (*driver)->cuDevicePrimaryCtxRetain(&context, device.device_), "making a context");
    require_cuda(**driver, (*driver)->cuCtxSetCurrent(context), "making the context current");
    return &device;
  }

  const CudaDriver* driver_ = nullptr;
  CUdevice device_ = 0;
};

class DeviceMemory {
 public:
  DeviceMemory(const CudaDriver& driver, std::size_t bytes) : driver_(driver), bytes_(bytes) {
    require_cuda(driver, driver.cuMemAlloc(&address_, bytes),
                 "allocating " + std::to_string(bytes) + " bytes");
  }
  DeviceMemory(const DeviceMemory&) = delete;
  DeviceMemory& operator=(const DeviceMemory&) = delete;
  ~DeviceMemory() { driver_.cuMemFree(address_); }

  void* get() const { return reinterpret_cast<void*>(address_); }
  CUdeviceptr address() const { return address_; }
  std::size_t size() const { return bytes_; }

  void fill(unsigned char byte) const {
    require_cuda(driver_, driver_.cuMemsetD8(address_, byte, bytes_), "filling device memory");
  }
  void upload(const void* host, std::size_t bytes) const {
    require_cuda(driver_, driver_.cuMemcpyHtoD(address_, host, bytes), "copying to the device");
  }
  std::vector<unsigned char> download() const {
    std::vector<unsigned char> host(bytes_);
    require_cuda(driver_, driver_.cuMemcpyDtoH(host.data(), address_, bytes_), "copying from the device");
    return host;
  }

 private:
  const CudaDriver& driver_;
  CUdeviceptr address_ = 0;
  std::size_t bytes_;
};

}  // namespace attnscope
