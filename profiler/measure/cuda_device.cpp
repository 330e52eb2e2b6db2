// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/measure/cuda_device.h"

#include <algorithm>
#include <bit>
#include <chrono>
#include <future>
#include <optional>
#include <thread>

#include "kernels/cuda/ceilings/ceilings.h"
#include "profiler/analysis/statistics.h"
#include "profiler/capture/counters.h"
#include "profiler/loader/cublas_lt.h"
#include "profiler/loader/cuda_driver.h"
#include "profiler/loader/cupti.h"
#include "profiler/loader/nvrtc.h"
#include "profiler/measure/build_facts.h"
#include "profiler/measure/call_activities.h"
#include "profiler/measure/cuda_resources.h"
#include "profiler/measure/cuda_timing_kernels.h"
#include "profiler/measure/host_facts.h"
#include "profiler/measure/rested_rounds.h"

namespace attnscope {
namespace {

/// A launch queue takes about 1,000 launches; a gate must not be closed on a fuller one.
constexpr std::size_t most_queued_launches = 500;
constexpr int longest_batch_of_calls = 32;
constexpr std::size_t own_launches_per_call = 3;
/// Longer than the GPU's power limit looks back.
constexpr auto rest_between_rounds = std::chrono::milliseconds(150);

/// "13.1" of 130100.
std::string version_text(int number, int major_unit, int minor_unit) {
  return std::to_string(number / major_unit) + "." + std::to_string(number % major_unit / minor_unit);
}

/// CUPTI follows the toolkit's number from 13.0 on; before, it counted for itself.
std::string cupti_version_text(int number) {
  return number >= 100000 ? version_text(number, 10000, 100) : std::to_string(number);
}

class CudaDevice final : public MeasuringDevice {
 public:
  static Result<std::unique_ptr<MeasuringDevice>> open(const DeviceDescription& description,
                                                       const WorkerOptions& options) {
    const Result<const CudaDriver*> driver = cuda_driver();
    if (!driver) return tl::unexpected(driver.error());
    auto device = std::make_unique<CudaDevice>(**driver, description);
    if (const Result<void> started = device->start(options); !started) return tl::unexpected(started.error());
    return device;
  }

  CudaDevice(const CudaDriver& driver, DeviceDescription description)
      : driver_(driver), description_(std::move(description)) {}

  const DeviceDescription& description() const override { return description_; }

  Environment environment() override {
    Environment environment;
    environment.device = description_;
    environment.device.free_memory_bytes = free_bytes();
    environment.cuda_version = driver_.version;
    environment.host = host_name();
    environment.program_version = worker_version();
    environment.kernel_hash = kernel_hash();
    if (telemetry_) {
      const GpuFacts facts = telemetry_->facts();
      environment.driver_version = facts.driver_version;
      environment.max_sm_clock_mhz = facts.max_sm_clock_mhz;
      environment.power_limit_watts = facts.power_limit_watts;
      environment.mig_enabled = facts.mig_enabled;
      environment.ecc_enabled = facts.ecc_enabled;
    }
    if (const auto library = cublas_lt())
      environment.libraries["cublaslt"] = version_text((*library)->version, 10000, 100);
    if (const auto library = nvrtc())
      environment.libraries["nvrtc"] =
          std::to_string((*library)->major) + "." + std::to_string((*library)->minor);
    if (recorder_ != nullptr)
      if (const auto library = cupti())
        environment.libraries["cupti"] = cupti_version_text((*library)->version);
    return environment;
  }

  const std::vector<std::unique_ptr<Implementation>>& implementations() const override {
    return implementations_;
  }
  std::string timing_source() const override { return recorder_ != nullptr ? "cupti" : "events"; }
  std::vector<std::string> remarks() const override { return remarks_; }

  std::uint64_t free_bytes() override {
    std::size_t free = 0;
    std::size_t total = 0;
    return driver_.cuMemGetInfo(&free, &total) == CUDA_SUCCESS ? free : 0;
  }

  Result<DeviceMemory> allocate(std::uint64_t bytes) override {
    if (bytes == 0) return DeviceMemory();
    CUdeviceptr address = 0;
    const Result<void> taken = check_cuda(driver_, driver_.cuMemAlloc(&address, bytes),
                                          "allocating " + std::to_string(bytes) + " bytes");
    if (!taken) {
      Error error = taken.error();
      error.bytes_needed = bytes;
      return tl::unexpected(error);
    }
    return DeviceMemory(std::bit_cast<void*>(address), bytes,
                        [this](void* data) { driver_.cuMemFree(reinterpret_cast<CUdeviceptr>(data)); });
  }
  Result<void> upload(void* destination, const void* source, std::uint64_t bytes) override {
    return check_cuda(driver_,
                      driver_.cuMemcpyHtoD(reinterpret_cast<CUdeviceptr>(destination), source, bytes),
                      "copying to the GPU");
  }
  Result<void> download(void* destination, const void* source, std::uint64_t bytes) override {
    return check_cuda(driver_,
                      driver_.cuMemcpyDtoH(destination, reinterpret_cast<CUdeviceptr>(source), bytes),
                      "copying from the GPU");
  }
  Result<void> fill(void* destination, unsigned char byte, std::uint64_t bytes) override {
    if (const auto queued = check_cuda(
            driver_,
            driver_.cuMemsetD8Async(reinterpret_cast<CUdeviceptr>(destination), byte, bytes, stream_->get()),
            "filling memory");
        !queued)
      return queued;
    return wait("filling memory");
  }

