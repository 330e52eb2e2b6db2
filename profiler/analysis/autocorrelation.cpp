// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/analysis/autocorrelation.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

namespace attnscope {
namespace {

/// The bias correction divides by n − 4.
constexpr std::size_t fewest_samples = 6;
constexpr double highest = 0.95;
constexpr double one_sided_2_5_percent = 1.96;

/// Ranks from 0, ties sharing their mean.
std::vector<double> ranks_of(std::span<const double> samples) {
  std::vector<std::size_t> order(samples.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [samples](std::size_t left, std::size_t right) { return samples[left] < samples[right]; });
  std::vector<double> ranks(samples.size());
  for (std::size_t first = 0; first < order.size();) {
    std::size_t end = first + 1;
    while (end < order.size() && samples[order[end]] == samples[order[first]]) {
      ++end;
    }
    for (std::size_t tie = first; tie < end; ++tie) {
      ranks[order[tie]] = static_cast<double>(first + end - 1) / 2;
    }
    first = end;
  }
  return ranks;
}

/// Of the ranks, corrected for bias.
double lag_one(std::span<const double> samples) {
  const std::vector<double> ranks = ranks_of(samples);
  const auto count = static_cast<double>(ranks.size());
  const double mean = (count - 1) / 2;
  double variance = 0;
  double covariance = 0;
  for (std::size_t index = 0; index < ranks.size(); ++index) {
    variance += (ranks[index] - mean) * (ranks[index] - mean);
    if (index > 0) {
      covariance += (ranks[index - 1] - mean) * (ranks[index] - mean);
    }
  }
  return variance > 0 ? (count * covariance / variance + 1) / (count - 4) : 0;
}

}  // namespace

double common_autocorrelation(std::span<const double> first, std::span<const double> second) {
  double weighted = 0;
  double error_squared = 0;
  double weights = 0;
  for (const std::span<const double> samples : {first, second}) {
    if (samples.size() < fewest_samples) {
      continue;
    }
    const auto count = static_cast<double>(samples.size());
    weighted += count * lag_one(samples);
    // Of independent samples the uncorrected estimate scatters by 1/√n.
    const double error = std::sqrt(count) / (count - 4);
    error_squared += count * count * error * error;
    weights += count;
  }
  if (weights <= 0 || weighted < one_sided_2_5_percent * std::sqrt(error_squared)) {
    return 0;
  }
  return std::clamp(weighted / weights, 0.0, highest);
}

double effective_samples(double count, double autocorrelation) {
  return std::max(2.0, count * (1 - autocorrelation) / (1 + autocorrelation));
}

}  // namespace attnscope
