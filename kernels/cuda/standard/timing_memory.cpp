// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/cuda/standard/timing_memory.h"

#include <algorithm>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace attnscope {
namespace {

constexpr std::uint64_t pattern_bytes = std::uint64_t{1} << 20;

struct NumberBits {
  std::uint32_t fixed;
  std::uint32_t random;
};

/// Sign and mantissa are random, the exponent is that of 1.
NumberBits number_bits(Dtype dtype) {
  if (dtype == Dtype::fp32) return {0x3f800000, 0x807fffff};
  if (dtype == Dtype::fp8_e4m3) return {0x38383838, 0x87878787};
  if (dtype == Dtype::bf16) return {0x3f803f80, 0x807f807f};
  return {0x3c003c00, 0x83ff83ff};
}

std::vector<std::uint32_t> random_pattern(Dtype dtype) {
  const NumberBits bits = number_bits(dtype);
  std::mt19937 random(1);
  std::vector<std::uint32_t> pattern(pattern_bytes / sizeof(std::uint32_t));
  for (std::uint32_t& word : pattern)
    word = bits.fixed | (static_cast<std::uint32_t>(random()) & bits.random);
  return pattern;
}

}  // namespace

Result<TimingMemory> TimingMemory::allocate(const CudaDriver& driver, std::uint64_t bytes) {
  CUdeviceptr address = 0;
  if (auto allocated = check_cuda(driver, driver.cuMemAlloc(&address, bytes),
                                  "allocating " + std::to_string(bytes) + " bytes");
      !allocated)
    return tl::unexpected(allocated.error());
  return TimingMemory(driver, address, bytes);
}

TimingMemory::TimingMemory(TimingMemory&& other) noexcept
    : driver_(other.driver_), address_(std::exchange(other.address_, 0)), bytes_(other.bytes_) {}

TimingMemory& TimingMemory::operator=(TimingMemory&& other) noexcept {
  std::swap(driver_, other.driver_);
  std::swap(address_, other.address_);
  std::swap(bytes_, other.bytes_);
  return *this;
}

TimingMemory::~TimingMemory() {
  if (address_ != 0) driver_->cuMemFree(address_);
}

void* TimingMemory::at(std::uint64_t offset) const {
  return reinterpret_cast<void*>(address_ + offset);  // NOLINT(performance-no-int-to-ptr)
}

Result<void> TimingMemory::fill(Dtype dtype, CUstream stream) const {
  const std::string doing = "filling memory with random numbers";
  const std::vector<std::uint32_t> pattern = random_pattern(dtype);
  std::uint64_t filled = std::min(bytes_, pattern_bytes);
  Result<void> done =
      check_cuda(*driver_, driver_->cuMemcpyHtoDAsync(address_, pattern.data(), filled, stream), doing);
  while (done && filled < bytes_) {
    const std::uint64_t more = std::min(filled, bytes_ - filled);
    done = check_cuda(*driver_, driver_->cuMemcpyDtoDAsync(address_ + filled, address_, more, stream), doing);
    filled += more;
  }
  // The pattern must outlive its copy.
  if (done) done = check_cuda(*driver_, driver_->cuStreamSynchronize(stream), doing);
  return done;
}

}  // namespace attnscope
