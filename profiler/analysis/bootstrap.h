// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Bootstrap medians without resampling: only the ranks of the middle values matter, and their distribution is
// known in closed form, so one resampled median costs two random numbers instead of one a sample.
#pragma once

#include <cstddef>
#include <random>
#include <span>
#include <vector>

namespace attnscope {

/// Draws medians of bootstrap resamples of a sorted sample; exactly the distribution of drawing all values
/// with replacement and taking their median.
class BootstrapMedian {
 public:
  /// `sorted` is ascending, not empty, and outlives this object.
  explicit BootstrapMedian(std::span<const double> sorted);

  double draw(std::mt19937_64& random) const;

 private:
  std::size_t draw_lower_rank(double uniform) const;

  std::span<const double> sorted_;
  std::size_t middle_;  ///< 1-based rank of the (lower) middle value of a resample
  /// [i]: probability that the lower middle value's rank in the sample is at most i (0-based).
  std::vector<double> rank_cumulative_;
  /// [i]: probability that the upper middle value's rank is beyond i, given that the lower one's is i; empty
  /// for odd counts, which have one middle value.
  std::vector<double> upper_beyond_;
};

}  // namespace attnscope
