// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// When a call has warmed up, and when enough samples of it were taken.
#pragma once

#include <optional>
#include <span>

#include "profiler/protocol/plan.h"

namespace attnscope {

/// Warm once the median of a group of calls is within 2 % of the group before it.
class WarmUp {
 public:
  /// Takes the spans of one group; true once warm.
  bool add(std::span<const double> spans_us);

 private:
  std::optional<double> before_;
};

/// Whether the median's 95 % interval is narrower than `target` times the median.
bool precise_enough(std::span<const double> spans_us, double target);

/// Why sampling may stop, or that it may not.
enum class Stop { no, precise, budget, enough_samples };

Stop stop_sampling(std::span<const double> spans_us, double elapsed_seconds,
                   const MeasurementOptions& options);

}  // namespace attnscope
