// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/measure/point_measurement.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <future>
#include <memory>
#include <thread>

#include "kernels/problem/cost.h"
#include "kernels/reference/compare.h"
#include "kernels/reference/convert.h"
#include "profiler/measure/kernel_summary.h"
#include "profiler/measure/stopping_rule.h"
#include "profiler/measure/tile_trace.h"
#include "profiler/measure/watching.h"

namespace attnscope {
namespace {

using Clock = std::chrono::steady_clock;

constexpr unsigned char poison = 0xff;  ///< NaN in every type that an output has
constexpr std::int64_t tile_rows_where_untiled = 128;
constexpr std::size_t most_counted_kernels = 1024;
constexpr double warm_up_part_of_budget = 0.3;
constexpr double group_seconds = 0.005;  ///< a warm-up group lasts about so long
constexpr double batch_seconds = 0.05;   ///< so does a batch at most, or cancelling takes long
/// The load goes on so long between two batches, unrecorded, where samples are to be spread.
constexpr double load_seconds = 0.02;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

Sample sample_of(const TimedCall& call) {
  Sample sample;
  sample.span_us = call.span_us;
  sample.device_time_us = call.device_time_us;
  sample.sm_clock_mhz = call.telemetry.sm_clock_mhz;
  sample.power_watts = call.telemetry.power_watts;
  sample.temperature_celsius = call.telemetry.temperature_celsius;
  sample.throttle = throttle_bits(call.telemetry.held_by_power_cap, call.telemetry.held_by_heat,
                                  call.telemetry.held_by_hardware);
  return sample;
}

/// One point on its way through the phases. Members that hold memory are in the order of being taken.
class PointMeasurement {
 public:
  PointMeasurement(MeasuringDevice& device, InputCache& inputs, ReferenceCache& references,
                   const Problem& problem, const MeasurementOptions& options, PointWatch& watch)
      : device_(device),
        input_cache_(inputs),
        references_(references),
        problem_(problem),
        options_(options),
        watch_(watch) {}

  ~PointMeasurement() {
    if (checking_.valid()) checking_.wait();
  }

  Result<Outcome> measure(Implementation& implementation) {
    const Result<MemoryNeed> need = memory_need(implementation, problem_);
    if (!need) return tl::unexpected(need.error());
    need_ = *need;
    if (const auto too_much = what_does_not_fit()) return Outcome(*too_much);

    watch_.phase("allocating");
    const Result<const Inputs*> inputs = input_cache_.get(problem_, options_.seed);
    if (!inputs) return tl::unexpected(inputs.error());
    inputs_ = *inputs;
    watch_.phase("compiling");
    Result<std::unique_ptr<PreparedCall>> prepared = implementation.prepare(problem_);
    if (!prepared) return tl::unexpected(prepared.error());
    prepared_ = *std::move(prepared);
    if (watch_.cancelled()) return Outcome(Cancelled{});

    using Step = Result<void> (PointMeasurement::*)();
    for (const Step step : {&PointMeasurement::run_cold, &PointMeasurement::start_checking,
                            &PointMeasurement::warm_up, &PointMeasurement::take_samples,
                            &PointMeasurement::read_counters, &PointMeasurement::measure_balance}) {
      if (const Result<void> done = (this->*step)(); !done) return tl::unexpected(done.error());
      if (watch_.cancelled()) return Outcome(Cancelled{});
    }
    return finish(implementation);
  }

  OutOfMemory out_of_memory(const std::string& why) const {
    return {need_.total() + input_bytes(problem_), device_.description().memory_bytes, why};
  }

 private:
  std::optional<OutOfMemory> what_does_not_fit() {
    const std::uint64_t all = need_.total() + input_bytes(problem_);
    const std::uint64_t capacity = device_.description().memory_bytes;
    if (all > capacity)
      return out_of_memory("needed " + readable_bytes(all) + " of " + readable_bytes(capacity));
    const std::uint64_t still_needed = need_.total() + input_cache_.missing_bytes(problem_, options_.seed);
    const std::uint64_t free = device_.free_bytes() + input_cache_.replaceable_bytes(problem_, options_.seed);
    if (still_needed > free)
      return out_of_memory("needed " + readable_bytes(all) + ", and " + readable_bytes(free) + " of " +
                           readable_bytes(capacity) + " was free");
    return std::nullopt;
  }

