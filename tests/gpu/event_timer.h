// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// How long work on a GPU takes, by events: for benchmarks, after the L2 was overwritten.
#pragma once

#include <algorithm>
#include <cstddef>
#include <stdexcept>
#include <vector>

#include "tests/gpu/gpu_device.h"

namespace attnscope {

class EventTimer {
 public:
  EventTimer(const CudaDriver& driver, std::size_t flush_bytes)
      : driver_(driver), flush_(driver, flush_bytes) {
    require_cuda(driver, driver.cuEventCreate(&begin_, CU_EVENT_DEFAULT), "making an event");
    require_cuda(driver, driver.cuEventCreate(&end_, CU_EVENT_DEFAULT), "making an event");
  }
  EventTimer(const EventTimer&) = delete;
  EventTimer& operator=(const EventTimer&) = delete;
  ~EventTimer() {
    driver_.cuEventDestroy(begin_);
    driver_.cuEventDestroy(end_);
  }

  /// What overwrites the L2.
  const DeviceMemory& flush() const { return flush_; }

  /// Milliseconds that what `queue` queues on the null stream takes; `before` queues what comes between the
  /// flush and that.
  template <typename Queue, typename Before>
  float milliseconds(const Queue& queue, const Before& before) const {
    require_cuda(driver_, driver_.cuMemsetD8Async(flush_.address(), 1, flush_.size(), nullptr),
                 "filling the L2");
    before();
    require_cuda(driver_, driver_.cuEventRecord(begin_, nullptr), "recording an event");
    queue();
    require_cuda(driver_, driver_.cuEventRecord(end_, nullptr), "recording an event");
    require_cuda(driver_, driver_.cuEventSynchronize(end_), "waiting for a call");
    float time = 0;
    require_cuda(driver_, driver_.cuEventElapsedTime(&time, begin_, end_), "reading a time");
    return time;
  }

  template <typename Queue>
  float milliseconds(const Queue& queue) const {
    return milliseconds(queue, [] {});
  }

 private:
  const CudaDriver& driver_;
  DeviceMemory flush_;
  CUevent begin_ = nullptr;
  CUevent end_ = nullptr;
};

/// The middle one of the sorted samples; there is at least one.
inline double median_of(std::vector<float> samples) {
  const auto middle = samples.begin() + static_cast<std::ptrdiff_t>(samples.size() / 2);
  std::nth_element(samples.begin(), middle, samples.end());
  return static_cast<double>(*middle);
}

/// Throws the error's words.
inline void require(const Result<void>& result) {
  if (!result) throw std::runtime_error(result.error().message);
}

}  // namespace attnscope
