// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// What a worker says about a device and about what can be measured on it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "profiler/protocol/device_use.h"

namespace attnscope {

enum class DeviceKind { host_cpu, cuda };

/// One device as found. Fields that the kind of device does not have are absent.
struct DeviceDescription {
  std::string uuid;  ///< "GPU-1b2c…" as NVIDIA's tools print it; "CPU-…" for the Host CPU; identifies the
                     ///< device everywhere
  DeviceKind kind = DeviceKind::host_cpu;
  int ordinal = 0;   ///< N of "cuda:N"
  std::string name;  ///< "NVIDIA H100 80GB HBM3", "Host CPU · AMD EPYC 9B14"
  std::uint64_t memory_bytes = 0;
  std::uint64_t free_memory_bytes = 0;
  int multiprocessors = 0;                ///< SMs, or hardware threads of the Host CPU
  std::optional<int> compute_capability;  ///< 90 for 9.0
  std::optional<std::uint64_t> l2_bytes;
  std::optional<std::uint64_t> shared_memory_per_sm;
  std::optional<std::uint64_t> shared_memory_per_block;
  std::optional<int> max_warps_per_sm;
  std::optional<int> registers_per_sm;
  std::optional<int> max_blocks_per_sm;
  std::optional<std::string> pci_bus_id;

  bool operator==(const DeviceDescription&) const = default;
};

/// An implementation that the worker offers on a device.
struct OfferedImplementation {
  std::string name;         ///< "flash"
  std::string description;  ///< "in-app, sm_80 tensor cores"
  bool operator==(const OfferedImplementation&) const = default;
};

/// One line of `attnscope doctor`: something needed to measure, whether it is there, and how to get it.
struct Check {
  std::string subject;  ///< "driver", "cuda libraries", "cupti", "counters", "nvrtc", "cublaslt", "nvml"
  bool passed = false;
  std::string finding;  ///< one plain sentence
  std::string fix;      ///< a command or a line to copy; empty where passed or where there is none
  bool operator==(const Check&) const = default;
};

/// Answer to `describe`.
struct Description {
  struct Device {
    DeviceDescription device;
    std::vector<OfferedImplementation> implementations;
    bool counters_available = false;
    DeviceUse use = {};  ///< when it was described
    bool operator==(const Device&) const = default;
  };
  std::vector<Device> devices;
  std::vector<Check> checks;
  bool operator==(const Description&) const = default;
};

}  // namespace attnscope
