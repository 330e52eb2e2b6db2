// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Device memory to time library calls on, filled with numbers that do not flatter them.
#pragma once

#include <cstdint>

#include "kernels/problem/problem.h"
#include "profiler/loader/cuda_driver.h"

namespace attnscope {

/// Freed with this object. Move only.
class TimingMemory {
 public:
  static Result<TimingMemory> allocate(const CudaDriver& driver, std::uint64_t bytes);
  TimingMemory(TimingMemory&& other) noexcept;
  TimingMemory& operator=(TimingMemory&& other) noexcept;
  ~TimingMemory();

  std::uint64_t bytes() const { return bytes_; }

  /// The byte at `offset`.
  CUdeviceptr address(std::uint64_t offset) const { return address_ + offset; }
  void* at(std::uint64_t offset) const;

  /// Fills all of it, in order with `stream`, with random numbers in ±[1, 2): products of zeros run faster
  /// than real ones.
  Result<void> fill(Dtype dtype, CUstream stream) const;

 private:
  TimingMemory(const CudaDriver& driver, CUdeviceptr address, std::uint64_t bytes)
      : driver_(&driver), address_(address), bytes_(bytes) {}

  const CudaDriver* driver_;
  CUdeviceptr address_;
  std::uint64_t bytes_;
};

}  // namespace attnscope