  bool start_memory_records() override {
    launches_per_call_.reset();
    recording_.reset();
    before_call_.clear();
    if (recorder_ == nullptr) return false;
    recorder_->take();
    Result<ActivityRecorder::Recording> started = recorder_->record_allocations();
    if (!started) return false;
    allocation_recording_.emplace(*std::move(started));
    return true;
  }
  void mark_call() override {
    if (allocation_recording_) before_call_ = recorder_->take().allocations;
  }
  MemoryRecords finish_memory_records() override {
    if (!allocation_recording_) return {};
    std::vector<AllocationActivity> all = std::move(before_call_);
    const std::vector<AllocationActivity> in_call = recorder_->take().allocations;
    allocation_recording_.reset();
    MemoryRecords records;
    for (const AllocationActivity& allocation : in_call)
      if (allocation.taken) records.taken_in_call_bytes += allocation.bytes;
    all.insert(all.end(), in_call.begin(), in_call.end());
    records.peak_bytes = peak_bytes(all);
    return records;
  }

  Result<void> run(const Launch& launch) override {
    if (const Result<void> queued = launch(stream_->get()); !queued) return queued;
    return wait("running the call");
  }

  Result<TimedCalls> time(const Launch& launch, int count, bool cold) override {
    if (recorder_ == nullptr) return time_by_events(launch, count, cold);
    if (!recording_) {
      Result<ActivityRecorder::Recording> started = recorder_->record_device_work();
      if (!started) return tl::unexpected(started.error());
      recording_.emplace(*std::move(started));
      recorder_->take();
    }
    const std::uint64_t first_call = next_call_;
    const Result<bool> ready_in_time = queue_batch(count, [&]() -> Result<void> {
      if (const auto before = cold ? timing_->flush(stream_->get()) : timing_->mark(stream_->get()); !before)
        return before;
      const ActivityRecorder::CallScope scope(next_call_++);
      return launch(stream_->get());
    });
    if (!ready_in_time) return tl::unexpected(ready_in_time.error());
    RecordedActivities recorded = recorder_->take();
    TimedCalls timed;
    timed.dropped_records = recorded.dropped;
    timed.calls = separate_calls(recorded.activities, first_call, static_cast<std::size_t>(count),
                                 {CudaTimingKernels::is_own, CudaTimingKernels::is_marker});
    if (!timed.calls.empty()) launches_per_call_ = timed.calls.back().kernels.size();
    return finish(std::move(timed), *ready_in_time);
  }

  Result<std::vector<KernelCounters>> read_counters(const Launch& launch, std::size_t max_kernels,
                                                    bool cold) override {
    recording_.reset();
    if (!counter_reader_) {
      Result<std::unique_ptr<CounterReader>> opened =
          CounterReader::open(description_.ordinal, context_->get());
      if (!opened) {
        // Once is enough: what is missing now is missing for every point.
        has_counters_ = false;
        remarks_.push_back("counters left out: " + opened.error().message);
        return tl::unexpected(opened.error());
      }
      counter_reader_ = *std::move(opened);
    }
    const auto before_pass = [&]() -> Result<void> {
      if (!cold) return {};
      if (const auto flushed = timing_->flush(stream_->get()); !flushed) return flushed;
      return wait("flushing the L2");
    };
    return counter_reader_->read(max_kernels, before_pass, [&] { return run(launch); });
  }
  bool has_counters() const override { return has_counters_; }

