// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <map>

#include "profiler/capture/activity.h"

namespace attnscope {

std::uint64_t peak_bytes(const std::vector<AllocationActivity>& allocations) {
  std::map<std::uint64_t, std::uint64_t> held;  // address to bytes: a release need not say how much it frees
  std::uint64_t now = 0;
  std::uint64_t peak = 0;
  for (const AllocationActivity& allocation : allocations) {
    if (allocation.taken) {
      held[allocation.address] = allocation.bytes;
      now += allocation.bytes;
      peak = std::max(peak, now);
    } else if (const auto found = held.find(allocation.address); found != held.end()) {
      // What was taken before the records began is not counted, so giving it back is not either.
      now -= found->second;
      held.erase(found);
    }
  }
  return peak;
}

}  // namespace attnscope
