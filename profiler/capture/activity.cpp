// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/capture/activity.h"

#include <cxxabi.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <map>
#include <memory>
#include <mutex>
#include <unordered_map>

#include "profiler/loader/cupti.h"

namespace attnscope {
namespace {

constexpr std::size_t buffer_bytes = std::size_t{1} << 20;
constexpr auto correlation_kind = CUPTI_EXTERNAL_CORRELATION_KIND_CUSTOM0;

/// CUPTI hands an external id to the API record of a launch, so those are recorded too.
constexpr std::array device_work_kinds = {CUPTI_ACTIVITY_KIND_EXTERNAL_CORRELATION,
                                          CUPTI_ACTIVITY_KIND_CONCURRENT_KERNEL,
                                          CUPTI_ACTIVITY_KIND_MEMCPY,
                                          CUPTI_ACTIVITY_KIND_MEMSET,
                                          CUPTI_ACTIVITY_KIND_RUNTIME,
                                          CUPTI_ACTIVITY_KIND_DRIVER};
constexpr std::array allocation_kinds = {CUPTI_ACTIVITY_KIND_MEMORY2};

struct TimedRecord {
  DeviceActivity activity;
  std::uint32_t correlation = 0;
};

/// What CUPTI's callbacks, which come on threads of CUPTI's own, hand over.
struct Inbox {
  std::mutex mutex;
  std::vector<TimedRecord> timed;
  std::unordered_map<std::uint32_t, std::uint64_t> call_of_correlation;
  std::vector<std::pair<std::uint64_t, AllocationActivity>> allocations;  // with their time
  std::int64_t dropped = 0;
  std::unordered_map<std::string, std::string> demangled;
};

const Cupti* profiler = nullptr;

Inbox& inbox() {
  static Inbox& only = *new Inbox;  // NOLINT: never destroyed; CUPTI's threads may outlive main()
  return only;
}

const std::string& demangled(Inbox& box, const char* name) {
  const auto [entry, is_new] = box.demangled.try_emplace(name == nullptr ? "(unnamed)" : name);
  if (is_new) {
    int status = 0;
    const std::unique_ptr<char, void (*)(void*)> text(
        abi::__cxa_demangle(entry->first.c_str(), nullptr, nullptr, &status), &std::free);
    entry->second = status == 0 && text ? std::string(text.get()) : entry->first;
  }
  return entry->second;
}

/// Only fields that every CUPTI from 12.8 on has at the same place are read: the structs grow at their end.
template <typename Record>
void add_timed(Inbox& box, const Record& record, DeviceActivity activity) {
  // 0 and 0 means that CUPTI has no times for it.
  if (record.end < record.start || record.end == 0) {
    ++box.dropped;
    return;
  }
  activity.start_ns = record.start;
  activity.end_ns = record.end;
  box.timed.push_back({std::move(activity), record.correlationId});
}

void read_kernel(Inbox& box, const CUpti_ActivityKernel10& record) {
  DeviceActivity activity;
  activity.kind = DeviceActivity::Kind::kernel;
  activity.name = demangled(box, record.name);
  activity.grid[0] = record.gridX;
  activity.grid[1] = record.gridY;
  activity.grid[2] = record.gridZ;
  activity.threads_per_block = record.blockX * record.blockY * record.blockZ;
  activity.registers_per_thread = record.registersPerThread;
  activity.shared_memory_bytes = static_cast<std::uint64_t>(record.staticSharedMemory) +
                                 static_cast<std::uint64_t>(record.dynamicSharedMemory);
  activity.local_memory_bytes = record.localMemoryPerThread;
  add_timed(box, record, std::move(activity));
}

void read_allocation(Inbox& box, const CUpti_ActivityMemory4& record) {
  const bool on_device = record.memoryKind == CUPTI_ACTIVITY_MEMORY_KIND_DEVICE ||
                         record.memoryKind == CUPTI_ACTIVITY_MEMORY_KIND_ARRAY ||
                         record.memoryKind == CUPTI_ACTIVITY_MEMORY_KIND_MANAGED ||
                         record.memoryKind == CUPTI_ACTIVITY_MEMORY_KIND_DEVICE_STATIC;
  if (!on_device) return;
  const bool taken = record.memoryOperationType == CUPTI_ACTIVITY_MEMORY_OPERATION_TYPE_ALLOCATION;
  if (!taken && record.memoryOperationType != CUPTI_ACTIVITY_MEMORY_OPERATION_TYPE_RELEASE) return;
  box.allocations.push_back({record.timestamp, {taken, record.address, record.bytes}});
}

void read_record(Inbox& box, const CUpti_Activity& record) {
  switch (record.kind) {
    case CUPTI_ACTIVITY_KIND_KERNEL:
    case CUPTI_ACTIVITY_KIND_CONCURRENT_KERNEL:
      read_kernel(box, reinterpret_cast<const CUpti_ActivityKernel10&>(record));
      break;
    case CUPTI_ACTIVITY_KIND_MEMCPY: {
      DeviceActivity activity;
      activity.kind = DeviceActivity::Kind::copy;
      add_timed(box, reinterpret_cast<const CUpti_ActivityMemcpy6&>(record), std::move(activity));
      break;
    }
    case CUPTI_ACTIVITY_KIND_MEMSET: {
      DeviceActivity activity;
      activity.kind = DeviceActivity::Kind::fill;
      add_timed(box, reinterpret_cast<const CUpti_ActivityMemset4&>(record), std::move(activity));
      break;
    }
    case CUPTI_ACTIVITY_KIND_EXTERNAL_CORRELATION: {
      const auto& correlation = reinterpret_cast<const CUpti_ActivityExternalCorrelation&>(record);
      if (correlation.externalKind == correlation_kind)
        box.call_of_correlation[correlation.correlationId] = correlation.externalId;
      break;
    }
    case CUPTI_ACTIVITY_KIND_MEMORY2:
      read_allocation(box, reinterpret_cast<const CUpti_ActivityMemory4&>(record));
      break;
    default:
      break;
  }
}

void CUPTIAPI buffer_requested(uint8_t** buffer, size_t* size, size_t* max_records) {
  *buffer = static_cast<uint8_t*>(std::aligned_alloc(64, buffer_bytes));
  *size = *buffer == nullptr ? 0 : buffer_bytes;
  *max_records = 0;
}

void CUPTIAPI buffer_completed(CUcontext context, uint32_t stream, uint8_t* buffer, size_t /*size*/,
                               size_t valid_bytes) {
  Inbox& box = inbox();
  const std::lock_guard lock(box.mutex);
  CUpti_Activity* record = nullptr;
  while (profiler->cuptiActivityGetNextRecord(buffer, valid_bytes, &record) == CUPTI_SUCCESS)
    read_record(box, *record);
  std::size_t lost = 0;
  if (profiler->cuptiActivityGetNumDroppedRecords(context, stream, &lost) == CUPTI_SUCCESS)
    box.dropped += static_cast<std::int64_t>(lost);
  std::free(buffer);
}

Result<ActivityRecorder> make() {
  const Result<const Cupti*> functions = cupti();
  if (!functions) return tl::unexpected(functions.error());
  profiler = *functions;
  const Result<void> registered =
      check_cupti(*profiler, profiler->cuptiActivityRegisterCallbacks(buffer_requested, buffer_completed),
                  "registering with CUPTI");
  if (!registered) return tl::unexpected(registered.error());
  return ActivityRecorder();
}

template <typename Kinds>
void disable(const Kinds& kinds) {
  for (const CUpti_ActivityKind kind : kinds) profiler->cuptiActivityDisable(kind);
}

template <typename Kinds>
Result<void> enable(const Kinds& kinds) {
  for (const CUpti_ActivityKind kind : kinds) {
    const Result<void> enabled =
        check_cupti(*profiler, profiler->cuptiActivityEnable(kind), "starting CUPTI's records");
    if (enabled) continue;
    disable(kinds);
    return enabled;
  }
  return {};
}

}  // namespace

Result<ActivityRecorder*> ActivityRecorder::instance() {
  static Result<ActivityRecorder> only = make();
  if (!only) return tl::unexpected(only.error());
  return &*only;
}

ActivityRecorder::Recording::Recording(Recording&& other) noexcept
    : what_(other.what_), armed_(std::exchange(other.armed_, false)) {}

ActivityRecorder::Recording::~Recording() {
  if (!armed_) return;
  if (what_ == What::device_work)
    disable(device_work_kinds);
  else
    disable(allocation_kinds);
}

Result<ActivityRecorder::Recording> ActivityRecorder::record_device_work() {
  if (const Result<void> enabled = enable(device_work_kinds); !enabled)
    return tl::unexpected(enabled.error());
  return Recording(Recording::What::device_work);
}

Result<ActivityRecorder::Recording> ActivityRecorder::record_allocations() {
  if (const Result<void> enabled = enable(allocation_kinds); !enabled) return tl::unexpected(enabled.error());
  return Recording(Recording::What::allocations);
}

ActivityRecorder::CallScope::CallScope(std::uint64_t id) {
  profiler->cuptiActivityPushExternalCorrelationId(correlation_kind, id);
}

ActivityRecorder::CallScope::~CallScope() {
  std::uint64_t last = 0;
  profiler->cuptiActivityPopExternalCorrelationId(correlation_kind, &last);
}

RecordedActivities ActivityRecorder::take() {
  // The GPU has finished, so nothing incomplete is lost by forcing buffers out that are not full.
  profiler->cuptiActivityFlushAll(CUPTI_ACTIVITY_FLAG_FLUSH_FORCED);

  Inbox& box = inbox();
  const std::lock_guard lock(box.mutex);
  RecordedActivities recorded;
  recorded.dropped = std::exchange(box.dropped, 0);
  recorded.activities.reserve(box.timed.size());
  for (TimedRecord& record : box.timed) {
    if (const auto call = box.call_of_correlation.find(record.correlation);
        call != box.call_of_correlation.end())
      record.activity.call = call->second;
    recorded.activities.push_back(std::move(record.activity));
  }
  std::stable_sort(recorded.activities.begin(), recorded.activities.end(),
                   [](const auto& a, const auto& b) { return a.start_ns < b.start_ns; });
  std::stable_sort(box.allocations.begin(), box.allocations.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  for (const auto& [time, allocation] : box.allocations) recorded.allocations.push_back(allocation);
  box.timed.clear();
  box.call_of_correlation.clear();
  box.allocations.clear();
  return recorded;
}

}  // namespace attnscope
