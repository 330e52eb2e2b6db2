// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Whether a point of one run differs from the same point of another: lower, higher, the same, or nobody can
// tell. For times lower is faster. Deterministic: nothing is drawn at random.
//
// Times. The ratio of the medians is judged on its logarithm, whose variance has three parts:
//   - each run's median: its standard error from order statistics, with the samples counted as the number of
//     independent ones they are worth (autocorrelation.h), so that correlated and drifting samples widen it;
//   - what differs between runs: twice the square of the device's noise floor (noise_floor.h), which no
//     number of samples within a run can show, and which is another at the GPU's power limit.
// The interval reaches as far as three standard deviations of a normal distribution, 99.73 %, as a Student t
// interval with Welch's and Satterthwaite's degrees of freedom. Two runs of the same thing are then called
// different in less than one of a hundred comparisons, where samples drift and correlate too
// (verdict_test.cpp simulates them); a 95 % interval would cry wolf once in twenty.
//   faster or slower: the interval excludes 1, and the ratio differs from 1 by at least half the margin;
//   same:             two one-sided tests at 5 % each (Schuirmann 1987): 95 % sure that the ratio lies within
//                     the margin. The customary level for equivalence, and less than what a difference needs:
//                     who says "same" of two runs that differ by the margin errs once in twenty, and to be as
//                     sure as of a difference would put "same" out of reach of most machines;
//   can't tell:       otherwise.
// Two limits. A correlation of 0.5 among only twenty samples that scatter by 2 % often goes unseen, and 1.5 %
// of such comparisons are wrong unless the noise floor was measured under the same conditions. And the floor
// bounds what one run against one run can find: a change by 2 % is found in 95 of 100 comparisons at 0.25 %,
// in three of four at 0.35 %, seldom at 1 %. Two runs of the same thing are called the same within 2 % nearly
// always at 0.35 %, in three of four comparisons at 0.5 %, and never from 0.86 % on: nobody can tell there.
//
// Memory is the same in every run, so that any difference is one. Tile occupancy is worked out, or read by
// one counter pass; counters of the same kernel differ by less than one point.
#pragma once

#include <optional>
#include <span>

#include "profiler/analysis/metrics.h"
#include "profiler/analysis/noise_floor.h"
#include "profiler/analysis/statistics.h"

namespace attnscope {

/// Of the other run, against the base.
enum class Verdict { lower, higher, same, cannot_tell };

inline constexpr double verdict_confidence = 0.9973;
inline constexpr double same_confidence = 0.95;  ///< of each of the two one-sided tests
inline constexpr double default_margin = 0.02;

struct Judgement {
  Verdict verdict = Verdict::cannot_tell;
  Estimate ratio;  ///< other / base; no interval where there are too few samples, or where it is exact
  bool operator==(const Judgement&) const = default;
};

/// One run's times of a point, in the order they were taken.
struct TimedRun {
  std::span<const double> spans_us;
  NoiseFloor noise_floor;
};

/// Can't tell below 6 samples on either side; absent without samples, or where one of them is not a positive
/// number. `margin` is a part of the base: 0.02.
std::optional<Judgement> judge_times(const TimedRun& base, const TimedRun& other,
                                     double margin = default_margin);

Judgement judge_bytes(std::uint64_t base, std::uint64_t other);

struct OccupancyJudgement {
  OccupancyKind kind = OccupancyKind::achieved;
  double base_percent = 0;
  double other_percent = 0;
  Verdict verdict = Verdict::same;
  bool operator==(const OccupancyJudgement&) const = default;
};

/// Of achieved occupancy where both have it, else of theoretical; absent where neither is on both sides.
std::optional<OccupancyJudgement> judge_occupancy(const TileOccupancy& base, const TileOccupancy& other);

}  // namespace attnscope