  Launch launch() {
    return [this](Stream stream) { return prepared_->launch(tensors_, stream); };
  }

  /// Memory is taken and the call runs once, under allocation records, into poisoned memory.
  Result<void> run_cold() {
    watch_.phase("allocating");
    from_records_ = device_.start_memory_records();
    const Result<void> ran = allocate_and_run();
    const MemoryRecords records = device_.finish_memory_records();
    if (!ran) return ran;
    if (records.taken_in_call_bytes > 0)
      return fail(ErrorKind::failed, "it allocated " + readable_bytes(records.taken_in_call_bytes) +
                                         " inside its call; what a call needs must be stated beforehand");
    peak_bytes_ = from_records_ ? records.peak_bytes : need_.total();
    return {};
  }

  Result<void> allocate_and_run() {
    struct Part {
      DeviceMemory& memory;
      std::uint64_t bytes;
    };
    for (const Part& part : {Part{output_, need_.output_bytes}, Part{scratch_, need_.workspace.scratch},
                             Part{library_, need_.workspace.library}}) {
      Result<DeviceMemory> taken = device_.allocate(part.bytes);
      if (!taken) return tl::unexpected(taken.error());
      part.memory = *std::move(taken);
      if (part.bytes == 0) continue;
      if (const auto filled = device_.fill(part.memory.data(), poison, part.bytes); !filled) return filled;
    }
    tensors_.query = inputs_->query.data();
    tensors_.key = inputs_->key.data();
    tensors_.value = inputs_->value.data();
    tensors_.output = output_.data();
    tensors_.scratch = scratch_.data();
    tensors_.library_workspace = library_.data();
    watch_.phase("warming up");
    const auto accept = [this](Stream stream) { return prepared_->accept(tensors_, stream); };
    if (const Result<void> accepted = device_.run(accept); !accepted) return accepted;
    device_.mark_call();
    const Clock::time_point start = Clock::now();
    const Result<void> ran = device_.run(launch());
    cold_seconds_ = seconds_since(start);
    watch_.alive();
    return ran;
  }

  /// The cold call's output against the reference; on a GPU beside the timing, on the Host CPU after it.
  Result<void> start_checking() {
    if (!options_.error) return {};
    const auto deliver = [this](Stream stream) { return prepared_->deliver(tensors_, stream); };
    if (const Result<void> delivered = device_.run(deliver); !delivered) return delivered;
    output_copy_ = std::make_unique_for_overwrite<unsigned char[]>(need_.output_bytes);
    if (const auto copied = device_.download(output_copy_.get(), output_.data(), need_.output_bytes); !copied)
      return copied;
    const bool beside = device_.description().kind == DeviceKind::cuda;
    const int all_threads = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    const int threads = beside ? std::max(1, all_threads - 2) : all_threads;
    const std::optional<TileConfig> tile = prepared_->tile();
    checking_ = std::async(beside ? std::launch::async : std::launch::deferred, [this, threads, tile] {
      const std::vector<std::int64_t> rows =
          rows_worth_checking(problem_, tile ? tile->block_m : tile_rows_where_untiled, threads);
      const ReferenceRows& reference = references_.get(problem_, options_.seed, *inputs_, rows, threads);
      const OutputError error = compare_output(problem_, output_copy_.get(), reference);
      const auto checked = static_cast<std::int64_t>(reference.query_rows.size());
      return Checked{error, problem_.batch * problem_.query_heads * checked};
    });
    return {};
  }

  Result<TimedCalls> time(int count) {
    Result<TimedCalls> timed = device_.time(launch(), count, options_.cold_l2);
    watch_.alive();
    if (timed) dropped_ += timed->dropped_records;
    return timed;
  }

