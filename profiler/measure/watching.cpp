// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/measure/watching.h"

#include <algorithm>
#include <chrono>
#include <thread>

#include "profiler/capture/telemetry.h"
#include "profiler/measure/cuda_device.h"
#include "profiler/measure/host_facts.h"

namespace attnscope {
namespace {

/// What to read each time: of the Host CPU only its memory, of a GPU all that NVML tells.
Result<std::function<Telemetry()>> reader_of(const std::string& uuid) {
  const DeviceDescription host = describe_host_cpu();
  if (host.uuid == uuid) {
    return std::function<Telemetry()>([host] {
      Telemetry telemetry;
      telemetry.device_uuid = host.uuid;
      const std::uint64_t free = free_host_bytes();
      telemetry.used_memory_bytes = host.memory_bytes > free ? host.memory_bytes - free : 0;
      return telemetry;
    });
  }
  for (const CudaDeviceFacts& gpu : cuda_devices()) {
    if (gpu.description.uuid != uuid) continue;
    const Result<TelemetrySource> source = TelemetrySource::open(gpu.description.pci_bus_id.value_or(""));
    if (!source) return tl::unexpected(source.error());
    return std::function<Telemetry()>([source = *source, uuid] {
      const TelemetryReading reading = source.read();
      Telemetry telemetry;
      telemetry.device_uuid = uuid;
      telemetry.sm_clock_mhz = reading.sm_clock_mhz;
      telemetry.power_watts = reading.power_watts;
      telemetry.temperature_celsius = reading.temperature_celsius;
      telemetry.throttle =
          throttle_bits(reading.held_by_power_cap, reading.held_by_heat, reading.held_by_hardware);
      if (const auto memory = source.memory()) telemetry.used_memory_bytes = memory->used_bytes;
      return telemetry;
    });
  }
  return fail(ErrorKind::not_found, "there is no device " + uuid + " on this machine");
}

}  // namespace

std::uint32_t throttle_bits(bool power_cap, bool heat, bool hardware) {
  std::uint32_t bits = 0;
  if (power_cap) bits |= static_cast<std::uint32_t>(Throttle::power_cap);
  if (heat) bits |= static_cast<std::uint32_t>(Throttle::thermal);
  if (hardware) bits |= static_cast<std::uint32_t>(Throttle::hardware);
  return bits;
}

void watch(const WatchRequest& request, const std::function<bool()>& cancelled, EventWriter& writer) {
  const auto reader = reader_of(request.device_uuid);
  if (!reader) {
    writer.write(Refused{reader.error().message});
    return;
  }
  constexpr int shortest_interval_ms = 50;
  const auto interval = std::chrono::milliseconds(std::max(shortest_interval_ms, request.interval_ms));
  auto next = std::chrono::steady_clock::now();
  while (!cancelled()) {
    if (std::chrono::steady_clock::now() >= next) {
      writer.write((*reader)());
      next += interval;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

}  // namespace attnscope