  Result<Ceilings> ceilings() override {
    Ceilings ceilings;
    ceilings.device_uuid = description_.uuid;
    CUdevice device = 0;
    if (const auto found =
            check_cuda(driver_, driver_.cuDeviceGet(&device, description_.ordinal), "finding the GPU");
        !found)
      return tl::unexpected(found.error());
    cool_down();
    struct Product {
      Dtype dtype;
      std::optional<double>& tflops;
    };
    for (const Product& product : {Product{Dtype::fp16, ceilings.fp16_matmul_tflops},
                                   Product{Dtype::bf16, ceilings.bf16_matmul_tflops},
                                   Product{Dtype::fp32, ceilings.fp32_matmul_tflops},
                                   Product{Dtype::fp8_e4m3, ceilings.fp8_matmul_tflops}}) {
      const auto work = make_matmul_ceiling(driver_, device, product.dtype);
      if (!work) continue;  // the GPU or the library has no such product
      const Result<double> seconds = seconds_of(**work);
      if (!seconds) return tl::unexpected(seconds.error());
      product.tflops = (*work)->flops() / *seconds / 1e12;
    }
    const auto copy = make_copy_ceiling(driver_);
    if (!copy) return tl::unexpected(copy.error());
    const Result<double> seconds = seconds_of(**copy);
    if (!seconds) return tl::unexpected(seconds.error());
    ceilings.driver_version = environment().driver_version;
    ceilings.copy_bytes_per_second = static_cast<double>((*copy)->bytes()) / *seconds;
    return ceilings;
  }

  int longest_batch() const override {
    if (!launches_per_call_) return 1;
    const std::size_t calls = most_queued_launches / (*launches_per_call_ + own_launches_per_call);
    return std::clamp(static_cast<int>(calls), 1, longest_batch_of_calls);
  }

  bool lost() override { return driver_.cuCtxSynchronize() != CUDA_SUCCESS; }

 private:
  /// What one launch takes on a rested GPU: rounds of a few launches, the first of all not among them, and of
  /// their medians the least.
  Result<double> seconds_of(CeilingWork& work) {
    const Launch launch = [&work](Stream stream) { return work.launch(static_cast<CUstream>(stream)); };
    if (const Result<void> warm = run(launch); !warm) return tl::unexpected(warm.error());
    launches_per_call_.reset();
    const auto round = [&]() -> Result<double> {
      constexpr std::size_t launches = 5;
      std::vector<double> spans;
      while (spans.size() < launches) {
        const Result<TimedCalls> timed = time(launch, 1, true);
        if (!timed) return tl::unexpected(timed.error());
        if (timed->calls.empty()) return fail(ErrorKind::failed, "no time was recorded");
        for (const TimedCall& call : timed->calls) spans.push_back(call.span_us);
      }
      return median(spans).value_or(0) * 1e-6;
    };
    return best_of_rested_rounds(round, [] { std::this_thread::sleep_for(rest_between_rounds); });
  }

  void cool_down() const {
    if (!telemetry_) return;
    wait_until_cool([this] { return telemetry_->read(); },
                    [] { std::this_thread::sleep_for(std::chrono::seconds(1)); });
  }

  Result<void> start(const WorkerOptions& options) {
    // Before the context: CUPTI sees all of it then.
    start_cupti(options);
    CUdevice device = 0;
    if (const auto found =
            check_cuda(driver_, driver_.cuDeviceGet(&device, description_.ordinal), "finding the GPU");
        !found)
      return found;
    Result<std::unique_ptr<PrimaryContext>> context = PrimaryContext::make(driver_, device);
    if (!context) return tl::unexpected(context.error());
    context_ = *std::move(context);
    stream_ = std::make_unique<CudaStream>(driver_);
    if (stream_->get() == nullptr) return fail(ErrorKind::failed, "the GPU gives no stream");
    auto timing =
        CudaTimingKernels::make(driver_, description_.multiprocessors, description_.l2_bytes.value_or(0));
    if (!timing) return tl::unexpected(timing.error());
    timing_ = *std::move(timing);
    implementations_ = cuda_implementations(description_.ordinal);

    const Result<TelemetrySource> telemetry = TelemetrySource::open(description_.pci_bus_id.value_or(""));
    if (telemetry) {
      telemetry_ = *telemetry;
      sampler_ = std::make_unique<TelemetrySampler>(*telemetry);
    } else {
      remarks_.push_back("no clocks, power or temperature: " + telemetry.error().message);
    }
    return {};
  }

  void start_cupti(const WorkerOptions& options) {
    if (!options.use_cupti) {
      remarks_.emplace_back("CUPTI is left to another profiler: calls are timed by events, without counters");
      return;
    }
    Result<ActivityRecorder*> recorder = ActivityRecorder::instance();
    if (recorder) {
      // Another profiler that holds CUPTI shows only when something is asked of it.
      if (const auto tried = (*recorder)->record_device_work(); !tried)
        recorder = tl::unexpected(tried.error());
    }
    if (!recorder) {
      remarks_.push_back("calls are timed by events, without counters: " + recorder.error().message);
      return;
    }
    recorder_ = *recorder;
    const Result<void> permitted = counters_permitted();
    has_counters_ = permitted.has_value();
    if (!permitted)
      remarks_.push_back("counters left out: " + permitted.error().message +
                         "; to permit it: " + counters_permission_fix());
  }

