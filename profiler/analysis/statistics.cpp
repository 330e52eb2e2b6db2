// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/analysis/statistics.h"

#include <algorithm>
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <random>
#include <unordered_map>
#include <vector>

#include "profiler/analysis/bootstrap.h"

namespace attnscope {
namespace {

constexpr std::size_t resamples = 2000;
constexpr std::uint64_t bootstrap_seed = 20260101;
constexpr double tail = 0.025;  // on each side of a 95 % interval

/// Sorted copy; empty where there are no samples or one of them is not a finite number.
std::vector<double> sorted_finite(std::span<const double> samples) {
  std::vector<double> sorted(samples.begin(), samples.end());
  if (!std::all_of(sorted.begin(), sorted.end(), [](double sample) { return std::isfinite(sample); })) {
    return {};
  }
  std::sort(sorted.begin(), sorted.end());
  return sorted;
}

double median_of_sorted(const std::vector<double>& sorted) {
  const std::size_t upper = sorted.size() / 2;
  return sorted.size() % 2 != 0 ? sorted[upper] : (sorted[upper - 1] + sorted[upper]) / 2;
}

using boost::math::policies::discrete_quantile;
using boost::math::policies::integer_round_nearest;
using boost::math::policies::policy;
/// How many of `count` samples lie below the true median.
using Below = boost::math::binomial_distribution<double, policy<discrete_quantile<integer_round_nearest>>>;

/// How many samples to leave out at each end so that the rest still covers the median with 95 %.
std::size_t trimmed_ranks(std::size_t count) {
  const Below below(static_cast<double>(count), 0.5);
  // The quantile lands on the boundary or one off it; the loop makes the choice exact.
  auto rank = static_cast<std::size_t>(quantile(below, tail));
  while (rank > 0 && cdf(below, static_cast<double>(rank)) > tail) {
    --rank;
  }
  while (cdf(below, static_cast<double>(rank + 1)) <= tail) {
    ++rank;
  }
  return rank;
}

/// What the distribution-free interval of a median needs to know of the number of samples.
struct MedianRanks {
  std::size_t trimmed = 0;  ///< see trimmed_ranks
  double deviations = 0;    ///< half the interval's width in standard errors of the median
};

/// Kept once worked out: runs have many points of few different numbers of samples.
const MedianRanks& median_ranks(std::size_t count) {
  thread_local std::unordered_map<std::size_t, MedianRanks> known;
  const auto [entry, is_new] = known.try_emplace(count);
  if (is_new) {
    const std::size_t trimmed = trimmed_ranks(count);
    // Ranks are whole, so the interval covers somewhat more than 95 %: its own coverage counts.
    const double beyond = cdf(Below(static_cast<double>(count), 0.5), static_cast<double>(trimmed));
    entry->second = {trimmed, quantile(complement(boost::math::normal(), beyond))};
  }
  return entry->second;
}

}  // namespace

std::optional<double> median(std::span<const double> samples) {
  const std::vector<double> sorted = sorted_finite(samples);
  if (sorted.empty()) {
    return std::nullopt;
  }
  return median_of_sorted(sorted);
}

std::optional<Estimate> median_estimate(std::span<const double> samples) {
  const std::vector<double> sorted = sorted_finite(samples);
  if (sorted.empty()) {
    return std::nullopt;
  }
  Estimate estimate{median_of_sorted(sorted), std::nullopt};
  if (sorted.size() >= min_samples_for_interval) {
    const std::size_t trimmed = median_ranks(sorted.size()).trimmed;
    estimate.interval = Interval{sorted[trimmed], sorted[sorted.size() - 1 - trimmed]};
  }
  return estimate;
}

std::optional<MedianError> median_error(std::span<const double> samples) {
  const std::vector<double> sorted = sorted_finite(samples);
  if (sorted.size() < min_samples_for_interval || sorted.front() <= 0) {
    return std::nullopt;
  }
  const MedianRanks& ranks = median_ranks(sorted.size());
  const double width = sorted[sorted.size() - 1 - ranks.trimmed] - sorted[ranks.trimmed];
  const double middle = median_of_sorted(sorted);
  return MedianError{middle, width / (2 * ranks.deviations * middle)};
}

std::optional<Estimate> ratio_of_medians(std::span<const double> numerator,
                                         std::span<const double> denominator) {
  const std::vector<double> above = sorted_finite(numerator);
  const std::vector<double> below = sorted_finite(denominator);
  if (above.empty() || below.empty() || below.front() <= 0) {
    return std::nullopt;
  }
  Estimate estimate{median_of_sorted(above) / median_of_sorted(below), std::nullopt};
  if (std::min(above.size(), below.size()) < min_samples_for_interval) {
    return estimate;
  }
  const BootstrapMedian above_median(above);
  const BootstrapMedian below_median(below);
  std::mt19937_64 random(bootstrap_seed);
  std::vector<double> ratios(resamples);
  for (double& ratio : ratios) {
    const double top = above_median.draw(random);
    ratio = top / below_median.draw(random);
  }
  const auto low = ratios.begin() + static_cast<std::ptrdiff_t>(tail * resamples);
  const auto high = ratios.end() - 1 - static_cast<std::ptrdiff_t>(tail * resamples);
  std::nth_element(ratios.begin(), low, ratios.end());
  std::nth_element(low + 1, high, ratios.end());
  estimate.interval = Interval{*low, *high};
  return estimate;
}

}  // namespace attnscope
