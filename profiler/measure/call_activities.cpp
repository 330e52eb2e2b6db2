// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/measure/call_activities.h"

#include <algorithm>

namespace attnscope {
namespace {

struct Extent {
  std::uint64_t first_start = UINT64_MAX;
  std::uint64_t last_end = 0;
};

}  // namespace

std::vector<TimedCall> separate_calls(std::span<const DeviceActivity> activities, std::uint64_t first_call,
                                      std::size_t count, const OwnKernels& own) {
  const bool have_ids =
      std::any_of(activities.begin(), activities.end(), [&](const DeviceActivity& activity) {
        return activity.call >= first_call && activity.call < first_call + count;
      });
  std::vector<TimedCall> calls(count);
  std::vector<Extent> extents(count);
  std::uint64_t marked = first_call - 1;
  for (const DeviceActivity& activity : activities) {
    const bool is_kernel = activity.kind == DeviceActivity::Kind::kernel;
    if (is_kernel && own.is_own(activity.name)) {
      if (own.is_marker(activity.name)) ++marked;
      continue;
    }
    const std::uint64_t id = have_ids ? activity.call : marked;
    if (id < first_call || id >= first_call + count) continue;
    const std::size_t index = id - first_call;
    extents[index].first_start = std::min(extents[index].first_start, activity.start_ns);
    extents[index].last_end = std::max(extents[index].last_end, activity.end_ns);
    calls[index].device_time_us += static_cast<double>(activity.end_ns - activity.start_ns) / 1000;
    if (is_kernel) calls[index].kernels.push_back(activity);
  }
  std::vector<TimedCall> seen;
  for (std::size_t i = 0; i < count; ++i) {
    if (extents[i].last_end <= extents[i].first_start) continue;
    calls[i].span_us = static_cast<double>(extents[i].last_end - extents[i].first_start) / 1000;
    seen.push_back(std::move(calls[i]));
  }
  return seen;
}

}  // namespace attnscope
