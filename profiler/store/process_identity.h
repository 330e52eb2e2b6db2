// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Who measures a run, named so that it is recognised after the process id was given to another process, after
// a reboot, and from another machine.
#pragma once

#include <cstdint>
#include <string>

namespace attnscope::store {

struct ProcessIdentity {
  std::string host;
  std::string boot_id;        ///< changes with every boot of the machine
  std::string pid_namespace;  ///< process ids of a container mean nothing outside it
  std::int64_t pid = 0;
  std::int64_t start_ticks = 0;  ///< since boot
  bool operator==(const ProcessIdentity&) const = default;
};

ProcessIdentity this_process();

enum class OwnerState {
  alive,
  gone,
  not_judged,  ///< on another machine or in another container: cannot be seen from here
};
OwnerState state_of(const ProcessIdentity& owner);

}  // namespace attnscope::store
