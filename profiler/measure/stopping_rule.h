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

/// A GPU at its power limit changes its clock every few tens of milliseconds, by up to 20 %, and a burst of
/// calls sees one state of it. Samples spread over 0.4 s average them: on an H100 the medians of 27 such
/// points then differ by 1.05 % between processes (standard deviation), after 15 ms by 2.6 %; those of 9
/// points below the limit by 0.2 % and less in any case.
inline constexpr double power_limited_seconds = 0.4;

/// What the driver says of the limit comes late: so long a load is under way before it is believed.
inline constexpr double power_reading_seconds = 0.05;

/// Whether the median's 95 % interval is narrower than `target` times the median.
bool precise_enough(std::span<const double> spans_us, double target);

/// Why sampling may stop, or that it may not.
enum class Stop { no, precise, budget, enough_samples };

/// How far the sampling of a point has come.
struct Sampling {
  std::span<const double> spans_us;
  double elapsed_seconds = 0;   ///< since the warm-up began
  double sampling_seconds = 0;  ///< since the first sample
  bool power_limited = false;   ///< a sample was taken at the power limit
};

Stop stop_sampling(const Sampling& sampling, const MeasurementOptions& options);

}  // namespace attnscope
