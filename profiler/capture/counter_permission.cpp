// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/capture/counter_permission.h"

#include <charconv>
#include <cstdint>
#include <fstream>
#include <optional>
#include <string>

#include "profiler/capture/counters.h"

namespace attnscope {
namespace {

/// The text after "name:" in a list of such lines.
std::optional<std::string> value_of(const std::filesystem::path& file, const std::string& name) {
  std::ifstream lines(file);
  for (std::string line; std::getline(lines, line);) {
    if (line.compare(0, name.size() + 1, name + ":") != 0) continue;
    const std::size_t start = line.find_first_not_of(" \t", name.size() + 1);
    return start == std::string::npos ? std::string() : line.substr(start);
  }
  return std::nullopt;
}

bool is_system_administrator(const std::filesystem::path& process_status) {
  constexpr unsigned cap_sys_admin = 21;
  const std::optional<std::string> effective = value_of(process_status, "CapEff");
  if (!effective) return false;
  std::uint64_t bits = 0;
  std::from_chars(effective->data(), effective->data() + effective->size(), bits, 16);
  return (bits >> cap_sys_admin & 1) != 0;
}

}  // namespace

Result<void> counters_permitted(const std::filesystem::path& driver_parameters,
                                const std::filesystem::path& process_status) {
  const std::optional<std::string> admin_only = value_of(driver_parameters, "RmProfilingAdminOnly");
  if (!admin_only || *admin_only == "0" || is_system_administrator(process_status)) return {};
  return fail(ErrorKind::unsupported, "the NVIDIA driver lets only administrators read hardware counters");
}

Result<void> counters_permitted() {
  return counters_permitted("/proc/driver/nvidia/params", "/proc/self/status");
}

std::string counters_permission_fix() {
  return "echo 'options nvidia NVreg_RestrictProfilingToAdminUsers=0' | sudo tee "
         "/etc/modprobe.d/nvidia-profiling.conf && sudo reboot";
}

}  // namespace attnscope
