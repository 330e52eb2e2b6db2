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

/// Samples of a GPU are spread over so long, since a burst sees one state of its clock, and since what the
/// driver says of the power limit comes some 50 ms late. Medians of six processes lay up to 3 % apart after 3
/// ms.
inline constexpr double gpu_seconds = 0.1;

/// At its power limit a GPU changes its clock every few tens of milliseconds, by up to 20 %. Samples spread
/// over 0.3 s average that: on two H100s the medians of such points then differ by 0.72 and 1.45 % between
/// six processes (standard deviation), after 0.4 s by 0.68 and 1.44 %, after 15 ms by 2.6 %.
inline constexpr double power_limited_seconds = 0.3;

/// Whether the median's 95 % interval is narrower than `target` times the median.
bool precise_enough(std::span<const double> spans_us, double target);

/// Why sampling may stop, or that it may not.
enum class Stop { no, precise, budget, enough_samples };

/// How far the sampling of a point has come.
struct Sampling {
  std::span<const double> spans_us;
  double elapsed_seconds = 0;   ///< since the warm-up began
  double sampling_seconds = 0;  ///< since the first sample
  double needed_seconds = 0;    ///< over which the samples are to be spread
};

Stop stop_sampling(const Sampling& sampling, const MeasurementOptions& options);

}  // namespace attnscope
