// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/store/process_identity.h"

#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>
#include <system_error>

namespace attnscope::store {
namespace {

std::string host_name() {
  std::array<char, 256> name{};
  return gethostname(name.data(), name.size() - 1) == 0 ? std::string(name.data()) : std::string();
}

std::string boot_id() {
  std::ifstream file("/proc/sys/kernel/random/boot_id");
  std::string id;
  std::getline(file, id);
  return id;
}

std::string pid_namespace() {
  std::error_code error;
  return std::filesystem::read_symlink("/proc/self/ns/pid", error).string();
}

/// When a living process started; absent where there is none, or only its remains that nobody has waited for.
std::optional<std::int64_t> start_ticks_of(std::int64_t pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
  const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  // The name, in brackets, may hold anything; the fields after the last bracket are plain.
  const std::size_t name_end = text.rfind(')');
  if (name_end == std::string::npos) {
    return std::nullopt;
  }
  std::istringstream fields(text.substr(name_end + 1));
  std::string state;
  fields >> state;
  if (state == "Z" || state == "X") {
    return std::nullopt;
  }
  constexpr int fields_between = 18;  // from state (3) to starttime (22), both excluded
  std::string skipped;
  for (int field = 0; field < fields_between; ++field) {
    fields >> skipped;
  }
  std::int64_t ticks = 0;
  return fields >> ticks ? std::optional(ticks) : std::nullopt;
}

}  // namespace

ProcessIdentity this_process() {
  const auto pid = static_cast<std::int64_t>(getpid());
  return ProcessIdentity{host_name(), boot_id(), pid_namespace(), pid, start_ticks_of(pid).value_or(0)};
}

OwnerState state_of(const ProcessIdentity& owner) {
  const ProcessIdentity here = this_process();
  if (owner.host != here.host || here.boot_id.empty()) {
    return OwnerState::not_judged;
  }
  if (owner.boot_id != here.boot_id) {
    return OwnerState::gone;
  }
  if (owner.pid_namespace != here.pid_namespace) {
    return OwnerState::not_judged;
  }
  return start_ticks_of(owner.pid) == owner.start_ticks ? OwnerState::alive : OwnerState::gone;
}

}  // namespace attnscope::store
