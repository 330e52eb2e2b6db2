// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// What a GPU really did, and when: kernels, copies, fills and allocations, recorded by CUPTI. CUPTI itself
// stays behind this header.
//
// There is one recorder in a process, used from one thread. Calls are told apart by an id pushed around them
// (CUPTI's external correlation), so that what is queued between two calls belongs to neither.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "kernels/problem/result.h"

namespace attnscope {

/// One thing that the GPU did.
struct DeviceActivity {
  enum class Kind { kernel, copy, fill };
  Kind kind = Kind::kernel;
  std::uint64_t start_ns = 0;
  std::uint64_t end_ns = 0;
  std::uint64_t call = 0;  ///< id of the call that queued it; 0 for none
  // Kernels only:
  std::string name;  ///< demangled
  std::int64_t grid[3] = {1, 1, 1};
  int threads_per_block = 0;
  int registers_per_thread = 0;
  std::uint64_t shared_memory_bytes = 0;  ///< static + dynamic, per block
  std::uint64_t local_memory_bytes = 0;   ///< per thread: stack and spills
};

/// Device memory taken or given back.
struct AllocationActivity {
  bool taken = true;
  std::uint64_t address = 0;
  std::uint64_t bytes = 0;
};

struct RecordedActivities {
  std::vector<DeviceActivity> activities;       ///< by start time
  std::vector<AllocationActivity> allocations;  ///< in the order they happened
  std::int64_t dropped = 0;                     ///< records with end < start, or that CUPTI lost
};

class ActivityRecorder {
 public:
  /// The process's recorder. The error says why there is none: no CUPTI, or another profiler holds it.
  static Result<ActivityRecorder*> instance();

  /// While one lives, the activities of that kind are recorded.
  class Recording {
   public:
    Recording(Recording&& other) noexcept;
    Recording& operator=(Recording&&) = delete;
    ~Recording();

   private:
    friend class ActivityRecorder;
    enum class What { device_work, allocations };
    explicit Recording(What what) : what_(what), armed_(true) {}
    What what_;
    bool armed_;
  };
  Result<Recording> record_device_work();
  Result<Recording> record_allocations();

  /// While one lives, what this thread queues belongs to call `id` (not 0).
  class CallScope {
   public:
    explicit CallScope(std::uint64_t id);
    ~CallScope();
    CallScope(const CallScope&) = delete;
    CallScope& operator=(const CallScope&) = delete;
  };

  /// All that was recorded since the last take(). The GPU must have finished it (synchronise before).
  RecordedActivities take();
};

/// Device memory in use over a list of allocations, at its highest, counted from 0.
std::uint64_t peak_bytes(const std::vector<AllocationActivity>& allocations);

}  // namespace attnscope
