// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// A GPU's context, streams and events, given back when they go out of scope. Inside measure's CUDA part only.
#pragma once

#include <cuda.h>

#include <memory>
#include <utility>

#include "kernels/problem/result.h"
#include "profiler/loader/cuda_driver.h"

namespace attnscope {

class PrimaryContext {
 public:
  static Result<std::unique_ptr<PrimaryContext>> make(const CudaDriver& driver, CUdevice device) {
    CUcontext context = nullptr;
    if (const auto retained =
            check_cuda(driver, driver.cuDevicePrimaryCtxRetain(&context, device), "opening the GPU");
        !retained)
      return tl::unexpected(retained.error());
    std::unique_ptr<PrimaryContext> primary(new PrimaryContext(driver, device, context));
    if (const auto current = check_cuda(driver, driver.cuCtxSetCurrent(context), "opening the GPU"); !current)
      return tl::unexpected(current.error());
    return primary;
  }
  ~PrimaryContext() { driver_.cuDevicePrimaryCtxRelease(device_); }
  PrimaryContext(const PrimaryContext&) = delete;
  PrimaryContext& operator=(const PrimaryContext&) = delete;
  CUcontext get() const { return context_; }

 private:
  PrimaryContext(const CudaDriver& driver, CUdevice device, CUcontext context)
      : driver_(driver), device_(device), context_(context) {}
  const CudaDriver& driver_;
  CUdevice device_;
  CUcontext context_;
};

class CudaStream {
 public:
  explicit CudaStream(const CudaDriver& driver) : driver_(driver) {
    if (driver_.cuStreamCreate(&stream_, CU_STREAM_NON_BLOCKING) != CUDA_SUCCESS) stream_ = nullptr;
  }
  ~CudaStream() {
    if (stream_ != nullptr) driver_.cuStreamDestroy(stream_);
  }
  CudaStream(const CudaStream&) = delete;
  CudaStream& operator=(const CudaStream&) = delete;
  CUstream get() const { return stream_; }

 private:
  const CudaDriver& driver_;
  CUstream stream_ = nullptr;
};

class CudaEvent {
 public:
  explicit CudaEvent(const CudaDriver& driver) : driver_(&driver) { driver.cuEventCreate(&event_, 0); }
  CudaEvent(CudaEvent&& other) noexcept
      : driver_(other.driver_), event_(std::exchange(other.event_, nullptr)) {}
  CudaEvent& operator=(CudaEvent&&) = delete;
  ~CudaEvent() {
    if (event_ != nullptr) driver_->cuEventDestroy(event_);
  }
  CUevent get() const { return event_; }

 private:
  const CudaDriver* driver_;
  CUevent event_ = nullptr;
};

}  // namespace attnscope
