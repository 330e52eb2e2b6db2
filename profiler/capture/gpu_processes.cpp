// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/capture/gpu_processes.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <sstream>
#include <string>

namespace attnscope {
namespace {

/// 0 where it cannot be told.
pid_t parent_of(unsigned process_id) {
  std::ifstream file("/proc/" + std::to_string(process_id) + "/stat");
  std::string text;
  std::getline(file, text);
  // "123 (name, which may hold anything) S 45 …"
  const std::size_t name_end = text.rfind(')');
  if (name_end == std::string::npos) return 0;
  std::istringstream rest(text.substr(name_end + 1));
  char state = 0;
  pid_t parent = 0;
  rest >> state >> parent;
  return parent;
}

bool is_ours(unsigned process_id) {
  if (static_cast<pid_t>(process_id) == getpid()) return true;
  const pid_t parent = parent_of(process_id);
  return parent != 0 && parent == getppid();  // 0 is also a parent outside a container
}

/// "/usr/bin/python3" as "python3"; not from /proc, which in a container counts other processes.
std::string name_of_process(const Nvml& functions, unsigned process_id) {
  std::array<char, 256> path{};
  if (functions.process_name == nullptr ||
      functions.process_name(process_id, path.data(), path.size()) != NvmlResult::success)
    return {};
  path.back() = 0;
  const std::string text = path.data();
  const std::size_t slash = text.find_last_of('/');
  return slash == std::string::npos ? text : text.substr(slash + 1);
}

std::vector<NvmlProcess> listed(NvmlProcessList list, NvmlDevice device) {
  if (list == nullptr) return {};
  // Asked for the count first, a list may have grown by the second call: room for more than anybody starts.
  constexpr unsigned room = 256;
  std::vector<NvmlProcess> processes(room);
  unsigned count = room;
  const NvmlResult told = list(device, &count, processes.data());
  processes.resize(told == NvmlResult::success ? std::min(count, room) : 0);
  return processes;
}

}  // namespace

std::vector<GpuProcess> other_processes(const Nvml& functions, NvmlDevice device) {
  std::vector<GpuProcess> others;
  const auto add = [&](const std::vector<NvmlProcess>& processes, bool computes) {
    for (const NvmlProcess& process : processes) {
      const auto known = std::find_if(others.begin(), others.end(), [&](const GpuProcess& other) {
        return other.process_id == static_cast<std::int64_t>(process.process_id);
      });
      if (known != others.end() || is_ours(process.process_id)) continue;
      GpuProcess other;
      other.process_id = process.process_id;
      other.name = name_of_process(functions, process.process_id);
      if (process.used_memory != nvml_no_value) other.memory_bytes = process.used_memory;
      other.computes = computes;
      others.push_back(std::move(other));
    }
  };
  add(listed(functions.compute_processes, device), true);
  add(listed(functions.graphics_processes, device), false);
  std::stable_sort(others.begin(), others.end(), [](const GpuProcess& one, const GpuProcess& other) {
    return one.memory_bytes.value_or(0) > other.memory_bytes.value_or(0);
  });
  return others;
}

}  // namespace attnscope
