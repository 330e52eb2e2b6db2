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

/// A median and its standard error as a part of it.
struct MedianError {
  double median = 0;
  double relative_error = 0;
};

/// The error is the width of the distribution-free interval over that of a normal distribution with the same
/// coverage (McKean and Schrader 1984; Price and Bonett 2001). It takes the samples for independent: for ones
/// that are not, see autocorrelation.h. Absent below 6 samples, and where a sample is not positive.
std::optional<MedianError> median_error(std::span<const double> samples);

/// median(numerator) / median(denominator) with a percentile bootstrap interval (2,000 resamples, fixed
/// seed), absent below 6 samples on either side. No ratio where a denominator is not positive. The interval
/// takes the samples for independent and knows nothing of what differs between two runs: it is for two points
/// of one run, measured one after the other. Points of two runs are compared in verdict.h.
std::optional<Estimate> ratio_of_medians(std::span<const double> numerator,
                                         std::span<const double> denominator);

}  // namespace attnscope
