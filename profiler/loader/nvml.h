// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// NVML (libnvidia-ml.so.1), which comes with the driver, loaded at run time. nvml.h is not in the toolkit's
// Python packages, so the few functions and constants used are declared here, as NVML's reference documents
// them.
#pragma once

#include <cstdint>
#include <string>

#include "kernels/problem/result.h"

namespace attnscope {

struct NvmlDeviceHandle;
using NvmlDevice = NvmlDeviceHandle*;

/// nvmlReturn_t; only what is compared is named.
enum class NvmlResult : int {
  success = 0,
  uninitialized = 1,
  not_supported = 3,
  not_found = 6,
  insufficient_size = 7,
  driver_not_loaded = 9,
  gpu_is_lost = 15,
  reset_required = 16,
  unknown = 999
};

/// nvmlClockType_t.
enum class NvmlClock : int { graphics = 0, sm = 1, memory = 2 };

/// nvmlClocksEventReasons, the bits that attnscope tells apart.
namespace nvml_clock_reason {
inline constexpr unsigned long long software_power_cap = 0x4;
inline constexpr unsigned long long hardware_slowdown = 0x8;
inline constexpr unsigned long long software_thermal_slowdown = 0x20;
inline constexpr unsigned long long hardware_thermal_slowdown = 0x40;
inline constexpr unsigned long long hardware_power_brake = 0x80;
}  // namespace nvml_clock_reason

struct NvmlMemory {
  unsigned long long total;
  unsigned long long free;
  unsigned long long used;
};

/// nvmlUtilization_t: percent of the last sampling period, a sixth of a second to one second.
struct NvmlUtilization {
  unsigned gpu;
  unsigned memory;
};

/// nvmlProcessInfo_t of the functions that end with _v2 and _v3.
struct NvmlProcess {
  unsigned process_id;
  unsigned long long used_memory;  ///< nvml_no_value where it may not be known
  unsigned gpu_instance;
  unsigned compute_instance;
};
inline constexpr unsigned long long nvml_no_value = ~0ULL;

using NvmlProcessList = NvmlResult (*)(NvmlDevice, unsigned* count, NvmlProcess*);

/// Functions under their documented names, without the nvml prefix. Those marked optional may be null.
struct Nvml {
  NvmlResult (*init)() = nullptr;
  const char* (*error_string)(NvmlResult) = nullptr;
  NvmlResult (*system_driver_version)(char*, unsigned) = nullptr;
  NvmlResult (*device_count)(unsigned*) = nullptr;
  NvmlResult (*device_by_index)(unsigned, NvmlDevice*) = nullptr;
  NvmlResult (*device_uuid)(NvmlDevice, char*, unsigned) = nullptr;
  NvmlResult (*device_by_pci_bus_id)(const char*, NvmlDevice*) = nullptr;
  NvmlResult (*clock)(NvmlDevice, NvmlClock, unsigned*) = nullptr;
  NvmlResult (*max_clock)(NvmlDevice, NvmlClock, unsigned*) = nullptr;
  NvmlResult (*power_usage)(NvmlDevice, unsigned*) = nullptr;           ///< milliwatts
  NvmlResult (*enforced_power_limit)(NvmlDevice, unsigned*) = nullptr;  ///< milliwatts
  NvmlResult (*temperature)(NvmlDevice, int, unsigned*) = nullptr;      ///< sensor 0 is the GPU's
  NvmlResult (*clock_event_reasons)(NvmlDevice, unsigned long long*) = nullptr;
  NvmlResult (*memory_info)(NvmlDevice, NvmlMemory*) = nullptr;
  NvmlResult (*mig_mode)(NvmlDevice, unsigned*, unsigned*) = nullptr;  ///< optional: current, pending
  NvmlResult (*ecc_mode)(NvmlDevice, int*, int*) = nullptr;            ///< optional: current, pending
  NvmlResult (*utilization)(NvmlDevice, NvmlUtilization*) = nullptr;   ///< optional
  NvmlProcessList compute_processes = nullptr;                         ///< optional
  NvmlProcessList graphics_processes = nullptr;                        ///< optional
  NvmlResult (*process_name)(unsigned, char*, unsigned) = nullptr;     ///< optional: its path

  std::string path;  ///< where the library was found
};

/// Loads and initialises NVML once in a process; safe from any thread.
Result<const Nvml*> nvml();

}  // namespace attnscope
