// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/analysis/bootstrap.h"

#include <algorithm>
#include <boost/math/special_functions/beta.hpp>
#include <cmath>

namespace attnscope {
namespace {

/// Uniform in [0, 1) from the engine's bits: std::uniform_real_distribution may differ between libraries.
double uniform(std::mt19937_64& random) {
  return static_cast<double>(random() >> 11) * 0x1p-53;
}

}  // namespace

BootstrapMedian::BootstrapMedian(std::span<const double> sorted)
    : sorted_(sorted), middle_((sorted.size() + 1) / 2) {
  const std::size_t count = sorted.size();
  const auto n = static_cast<double>(count);
  const auto h = static_cast<double>(middle_);

  // At least `middle` of n draws fall among the first i + 1 values, each with probability (i + 1) / n.
  // Beyond 4·√n ranks from the middle the probability is under 1e-13 (Hoeffding): 0 or 1, not computed.
  rank_cumulative_.resize(count, 1.0);
  for (std::size_t i = 0; i + 1 < count; ++i) {
    const double from_middle = static_cast<double>(i + 1) - h;
    if (std::abs(from_middle) > 4 * std::sqrt(n)) {
      rank_cumulative_[i] = from_middle < 0 ? 0.0 : 1.0;
      continue;
    }
    rank_cumulative_[i] = boost::math::ibeta(h, n - h + 1, static_cast<double>(i + 1) / n);
  }
  if (count % 2 != 0) {
    return;
  }
  // Joint probability of "lower middle at i, upper middle beyond i": exactly h draws up to i, one of them at
  // i, and the other n − h beyond it.
  const double log_choose = std::lgamma(n + 1) - std::lgamma(h + 1) - std::lgamma(n - h + 1);
  upper_beyond_.resize(count, 0.0);
  for (std::size_t i = 0; i + 1 < count; ++i) {
    const double up_to = static_cast<double>(i + 1) / n;
    const double before = static_cast<double>(i) / n;
    const double exactly_at = std::pow(up_to, h) * (i == 0 ? 1.0 : -std::expm1(h * std::log(before / up_to)));
    const double at = rank_cumulative_[i] - (i == 0 ? 0.0 : rank_cumulative_[i - 1]);
    if (at > 0 && exactly_at > 0) {
      const double joint = std::exp(log_choose + std::log(exactly_at) + (n - h) * std::log1p(-up_to));
      upper_beyond_[i] = std::clamp(joint / at, 0.0, 1.0);
    }
  }
}

std::size_t BootstrapMedian::draw_lower_rank(double uniform) const {
  const auto found = std::upper_bound(rank_cumulative_.begin(), rank_cumulative_.end(), uniform);
  return std::min<std::size_t>(static_cast<std::size_t>(found - rank_cumulative_.begin()),
                               sorted_.size() - 1);
}

double BootstrapMedian::draw(std::mt19937_64& random) const {
  const std::size_t lower = draw_lower_rank(uniform(random));
  if (upper_beyond_.empty()) {
    return sorted_[lower];
  }
  const double beyond = upper_beyond_[lower];
  const double chance = uniform(random);
  std::size_t upper = lower;
  if (chance < beyond) {
    // The n − h upper draws are uniform over the ranks beyond `lower`; their least one by inversion.
    const auto rest = static_cast<double>(sorted_.size() - lower - 1);
    const double remaining =
        rest * std::pow(chance / beyond, 1.0 / static_cast<double>(sorted_.size() - middle_));
    upper =
        std::min(sorted_.size() - 1, sorted_.size() - static_cast<std::size_t>(std::floor(remaining)) - 1);
    upper = std::max(upper, lower + 1);
  }
  return (sorted_[lower] + sorted_[upper]) / 2;
}

}  // namespace attnscope
