// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Which hardware counters are read on which chip, and in how many passes. Asks CUPTI's host part only: needs
// neither a GPU nor a driver.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "kernels/problem/result.h"

namespace attnscope {

struct CounterSchedule {
  std::string chip;                        ///< CUPTI's name: "GH100"
  std::vector<std::string> metrics;        ///< full names, "dram__bytes_read.sum"
  std::vector<std::uint8_t> config_image;  ///< what the range profiler is set up with
  std::size_t passes = 0;                  ///< how often a call must run
};

/// The counters that attnscope reads, as far as `chip` has them, scheduled together.
Result<CounterSchedule> schedule_counters(const std::string& chip);

/// Chips that this CUPTI can schedule for.
Result<std::vector<std::string>> countable_chips();

}  // namespace attnscope
