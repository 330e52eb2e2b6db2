// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/measure/watching.h"

#include <algorithm>
#include <chrono>
#include <functional>
#include <thread>
#include <vector>

#include "profiler/capture/telemetry.h"
#include "profiler/measure/host_facts.h"

namespace attnscope {
namespace {

using Reader = std::function<Telemetry()>;

/// Of the Host CPU: its memory, and its load since the reading before.
Reader host_reader() {
  const DeviceDescription host = describe_host_cpu();
  return [host, before = processor_time()]() mutable {
    Telemetry telemetry;
    telemetry.device_uuid = host.uuid;
    const std::uint64_t free = free_host_bytes();
    telemetry.used_memory_bytes = host.memory_bytes > free ? host.memory_bytes - free : 0;
    telemetry.total_memory_bytes = host.memory_bytes;
    const std::optional<ProcessorTime> now = processor_time();
    if (now && before && now->total > before->total)
      telemetry.use.busy_percent = 100.0 * static_cast<double>(now->busy - before->busy) /
                                   static_cast<double>(now->total - before->total);
    before = now;
    return telemetry;
  };
}

Reader gpu_reader(const TelemetrySource& source, const std::string& uuid) {
  return [source, uuid] {
    const TelemetryReading reading = source.read();
    Telemetry telemetry;
    telemetry.device_uuid = uuid;
    telemetry.problem = reading.problem;
    if (!reading.problem.empty()) return telemetry;
    telemetry.sm_clock_mhz = reading.sm_clock_mhz;
    telemetry.power_watts = reading.power_watts;
    telemetry.power_limit_watts = source.facts().power_limit_watts;
    telemetry.temperature_celsius = reading.temperature_celsius;
    telemetry.throttle =
        throttle_bits(reading.held_by_power_cap, reading.held_by_heat, reading.held_by_hardware);
    if (const auto memory = source.memory()) {
      telemetry.used_memory_bytes = memory->used_bytes;
      telemetry.total_memory_bytes = memory->total_bytes;
    }
    telemetry.use = source.use();
    return telemetry;
  };
}

/// What to read each time: of one device, or of all where none is named.
Result<std::vector<Reader>> readers_of(const std::string& uuid) {
  std::vector<Reader> readers;
  for (const TelemetrySource& source : TelemetrySource::all()) {
    const std::string of_gpu = source.uuid();
    if (uuid.empty() || of_gpu == uuid) readers.push_back(gpu_reader(source, of_gpu));
  }
  if (uuid.empty() || describe_host_cpu().uuid == uuid) readers.push_back(host_reader());
  if (readers.empty()) return fail(ErrorKind::not_found, "there is no device " + uuid + " to watch here");
  return readers;
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
  const auto readers = readers_of(request.device_uuid);
  if (!readers) {
    writer.write(Refused{readers.error().message});
    return;
  }
  constexpr int shortest_interval_ms = 50;
  const auto interval = std::chrono::milliseconds(std::max(shortest_interval_ms, request.interval_ms));
  auto next = std::chrono::steady_clock::now();
  while (!cancelled()) {
    if (std::chrono::steady_clock::now() >= next) {
      for (const Reader& reader : *readers) writer.write(reader());
      next += interval;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

}  // namespace attnscope