  int calls_in(double seconds) const {
    const double calls = std::min(seconds / std::max(call_seconds_, 1e-7), 1e6);
    return std::clamp(static_cast<int>(calls), 1, device_.longest_batch());
  }

  Result<void> warm_up() {
    started_ = Clock::now();
    call_seconds_ = cold_seconds_;
    WarmUp rule;
    while (!watch_.cancelled() &&
           seconds_since(started_) + call_seconds_ < warm_up_part_of_budget * options_.point_budget_seconds) {
      const Result<TimedCalls> timed = time(calls_in(group_seconds));
      if (!timed) return tl::unexpected(timed.error());
      std::vector<double> spans;
      for (const TimedCall& call : timed->calls) spans.push_back(call.span_us);
      if (spans.empty()) break;
      call_seconds_ = *std::max_element(spans.begin(), spans.end()) * 1e-6;
      if (rule.add(spans)) break;
    }
    return {};
  }

  Result<void> take_samples() {
    watch_.phase("timing");
    std::vector<double> spans;
    double needed_seconds = device_.description().kind == DeviceKind::cuda ? gpu_seconds : 0;
    int fruitless = 0;
    const Clock::time_point first = Clock::now();
    while (!watch_.cancelled() &&
           stop_sampling({spans, seconds_since(started_), seconds_since(first), needed_seconds}, options_) ==
               Stop::no) {
      if (needed_seconds > 0 && !spans.empty()) {
        if (const Result<TimedCalls> load = time(calls_in(load_seconds)); !load)
          return tl::unexpected(load.error());
      }
      const int missing = spans.size() < static_cast<std::size_t>(options_.min_samples)
                              ? options_.min_samples - static_cast<int>(spans.size())
                              : options_.min_samples;
      const int most = options_.max_samples - static_cast<int>(spans.size());
      const int count = std::max(1, std::min({missing, most, calls_in(batch_seconds)}));
      Result<TimedCalls> timed = time(count);
      if (!timed) return tl::unexpected(timed.error());
      fruitless = timed->calls.empty() ? fruitless + 1 : 0;
      constexpr int patience = 5;
      if (fruitless == patience)
        return fail(ErrorKind::failed,
                    "no usable time was recorded in " + std::to_string(patience) + " batches of calls");
      for (TimedCall& call : timed->calls) {
        spans.push_back(call.span_us);
        if (call.telemetry.held_by_power_cap) needed_seconds = power_limited_seconds;
        calls_.push_back(std::move(call));
      }
    }
    return {};
  }

  Result<void> read_counters() {
    kernels_ = summarise_kernels(calls_, device_.description());
    if (!options_.counters || !device_.has_counters() || calls_.empty() || calls_.back().kernels.empty())
      return {};
    watch_.phase("counters");
    const std::vector<DeviceActivity>& launched = calls_.back().kernels;
    if (launched.size() > most_counted_kernels) {
      remarks_.push_back("counters left out: the call launches " + std::to_string(launched.size()) +
                         " kernels");
      return {};
    }
    const auto counters = device_.read_counters(launch(), launched.size(), options_.cold_l2);
    watch_.alive();
    if (!counters)
      remarks_.push_back("counters left out: " + counters.error().message);
    else if (!add_counters(kernels_, launched, *counters))
      remarks_.push_back("counters left out: " + std::to_string(counters->size()) +
                         " kernels were counted, and the call has " + std::to_string(launched.size()));
    return {};
  }

