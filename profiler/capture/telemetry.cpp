// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/capture/telemetry.h"

#include <array>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "profiler/capture/gpu_processes.h"
#include "profiler/loader/nvml.h"

namespace attnscope {
namespace {

/// A reading of a GPU at most this old costs nothing that a kernel could feel.
constexpr auto pause_between_readings = std::chrono::milliseconds(5);

const Nvml& telemetry_library() {
  return **nvml();  // only reached through a TelemetrySource, which exists only where NVML loaded
}

NvmlDevice device_of(void* pointer) {
  return static_cast<NvmlDevice>(pointer);
}

/// A GPU that does not tell its clock is there all the same; one of these is not.
bool is_gone(NvmlResult result) {
  return result == NvmlResult::uninitialized || result == NvmlResult::driver_not_loaded ||
         result == NvmlResult::gpu_is_lost || result == NvmlResult::reset_required ||
         result == NvmlResult::unknown;
}

}  // namespace

Result<TelemetrySource> TelemetrySource::open(const std::string& pci_bus_id) {
  const Result<const Nvml*> functions = nvml();
  if (!functions) return tl::unexpected(functions.error());
  NvmlDevice device = nullptr;
  const NvmlResult found = (*functions)->device_by_pci_bus_id(pci_bus_id.c_str(), &device);
  if (found != NvmlResult::success)
    return fail(ErrorKind::not_found,
                "NVML does not know the GPU at " + pci_bus_id + ": " + (*functions)->error_string(found));
  return TelemetrySource(device);
}

std::vector<TelemetrySource> TelemetrySource::all() {
  const Result<const Nvml*> functions = nvml();
  unsigned count = 0;
  if (!functions || (*functions)->device_count(&count) != NvmlResult::success) return {};
  std::vector<TelemetrySource> sources;
  for (unsigned index = 0; index < count; ++index) {
    NvmlDevice device = nullptr;
    if ((*functions)->device_by_index(index, &device) == NvmlResult::success)
      sources.push_back(TelemetrySource(device));
  }
  return sources;
}

std::string TelemetrySource::uuid() const {
  std::array<char, 96> text{};
  const NvmlResult told = telemetry_library().device_uuid(device_of(device_), text.data(), text.size());
  return told == NvmlResult::success ? text.data() : std::string();
}

TelemetryReading TelemetrySource::read() const {
  const Nvml& functions = telemetry_library();
  const NvmlDevice device = device_of(device_);
  TelemetryReading reading;
  unsigned value = 0;
  if (functions.clock(device, NvmlClock::sm, &value) == NvmlResult::success) reading.sm_clock_mhz = value;
  if (functions.power_usage(device, &value) == NvmlResult::success) reading.power_watts = value / 1000.0;
  const NvmlResult temperature = functions.temperature(device, 0, &value);
  if (temperature == NvmlResult::success) reading.temperature_celsius = value;
  // Any GPU has a temperature.
  if (is_gone(temperature))
    reading.problem = std::string("the driver reaches it no more: ") + functions.error_string(temperature);
  unsigned long long reasons = 0;
  if (functions.clock_event_reasons(device, &reasons) == NvmlResult::success) {
    namespace reason = nvml_clock_reason;
    reading.held_by_power_cap = (reasons & reason::software_power_cap) != 0;
    reading.held_by_heat =
        (reasons & (reason::software_thermal_slowdown | reason::hardware_thermal_slowdown)) != 0;
    reading.held_by_hardware = (reasons & (reason::hardware_slowdown | reason::hardware_power_brake)) != 0;
  }
  return reading;
}

GpuFacts TelemetrySource::facts() const {
  const Nvml& functions = telemetry_library();
  const NvmlDevice device = device_of(device_);
  GpuFacts facts;
  std::array<char, 96> version{};
  if (functions.system_driver_version(version.data(), version.size()) == NvmlResult::success)
    facts.driver_version = version.data();
  unsigned value = 0;
  if (functions.max_clock(device, NvmlClock::sm, &value) == NvmlResult::success)
    facts.max_sm_clock_mhz = value;
  if (functions.enforced_power_limit(device, &value) == NvmlResult::success)
    facts.power_limit_watts = value / 1000.0;
  unsigned pending_mig = 0;
  if (functions.mig_mode != nullptr &&
      functions.mig_mode(device, &value, &pending_mig) == NvmlResult::success)
    facts.mig_enabled = value != 0;
  int ecc = 0;
  int pending_ecc = 0;
  if (functions.ecc_mode != nullptr && functions.ecc_mode(device, &ecc, &pending_ecc) == NvmlResult::success)
    facts.ecc_enabled = ecc != 0;
  return facts;
}

std::optional<GpuMemory> TelemetrySource::memory() const {
  NvmlMemory memory{};
  if (telemetry_library().memory_info(device_of(device_), &memory) != NvmlResult::success)
    return std::nullopt;
  return GpuMemory{memory.total, memory.free, memory.used};
}

DeviceUse TelemetrySource::use() const {
  const Nvml& functions = telemetry_library();
  DeviceUse use;
  NvmlUtilization utilization{};
  if (functions.utilization != nullptr &&
      functions.utilization(device_of(device_), &utilization) == NvmlResult::success)
    use.busy_percent = utilization.gpu;
  use.others = other_processes(functions, device_of(device_));
  return use;
}

struct TelemetrySampler::State {
  explicit State(TelemetrySource telemetry) : source(telemetry) {}
  TelemetrySource source;
  mutable std::mutex mutex;
  mutable std::condition_variable changed;
  std::optional<TelemetryReading> newest;
  bool ending = false;
  std::thread thread;
};

TelemetrySampler::TelemetrySampler(TelemetrySource source) : state_(std::make_unique<State>(source)) {
  state_->thread = std::thread([state = state_.get()] {
    while (true) {
      const TelemetryReading reading = state->source.read();
      std::unique_lock lock(state->mutex);
      state->newest = reading;
      state->changed.notify_all();
      if (state->changed.wait_for(lock, pause_between_readings, [state] { return state->ending; })) return;
    }
  });
}

TelemetrySampler::~TelemetrySampler() {
  {
    const std::lock_guard lock(state_->mutex);
    state_->ending = true;
  }
  state_->changed.notify_all();
  state_->thread.join();
}

TelemetryReading TelemetrySampler::latest() const {
  std::unique_lock lock(state_->mutex);
  state_->changed.wait(lock, [this] { return state_->newest.has_value(); });
  return *state_->newest;
}

}  // namespace attnscope
