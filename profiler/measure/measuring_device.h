// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// A device as the measuring loop sees it: memory, calls run and timed, what was recorded meanwhile. One
// implementation for the Host CPU and one for CUDA GPUs; used from one thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "kernels/implementation/implementation.h"
#include "kernels/problem/result.h"
#include "profiler/capture/activity.h"
#include "profiler/capture/counters.h"
#include "profiler/capture/telemetry.h"
#include "profiler/protocol/device.h"
#include "profiler/protocol/message.h"
#include "profiler/protocol/run.h"

namespace attnscope {

/// Memory on a device, given back when it goes out of scope. Empty (null) where 0 bytes were asked for.
class DeviceMemory {
 public:
  using Release = std::function<void(void*)>;
  DeviceMemory() = default;
  DeviceMemory(void* data, std::uint64_t bytes, Release release)
      : data_(data), bytes_(bytes), release_(std::move(release)) {}
  DeviceMemory(DeviceMemory&& other) noexcept { swap(other); }
  DeviceMemory& operator=(DeviceMemory&& other) noexcept {
    DeviceMemory(std::move(other)).swap(*this);
    return *this;
  }
  ~DeviceMemory() {
    if (data_ != nullptr) release_(data_);
  }
  void* data() const { return data_; }
  std::uint64_t bytes() const { return bytes_; }

 private:
  void swap(DeviceMemory& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(bytes_, other.bytes_);
    std::swap(release_, other.release_);
  }
  void* data_ = nullptr;
  std::uint64_t bytes_ = 0;
  Release release_;
};

/// Queues one call on a stream.
using Launch = std::function<Result<void>(Stream)>;

/// One call as it ran.
struct TimedCall {
  double span_us = 0;
  double device_time_us = 0;
  std::vector<DeviceActivity> kernels;  ///< in launch order; empty where they are not known
  TelemetryReading telemetry;
};

/// Several calls, and how much of what was recorded had to be left out.
struct TimedCalls {
  std::vector<TimedCall> calls;
  std::int64_t dropped_records = 0;
};

/// What was allocated between start_memory_records and finish_memory_records.
struct MemoryRecords {
  std::uint64_t peak_bytes = 0;
  std::uint64_t taken_in_call_bytes = 0;  ///< after mark_call: an implementation that allocates when launched
};

/// How often the loop that waits for a device looks up: returns true to give up waiting.
using GiveUp = std::function<bool()>;

class MeasuringDevice {
 public:
  virtual ~MeasuringDevice() = default;

  virtual const DeviceDescription& description() const = 0;
  virtual Environment environment() = 0;
  virtual const std::vector<std::unique_ptr<Implementation>>& implementations() const = 0;
  /// "cupti", "events" or "steady_clock".
  virtual std::string timing_source() const = 0;
  /// What cannot be measured here and why, with the one-line fix; shown with every point.
  virtual std::vector<std::string> remarks() const = 0;

  virtual std::uint64_t free_bytes() = 0;
  /// An `out_of_memory` error where it does not fit.
  virtual Result<DeviceMemory> allocate(std::uint64_t bytes) = 0;
  virtual Result<void> upload(void* destination, const void* source, std::uint64_t bytes) = 0;
  virtual Result<void> download(void* destination, const void* source, std::uint64_t bytes) = 0;
  virtual Result<void> fill(void* destination, unsigned char byte, std::uint64_t bytes) = 0;

  /// Records allocations from here on; false where there are no records to be had.
  virtual bool start_memory_records() = 0;
  virtual void mark_call() = 0;
  virtual MemoryRecords finish_memory_records() = 0;

  /// Runs `launch` once and waits for it.
  virtual Result<void> run(const Launch& launch) = 0;
  /// Runs `launch` `count` times, each behind a flush of the last-level cache if `cold`, and times each.
  virtual Result<TimedCalls> time(const Launch& launch, int count, bool cold) = 0;
  /// The counters of each kernel of a call, in launch order; at most `max_kernels`.
  virtual Result<std::vector<KernelCounters>> read_counters(const Launch& launch, std::size_t max_kernels,
                                                            bool cold) = 0;
  virtual bool has_counters() const = 0;

  /// The device's own matmul and copy rates; `unsupported` where they are not measured.
  virtual Result<Ceilings> ceilings() = 0;

  /// Most calls to queue before looking up; a device that queues nothing says 1.
  virtual int longest_batch() const = 0;
  /// True once the device can no longer be used by this process (a sticky error).
  virtual bool lost() = 0;
};

}  // namespace attnscope
