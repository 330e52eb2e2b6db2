// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// From everything that a GPU did to one span a call. Pure.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "profiler/measure/measuring_device.h"

namespace attnscope {

/// How the loop's own kernels are told from a call's.
struct OwnKernels {
  std::function<bool(std::string_view)> is_own;
  std::function<bool(std::string_view)> is_marker;  ///< goes directly before each call
};

/// The calls `first_call` … in order, from activities sorted by start. A call to which nothing belongs is
/// left out. Activities belong to the call whose id they carry; where no activity carries one, to the call
/// whose marker went before.
std::vector<TimedCall> separate_calls(std::span<const DeviceActivity> activities, std::uint64_t first_call,
                                      std::size_t count, const OwnKernels& own);

}  // namespace attnscope