  /// Queues `one_call` `count` times behind the gate and waits for all. False where the gate opened before
  /// everything was queued.
  Result<bool> queue_batch(int count, const std::function<Result<void>()>& one_call) {
    const bool gated = gate_works_ && launches_per_call_ &&
                       static_cast<std::size_t>(count) * (*launches_per_call_ + own_launches_per_call) <
                           most_queued_launches * 3 / 2;
    if (gated) {
      if (const auto closed = timing_->close_gate(stream_->get()); !closed)
        return tl::unexpected(closed.error());
    }
    Result<void> queued;
    for (int i = 0; i < count && queued; ++i) queued = one_call();
    timing_->open_gate();
    const Result<void> waited = wait("running the call");
    if (!queued) return tl::unexpected(queued.error());
    if (!waited) return tl::unexpected(waited.error());
    return !gated || !timing_->gate_timed_out();
  }

  /// Gives each call the reading that is close to it; a batch with gaps made by the host counts for nothing.
  Result<TimedCalls> finish(TimedCalls timed, bool ready_in_time) {
    if (!ready_in_time) {
      timed.calls.clear();
      if (std::exchange(gate_works_, false))
        remarks_.emplace_back(
            "calls could not be queued ahead, because each launch waits for the one before (another "
            "profiler, or "
            "CUDA_LAUNCH_BLOCKING): times may hold gaps that the host makes");
      return timed;
    }
    if (sampler_) {
      const TelemetryReading reading = sampler_->latest();
      for (TimedCall& call : timed.calls) call.telemetry = reading;
    }
    return timed;
  }

  Result<TimedCalls> time_by_events(const Launch& launch, int count, bool cold) {
    if (driver_.cuEventElapsedTime == nullptr)
      return fail(ErrorKind::unsupported, "this NVIDIA driver does not time events");
    std::vector<CudaEvent> starts;
    std::vector<CudaEvent> ends;
    const Result<bool> ready_in_time = queue_batch(count, [&]() -> Result<void> {
      if (const auto before = cold ? timing_->flush(stream_->get()) : timing_->mark(stream_->get()); !before)
        return before;
      starts.emplace_back(driver_);
      driver_.cuEventRecord(starts.back().get(), stream_->get());
      if (const Result<void> queued = launch(stream_->get()); !queued) return queued;
      ends.emplace_back(driver_);
      return check_cuda(driver_, driver_.cuEventRecord(ends.back().get(), stream_->get()), "timing the call");
    });
    if (!ready_in_time) return tl::unexpected(ready_in_time.error());
    TimedCalls timed;
    for (std::size_t i = 0; i < ends.size(); ++i) {
      float milliseconds = 0;
      if (const auto told =
              check_cuda(driver_, driver_.cuEventElapsedTime(&milliseconds, starts[i].get(), ends[i].get()),
                         "timing the call");
          !told)
        return tl::unexpected(told.error());
      TimedCall call;
      call.span_us = milliseconds * 1000.0;
      call.device_time_us = call.span_us;
      timed.calls.push_back(std::move(call));
    }
    // How many kernels a call launches stays unknown; a few calls at once are few launches of any.
    constexpr std::size_t launches_where_unknown = 60;
    launches_per_call_ = launches_where_unknown;
    return finish(std::move(timed), *ready_in_time);
  }

  /// Waits without spinning hard: the reference may be computing on the other threads.
  Result<void> wait(const char* doing) {
    const auto start = std::chrono::steady_clock::now();
    while (true) {
      const CUresult state = driver_.cuStreamQuery(stream_->get());
      if (state != CUDA_ERROR_NOT_READY) return check_cuda(driver_, state, doing);
      const auto waited = std::chrono::steady_clock::now() - start;
      if (waited > std::chrono::milliseconds(1)) std::this_thread::sleep_for(std::chrono::microseconds(100));
    }
  }

  const CudaDriver& driver_;
  DeviceDescription description_;
  std::vector<std::string> remarks_;
  ActivityRecorder* recorder_ = nullptr;
  std::unique_ptr<PrimaryContext> context_;
  std::unique_ptr<CudaStream> stream_;
  std::unique_ptr<CudaTimingKernels> timing_;
  std::vector<std::unique_ptr<Implementation>> implementations_;
  std::optional<TelemetrySource> telemetry_;
  std::unique_ptr<TelemetrySampler> sampler_;
  std::unique_ptr<CounterReader> counter_reader_;
  std::optional<ActivityRecorder::Recording> recording_;
  std::optional<ActivityRecorder::Recording> allocation_recording_;
  std::vector<AllocationActivity> before_call_;
  std::optional<std::size_t> launches_per_call_;
  std::uint64_t next_call_ = 1;
  bool has_counters_ = false;
  bool gate_works_ = true;
};

}  // namespace

Result<std::unique_ptr<MeasuringDevice>> open_cuda_device(const DeviceDescription& description,
                                                          const WorkerOptions& options) {
  return CudaDevice::open(description, options);
}

}  // namespace attnscope
