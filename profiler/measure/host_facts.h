// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// What the system says of the Host CPU.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "profiler/protocol/device.h"

namespace attnscope {

/// The Host CPU as a device; free_memory_bytes as of now.
DeviceDescription describe_host_cpu();

/// Memory that this process may still take: the system's, or its control group's if that is less.
std::uint64_t free_host_bytes();

/// What the system's processors have spent since it started, in ticks.
struct ProcessorTime {
  std::uint64_t busy = 0;
  std::uint64_t total = 0;
};
std::optional<ProcessorTime> processor_time();

/// All last-level caches together.
std::uint64_t last_level_cache_bytes();

std::string host_name();

/// Any NVIDIA GPU on the PCI bus, whether or not its driver is there: its bus id.
std::optional<std::string> nvidia_gpu_on_pci();

}  // namespace attnscope