  /// An instrumented build of the kernel tells where and when each tile ran.
  Result<void> measure_balance() {
    const std::int64_t count = prepared_->tile_records();
    if (!options_.tile_balance || count <= 0) return {};
    const std::uint64_t bytes = static_cast<std::uint64_t>(count) * sizeof(TileRecord);
    Result<DeviceMemory> memory = device_.allocate(bytes);
    if (!memory) return {};  // there is no room left to measure it in, and the point itself is done
    auto* const on_device = static_cast<TileRecord*>(memory->data());
    const auto instrumented = [&](Stream stream) {
      return prepared_->launch_instrumented(tensors_, on_device, stream);
    };
    // The first run loads the instrumented build.
    for (int i = 0; i < 2; ++i) {
      if (const Result<void> ran = device_.run(instrumented); !ran) {
        remarks_.push_back("tile balance left out: " + ran.error().message);
        return device_.lost() ? ran : Result<void>();
      }
      watch_.alive();
    }
    std::optional<double> slowdown;
    if (options_.keep_tiles) {
      // As the plain call was timed, so that the two can be compared; its last call is the one that is kept.
      constexpr int calls = 3;
      const Result<TimedCalls> timed =
          device_.time(instrumented, std::min(calls, device_.longest_batch()), options_.cold_l2);
      watch_.alive();
      if (timed) slowdown = slowdown_of(timed->calls, calls_);
    }
    std::vector<TileRecord> records(static_cast<std::size_t>(count));
    if (const auto copied = device_.download(records.data(), on_device, bytes); !copied) return copied;
    const auto longest = std::max_element(kernels_.begin(), kernels_.end(), [](const auto& a, const auto& b) {
      return a.duration_us < b.duration_us;
    });
    std::int64_t slots = device_.description().multiprocessors;
    if (device_.description().kind == DeviceKind::cuda) {
      // How many tiles an SM works on at once is known only where the kernel was recorded.
      const bool known = longest != kernels_.end() && longest->blocks_per_sm;
      slots = known ? slots * *longest->blocks_per_sm : 0;
    }
    measured_balance_ = measured_balance_percent(records, slots);
    if (options_.keep_tiles) {
      tile_trace_ = trace_of(records, slots);
      if (tile_trace_) tile_trace_->slowdown = slowdown;
    }
    return {};
  }

  Result<Outcome> finish(const Implementation& implementation) {
    Measured measured;
    for (const TimedCall& call : calls_) measured.samples.push_back(sample_of(call));
    measured.memory.output_bytes = need_.output_bytes;
    measured.memory.scratch_bytes = need_.workspace.scratch;
    measured.memory.library_bytes = need_.workspace.library;
    measured.memory.input_bytes = input_bytes(problem_);
    measured.memory.peak_bytes = peak_bytes_;
    measured.memory.predicted_bytes = need_.total();
    measured.memory.from_records = from_records_;
    if (checking_.valid()) {
      watch_.phase("checking");
      const Checked checked = checking_.get();
      watch_.alive();
      if (checked.error.not_finite > 0)
        return fail(ErrorKind::failed, "its output holds " + std::to_string(checked.error.not_finite) +
                                           " values that are not finite: never written, or overflowed");
      measured.error = ErrorFigures{checked.error.max_abs, checked.error.relative_rms, checked.rows};
    }
    measured.tile = prepared_->tile();
    if (kernels_.empty() && device_.description().kind == DeviceKind::host_cpu) {
      KernelRecord record;
      record.name = implementation.description();
      std::vector<double> spans;
      for (const TimedCall& call : calls_) spans.push_back(call.span_us);
      std::nth_element(spans.begin(), spans.begin() + static_cast<std::ptrdiff_t>(spans.size() / 2),
                       spans.end());
      if (!spans.empty()) record.duration_us = spans[spans.size() / 2];
      kernels_.push_back(std::move(record));
    }
    measured.kernels = std::move(kernels_);
    measured.occupancy =
        summarise_occupancy(problem_, measured.tile, measured.kernels, device_.description());
    measured.occupancy.measured_balance_percent = measured_balance_;
    measured.tile_trace = std::move(tile_trace_);
    measured.timing_source = device_.timing_source();
    measured.cold_l2 = options_.cold_l2;
    measured.dropped_records = dropped_;
    measured.remarks = device_.remarks();
    if (std::string remark = prepared_->remark(); !remark.empty())
      measured.remarks.push_back(std::move(remark));
    measured.remarks.insert(measured.remarks.end(), remarks_.begin(), remarks_.end());
    if (auto remark = fallback_remark(implementation.name(), implementation.own_kernels(), measured.kernels))
      measured.remarks.push_back(*std::move(remark));
    return Outcome(std::move(measured));
  }

