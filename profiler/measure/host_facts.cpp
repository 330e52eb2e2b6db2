// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/measure/host_facts.h"

#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <map>
#include <sstream>

#include "kernels/cpu/thread_pool.h"

namespace attnscope {
namespace {

namespace fs = std::filesystem;

std::string first_line(const fs::path& file) {
  std::ifstream stream(file);
  std::string line;
  std::getline(stream, line);
  return line;
}

/// A file with one number, perhaps with a K or M behind it; absent where it holds anything else ("max").
std::optional<std::uint64_t> number_in(const fs::path& file) {
  const std::string text = first_line(file);
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc()) return std::nullopt;
  const std::string_view unit(end, text.data() + text.size());
  if (unit == "K") return value << 10;
  if (unit == "M") return value << 20;
  return value;
}

/// A "Name: 123 kB" line of /proc/meminfo, in bytes.
std::optional<std::uint64_t> memory_line(const std::string& name) {
  std::ifstream lines("/proc/meminfo");
  for (std::string line; std::getline(lines, line);) {
    if (line.compare(0, name.size() + 1, name + ":") != 0) continue;
    std::istringstream rest(line.substr(name.size() + 1));
    std::uint64_t kilobytes = 0;
    if (rest >> kilobytes) return kilobytes << 10;
  }
  return std::nullopt;
}

std::string processor_name() {
  std::ifstream lines("/proc/cpuinfo");
  for (std::string line; std::getline(lines, line);) {
    if (line.compare(0, 10, "model name") != 0) continue;
    const std::size_t colon = line.find(':');
    if (colon != std::string::npos && colon + 2 < line.size()) return line.substr(colon + 2);
  }
  utsname system{};
  uname(&system);
  return system.machine;
}

/// The same for as long as machine and processor are the same. machine-id is not to be shown to others, so
/// only a hash of it is.
std::string host_uuid(const std::string& processor) {
  std::string identity = first_line("/etc/machine-id");
  if (identity.empty()) identity = host_name();
  identity += "\n" + processor;
  std::array<std::uint64_t, 2> halves = {0xcbf29ce484222325, 0x6c62272e07bb0142};
  for (const char byte : identity) {
    for (std::size_t i = 0; i < halves.size(); ++i) {
      halves[i] = (halves[i] ^ static_cast<unsigned char>(byte)) * 0x100000001b3;
      halves[i] ^= halves[i] >> (29 + i);
    }
  }
  std::array<char, 48> text{};
  std::snprintf(text.data(), text.size(), "CPU-%08x-%04x-%04x-%04x-%012llx",
                static_cast<unsigned>(halves[0] >> 32), static_cast<unsigned>(halves[0] >> 16 & 0xffff),
                static_cast<unsigned>(halves[0] & 0xffff), static_cast<unsigned>(halves[1] >> 48),
                static_cast<unsigned long long>(halves[1] & 0xffffffffffff));
  return text.data();
}

std::optional<std::uint64_t> control_group_room() {
  const auto limit = number_in("/sys/fs/cgroup/memory.max");
  const auto used = number_in("/sys/fs/cgroup/memory.current");
  if (!limit || !used) return std::nullopt;
  return *limit > *used ? *limit - *used : 0;
}

}  // namespace

std::string host_name() {
  utsname system{};
  uname(&system);
  return system.nodename;
}

std::uint64_t free_host_bytes() {
  std::uint64_t free = memory_line("MemAvailable").value_or(0);
  if (const auto room = control_group_room()) free = std::min(free, *room);
  return free;
}

std::optional<ProcessorTime> processor_time() {
  std::istringstream line(
      first_line("/proc/stat"));  // "cpu  user nice system idle iowait irq softirq steal …"
  std::string name;
  line >> name;
  constexpr int idle = 3;
  constexpr int waiting = 4;
  constexpr int counted = 8;  // what guests take is within the others
  ProcessorTime time;
  std::uint64_t ticks = 0;
  for (int field = 0; field < counted && line >> ticks; ++field) {
    time.total += ticks;
    if (field != idle && field != waiting) time.busy += ticks;
  }
  return time.total > 0 ? std::optional(time) : std::nullopt;
}

std::uint64_t last_level_cache_bytes() {
  // One entry a cache, whichever of the processors that share it tells of it.
  std::map<std::string, std::uint64_t> caches;
  int deepest = 0;
  std::error_code error;
  for (fs::directory_iterator cpu("/sys/devices/system/cpu", error), end; !error && cpu != end;
       cpu.increment(error)) {
    for (int index = 0; index < 8; ++index) {
      const fs::path cache = cpu->path() / "cache" / ("index" + std::to_string(index));
      const auto level = number_in(cache / "level");
      const auto size = number_in(cache / "size");
      if (!level || !size || static_cast<int>(*level) < deepest) continue;
      if (static_cast<int>(*level) > deepest) caches.clear();
      deepest = static_cast<int>(*level);
      caches[first_line(cache / "shared_cpu_list")] = *size;
    }
  }
  std::uint64_t total = 0;
  for (const auto& [who, size] : caches) total += size;
  constexpr std::uint64_t where_nothing_is_told = 32 << 20;
  return total == 0 ? where_nothing_is_told : total;
}

DeviceDescription describe_host_cpu() {
  DeviceDescription device;
  const std::string processor = processor_name();
  device.uuid = host_uuid(processor);
  device.kind = DeviceKind::host_cpu;
  device.name = "Host CPU · " + processor;
  device.memory_bytes = memory_line("MemTotal").value_or(0);
  if (const auto limit = number_in("/sys/fs/cgroup/memory.max"))
    device.memory_bytes = std::min(device.memory_bytes, *limit);
  device.free_memory_bytes = free_host_bytes();
  device.multiprocessors = cpu::usable_threads();
  device.l2_bytes = last_level_cache_bytes();
  return device;
}

std::optional<std::string> nvidia_gpu_on_pci() {
  std::error_code error;
  for (fs::directory_iterator device("/sys/bus/pci/devices", error), end; !error && device != end;
       device.increment(error)) {
    const bool display = first_line(device->path() / "class").compare(0, 4, "0x03") == 0;
    if (display && first_line(device->path() / "vendor") == "0x10de")
      return device->path().filename().string();
  }
  return std::nullopt;
}

}  // namespace attnscope
