// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/measure/host_device.h"

#include <sys/mman.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstring>
#include <optional>
#include <thread>

#include "profiler/measure/build_facts.h"
#include "profiler/measure/host_facts.h"

namespace attnscope {
namespace {

constexpr std::uint64_t most_flush_bytes = std::uint64_t{1} << 30;

/// Allocations since the records began; freed ones count back.
struct AllocationRecords {
  std::uint64_t now = 0;
  std::uint64_t peak = 0;
  std::uint64_t at_mark = 0;
  bool marked = false;
};

class HostDevice final : public MeasuringDevice {
 public:
  explicit HostDevice(std::vector<std::unique_ptr<Implementation>> implementations)
      : description_(describe_host_cpu()), implementations_(std::move(implementations)) {}

  const DeviceDescription& description() const override { return description_; }

  Environment environment() override {
    Environment environment;
    environment.device = description_;
    environment.device.free_memory_bytes = free_host_bytes();
    environment.host = host_name();
    environment.program_version = worker_version();
    environment.kernel_hash = kernel_hash();
    return environment;
  }

  const std::vector<std::unique_ptr<Implementation>>& implementations() const override {
    return implementations_;
  }
  std::string timing_source() const override { return "steady_clock"; }
  std::vector<std::string> remarks() const override { return {}; }
  std::uint64_t free_bytes() override { return free_host_bytes(); }
  int longest_batch() const override { return 1; }
  bool lost() override { return false; }
  bool has_counters() const override { return false; }

  Result<DeviceMemory> allocate(std::uint64_t bytes) override {
    if (bytes == 0) return DeviceMemory();
    // Linux promises memory that it does not have, and kills whoever uses it: ask first.
    if (bytes > free_host_bytes()) return fail(ErrorKind::out_of_memory, "not enough memory is free", bytes);
    void* data = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (data == MAP_FAILED) return fail(ErrorKind::out_of_memory, "not enough memory is free", bytes);
    // Large pages spare the first touch of each small one; where they are off this does nothing.
    madvise(data, bytes, MADV_HUGEPAGE);
    if (records_) {
      records_->now += bytes;
      records_->peak = std::max(records_->peak, records_->now);
    }
    return DeviceMemory(data, bytes, [this, bytes](void* freed) {
      munmap(freed, bytes);
      if (records_) records_->now -= std::min(records_->now, bytes);
    });
  }

  Result<void> upload(void* destination, const void* source, std::uint64_t bytes) override {
    std::memcpy(destination, source, bytes);
    return {};
  }
  Result<void> download(void* destination, const void* source, std::uint64_t bytes) override {
    std::memcpy(destination, source, bytes);
    return {};
  }
  Result<void> fill(void* destination, unsigned char byte, std::uint64_t bytes) override {
    std::memset(destination, byte, bytes);
    return {};
  }

  bool start_memory_records() override {
    records_.emplace();
    return true;
  }
  void mark_call() override {}
  MemoryRecords finish_memory_records() override {
    MemoryRecords records;
    if (records_) records.peak_bytes = records_->peak;
    records_.reset();
    return records;
  }

  Result<void> run(const Launch& launch) override { return launch(nullptr); }

  Result<TimedCalls> time(const Launch& launch, int count, bool cold) override {
    using Clock = std::chrono::steady_clock;
    TimedCalls timed;
    for (int i = 0; i < count; ++i) {
      if (cold) {
        if (const Result<void> flushed = flush(); !flushed) return tl::unexpected(flushed.error());
      }
      const Clock::time_point start = Clock::now();
      if (const Result<void> called = launch(nullptr); !called) return tl::unexpected(called.error());
      TimedCall call;
      call.span_us = std::chrono::duration<double, std::micro>(Clock::now() - start).count();
      call.device_time_us = call.span_us;
      timed.calls.push_back(std::move(call));
    }
    return timed;
  }

  Result<Ceilings> ceilings() override {
    return fail(ErrorKind::unsupported, "ceilings are measured on NVIDIA GPUs only");
  }

  Result<std::vector<KernelCounters>> read_counters(const Launch&, std::size_t, bool) override {
    return fail(ErrorKind::unsupported, "hardware counters are read on NVIDIA GPUs only");
  }

 private:
  /// Writes a buffer of twice the last-level caches, then reads another, so that what stays is clean.
  Result<void> flush() {
    if (written_.data() == nullptr) {
      const std::uint64_t bytes = std::min(2 * description_.l2_bytes.value_or(0), most_flush_bytes);
      Result<DeviceMemory> written = allocate(bytes);
      if (!written) return tl::unexpected(written.error());
      Result<DeviceMemory> read = allocate(bytes);
      if (!read) return tl::unexpected(read.error());
      written_ = *std::move(written);
      read_ = *std::move(read);
      std::memset(read_.data(), 1, read_.bytes());  // pages that were never written all share one
    }
    walk([this](std::uint64_t first, std::uint64_t bytes) {
      std::memset(static_cast<char*>(written_.data()) + first, static_cast<int>(++fill_ & 0x7f), bytes);
    });
    walk([this](std::uint64_t first, std::uint64_t bytes) {
      const volatile char* data = static_cast<const char*>(read_.data()) + first;
      constexpr std::uint64_t line = 64;
      for (std::uint64_t i = 0; i < bytes; i += line) static_cast<void>(data[i]);
    });
    return {};
  }

  /// Each thread takes its part, so that each core's own caches are flushed too.
  template <typename Body>
  void walk(const Body& body) {
    const auto parts = static_cast<std::uint64_t>(description_.multiprocessors);
    const std::uint64_t part = written_.bytes() / parts;
    std::vector<std::jthread> threads;
    for (std::uint64_t i = 0; i < parts; ++i) threads.emplace_back([&, i] { body(i * part, part); });
  }

  DeviceDescription description_;
  std::vector<std::unique_ptr<Implementation>> implementations_;
  std::optional<AllocationRecords> records_;
  DeviceMemory written_;
  DeviceMemory read_;
  std::atomic<unsigned> fill_ = 0;
};

}  // namespace

std::unique_ptr<MeasuringDevice> make_host_device(
    std::vector<std::unique_ptr<Implementation>> implementations) {
  return std::make_unique<HostDevice>(std::move(implementations));
}

}  // namespace attnscope
