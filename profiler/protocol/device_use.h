// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Whether somebody else works on a device.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace attnscope {

/// A process on a GPU that is not one of ours.
struct GpuProcess {
  std::int64_t process_id = 0;
  std::string name;                                ///< "python3"; empty where it may not be known
  std::optional<std::uint64_t> memory_bytes = {};  ///< of the GPU's
  bool computes = false;                           ///< holds a compute context; others only draw
  bool operator==(const GpuProcess&) const = default;
};

struct DeviceUse {
  /// How much of the last moments something ran, 0 to 100; of the Host CPU, the share of its threads' time.
  std::optional<double> busy_percent = {};
  std::vector<GpuProcess> others = {};
  bool operator==(const DeviceUse&) const = default;
};

/// Above this somebody's work is under way; a desktop at rest stays below.
inline constexpr double idle_up_to_percent = 5;

/// Whether measuring on the GPU would measure others too: one computes there, or something runs. Programs
/// that only draw do not count until they do: every desktop has some.
inline bool is_in_use(const DeviceUse& use) {
  const bool runs = use.busy_percent.value_or(0) > idle_up_to_percent;
  return runs || std::any_of(use.others.begin(), use.others.end(),
                             [](const GpuProcess& process) { return process.computes; });
}

}  // namespace attnscope
