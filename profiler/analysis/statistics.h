// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Medians, their intervals and ratios of medians, from samples. Intervals are 95 % unless a call says
// otherwise; bootstraps use a fixed seed, so the same samples always give the same interval.
#pragma once

#include <cstddef>
#include <optional>
#include <span>

namespace attnscope {

struct Interval {
  double low = 0;
  double high = 0;
  bool contains(double value) const { return low <= value && value <= high; }
  bool operator==(const Interval&) const = default;
};

/// A figure with its interval; the interval is absent where there are too few samples for one.
struct Estimate {
  double value = 0;
  std::optional<Interval> interval;
  bool operator==(const Estimate&) const = default;
};

/// Fewer samples than this cannot give a 95 % interval of the median.
inline constexpr std::size_t min_samples_for_interval = 6;

/// Middle value (mean of the two middle ones for an even count); absent without samples, or where
/// one of them is not a finite number (here and below).
std::optional<double> median(std::span<const double> samples);

/// Median with its distribution-free interval from order statistics (binomial), absent below 6 samples.
std::optional<Estimate> median_estimate(std::span<const double> samples);

/// median(numerator) / median(denominator) with a percentile bootstrap interval (2,000 resamples, fixed
/// seed), absent below 6 samples on either side. No ratio where a denominator is not positive.
std::optional<Estimate> ratio_of_medians(std::span<const double> numerator,
                                         std::span<const double> denominator);

}  // namespace attnscope
