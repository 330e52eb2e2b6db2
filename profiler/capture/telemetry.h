// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Clocks, power, temperature and memory of one NVIDIA GPU, read through NVML.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "kernels/problem/result.h"
#include "profiler/protocol/device_use.h"

namespace attnscope {

/// What a GPU says of itself at one moment. What it does not tell is absent.
struct TelemetryReading {
  std::optional<double> sm_clock_mhz;
  std::optional<double> power_watts;
  std::optional<double> temperature_celsius;
  bool held_by_power_cap = false;
  bool held_by_heat = false;
  bool held_by_hardware = false;  ///< hardware slowdown or power brake
  std::string problem;            ///< why the driver reaches the GPU no more; empty: it does
};

/// What does not change while measuring.
struct GpuFacts {
  std::optional<std::string> driver_version;
  std::optional<double> max_sm_clock_mhz;
  std::optional<double> power_limit_watts;
  std::optional<bool> mig_enabled;
  std::optional<bool> ecc_enabled;
};

struct GpuMemory {
  std::uint64_t total_bytes = 0;
  std::uint64_t free_bytes = 0;
  std::uint64_t used_bytes = 0;
};

/// One GPU as NVML sees it. Any thread may read; readings take from 0.1 ms to tens of ms.
class TelemetrySource {
 public:
  static Result<TelemetrySource> open(const std::string& pci_bus_id);
  /// Every GPU that the driver knows, whether or not CUDA may use it; none without a driver.
  static std::vector<TelemetrySource> all();

  /// As NVIDIA's tools print it: "GPU-1b2c…"; empty where it cannot be read.
  std::string uuid() const;
  TelemetryReading read() const;
  GpuFacts facts() const;
  std::optional<GpuMemory> memory() const;
  /// Who works on it beside this process and the workers that its parent started.
  DeviceUse use() const;

 private:
  explicit TelemetrySource(void* device) : device_(device) {}
  void* device_;
};

/// Reads again and again on a thread of its own while it lives, so that a sample finds a reading close to it
/// without waiting for one.
class TelemetrySampler {
 public:
  explicit TelemetrySampler(TelemetrySource source);
  ~TelemetrySampler();
  TelemetrySampler(const TelemetrySampler&) = delete;
  TelemetrySampler& operator=(const TelemetrySampler&) = delete;

  /// The newest reading; waits for the first.
  TelemetryReading latest() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace attnscope