  struct Checked {
    OutputError error;
    std::int64_t rows = 0;
  };

  MeasuringDevice& device_;
  InputCache& input_cache_;
  ReferenceCache& references_;
  const Problem& problem_;
  const MeasurementOptions& options_;
  PointWatch& watch_;

  MemoryNeed need_;
  const Inputs* inputs_ = nullptr;
  std::unique_ptr<PreparedCall> prepared_;
  DeviceMemory output_, scratch_, library_;
  Tensors tensors_;
  std::unique_ptr<unsigned char[]> output_copy_;
  std::future<Checked> checking_;

  Clock::time_point started_;
  double cold_seconds_ = 0;
  double call_seconds_ = 0;
  bool from_records_ = false;
  std::uint64_t peak_bytes_ = 0;
  std::int64_t dropped_ = 0;
  std::vector<TimedCall> calls_;
  std::vector<KernelRecord> kernels_;
  std::optional<double> measured_balance_;
  std::optional<TileTrace> tile_trace_;
  std::vector<std::string> remarks_;
};

}  // namespace

std::string readable_bytes(std::uint64_t bytes) {
  constexpr const char* units[] = {"bytes", "kB", "MB", "GB", "TB", "PB", "EB"};
  auto value = static_cast<double>(bytes);
  std::size_t unit = 0;
  while (value >= 1000 && unit + 1 < std::size(units)) {
    value /= 1000;
    ++unit;
  }
  char text[32];
  std::snprintf(text, sizeof text, value >= 100 || unit == 0 ? "%.0f %s" : "%.1f %s", value, units[unit]);
  return text;
}

Result<MemoryNeed> memory_need(const Implementation& implementation, const Problem& problem) {
  const Result<Workspace> workspace = implementation.workspace(problem);
  if (!workspace) return tl::unexpected(workspace.error());
  return MemoryNeed{output_bytes(problem), *workspace};
}

Result<Implementation*> find_implementation(const MeasuringDevice& device, std::string_view name) {
  std::string known;
  for (const std::unique_ptr<Implementation>& implementation : device.implementations()) {
    if (implementation->name() == name) return implementation.get();
    known += (known.empty() ? "" : ", ") + std::string(implementation->name());
  }
  return fail(ErrorKind::unsupported, device.description().name + " has no implementation called \"" +
                                          std::string(name) + "\"; it has: " + known);
}

Outcome measure_point(MeasuringDevice& device, InputCache& inputs, ReferenceCache& references,
                      const PlannedPoint& planned, const MeasurementOptions& options, PointWatch& watch) {
  if (const Result<void> valid = validate(planned.problem); !valid) return Unsupported{valid.error().message};
  const Result<Implementation*> implementation = find_implementation(device, planned.implementation);
  if (!implementation) return Unsupported{implementation.error().message};
  std::unique_ptr<Implementation> tiled;
  if (planned.tile) {
    Result<std::unique_ptr<Implementation>> made = (*implementation)->with_tile(*planned.tile);
    if (!made) return Unsupported{made.error().message};
    tiled = *std::move(made);
  }
  Implementation& measured = tiled ? *tiled : **implementation;
  watch.phase("preparing");
  if (const Result<void> supported = measured.supports(planned.problem); !supported)
    return Unsupported{supported.error().message};

  PointMeasurement measurement(device, inputs, references, planned.problem, options, watch);
  Result<Outcome> outcome = measurement.measure(measured);
  if (outcome) return *std::move(outcome);
  switch (outcome.error().kind) {
    case ErrorKind::unsupported:
    case ErrorKind::usage:
    case ErrorKind::not_found:  // a library that it needs is not there
      return Unsupported{outcome.error().message};
    case ErrorKind::out_of_memory:
      return measurement.out_of_memory(outcome.error().message);
    case ErrorKind::failed:
      break;
  }
  return Failed{outcome.error().message};
}

}  // namespace attnscope
