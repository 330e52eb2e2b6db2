// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/measure/stopping_rule.h"

#include <algorithm>
#include <cmath>

#include "profiler/analysis/statistics.h"

namespace attnscope {
namespace {

constexpr double warm_within = 0.02;
/// A call that is longer than the budget is still seen more than once, unless it is very much longer.
constexpr std::size_t fewest_samples = 3;
constexpr double budget_overrun = 4;
/// A point is one line of the protocol, and a line has a limit.
constexpr int most_samples = 4000;

}  // namespace

bool WarmUp::add(std::span<const double> spans_us) {
  const std::optional<double> now = median(spans_us);
  if (!now) return false;
  const bool warm = before_ && std::abs(*now - *before_) <= warm_within * *before_;
  before_ = now;
  return warm;
}

bool precise_enough(std::span<const double> spans_us, double target) {
  const std::optional<Estimate> estimate = median_estimate(spans_us);
  return estimate && estimate->interval &&
         estimate->interval->high - estimate->interval->low < target * estimate->value;
}

Stop stop_sampling(const Sampling& sampling, const MeasurementOptions& options) {
  const auto count = static_cast<int>(sampling.spans_us.size());
  if (count >= std::min(options.max_samples, most_samples)) return Stop::enough_samples;
  const bool spread = sampling.sampling_seconds >= sampling.needed_seconds;
  if (spread && count >= options.min_samples && precise_enough(sampling.spans_us, options.target_interval))
    return Stop::precise;
  if (sampling.elapsed_seconds < options.point_budget_seconds) return Stop::no;
  if (sampling.spans_us.size() >= fewest_samples) return Stop::budget;
  return count > 0 && sampling.elapsed_seconds > budget_overrun * options.point_budget_seconds ? Stop::budget
                                                                                               : Stop::no;
}

}  // namespace attnscope
