// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/analysis/verdict.h"

#include <algorithm>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>
#include <limits>

#include "profiler/analysis/autocorrelation.h"

namespace attnscope {
namespace {

/// Below this the t interval of strongly correlated samples would be as wide as any difference.
constexpr double least_freedom = 4;
/// Beyond it a t distribution is a normal one.
constexpr double most_freedom = 1e4;
constexpr double occupancy_noise_points = 1;

/// A part of a variance, and the degrees of freedom of its estimate.
struct Variance {
  double value = 0;
  double freedom = most_freedom;
};

Variance within_run(const MedianError& error, std::size_t samples, double autocorrelation) {
  const auto count = static_cast<double>(samples);
  const double effective = effective_samples(count, autocorrelation);
  return {error.relative_error * error.relative_error * count / effective,
          std::max(effective - 1, least_freedom)};
}

/// Both runs' together: where one measurement gave both floors, their errors are the same error.
Variance between_runs(const NoiseFloor& base, const NoiseFloor& other) {
  return {
      base.relative_deviation * base.relative_deviation + other.relative_deviation * other.relative_deviation,
      std::min(base.degrees_of_freedom.value_or(most_freedom),
               other.degrees_of_freedom.value_or(most_freedom))};
}

/// Beyond how many standard deviations a part `beyond` of the distribution lies, on one side.
double deviations_of(double beyond, double freedom) {
  const boost::math::students_t distribution(std::clamp(freedom, 1.0, most_freedom));
  return quantile(complement(distribution, beyond));
}

Interval around(double ratio, double log_reach) {
  const double factor = std::exp(log_reach);
  return {ratio / factor, ratio * factor};
}

std::optional<Judgement> without_interval(const TimedRun& base, const TimedRun& other) {
  const std::optional<double> before = median(base.spans_us);
  const std::optional<double> after = median(other.spans_us);
  if (!before || !after || *before <= 0 || *after <= 0) {
    return std::nullopt;
  }
  return Judgement{Verdict::cannot_tell, {*after / *before, std::nullopt}};
}

/// `likely` is where each of the two one-sided tests for equivalence puts the ratio.
Verdict verdict_of(double ratio, const Interval& interval, const Interval& likely, double margin) {
  if (!interval.contains(1)) {
    if (ratio >= 1 + margin / 2) {
      return Verdict::higher;
    }
    if (ratio <= 1 / (1 + margin / 2)) {
      return Verdict::lower;
    }
  }
  const bool within = likely.low >= 1 / (1 + margin) && likely.high <= 1 + margin;
  return within ? Verdict::same : Verdict::cannot_tell;
}

}  // namespace

std::optional<Judgement> judge_times(const TimedRun& base, const TimedRun& other, double margin) {
  const std::optional<MedianError> base_error = median_error(base.spans_us);
  const std::optional<MedianError> other_error = median_error(other.spans_us);
  if (!base_error || !other_error) {
    return without_interval(base, other);
  }

  const double autocorrelation = common_autocorrelation(base.spans_us, other.spans_us);
  const Variance parts[] = {within_run(*base_error, base.spans_us.size(), autocorrelation),
                            within_run(*other_error, other.spans_us.size(), autocorrelation),
                            between_runs(base.noise_floor, other.noise_floor)};
  double variance = 0;
  double spread_of_variance = 0;
  for (const Variance& part : parts) {
    variance += part.value;
    spread_of_variance += part.value * part.value / part.freedom;
  }
  const double freedom = spread_of_variance > 0 ? variance * variance / spread_of_variance : most_freedom;
  const double deviation = std::sqrt(variance);
  const double ratio = other_error->median / base_error->median;
  const Interval interval = around(ratio, deviations_of((1 - verdict_confidence) / 2, freedom) * deviation);
  const Interval likely = around(ratio, deviations_of(1 - same_confidence, freedom) * deviation);
  return Judgement{verdict_of(ratio, interval, likely, margin), {ratio, interval}};
}

Judgement judge_bytes(std::uint64_t base, std::uint64_t other) {
  if (base == other) {
    return {Verdict::same, {1, std::nullopt}};
  }
  const double ratio = base == 0 ? std::numeric_limits<double>::infinity()
                                 : static_cast<double>(other) / static_cast<double>(base);
  return {other > base ? Verdict::higher : Verdict::lower, {ratio, std::nullopt}};
}

std::optional<OccupancyJudgement> judge_occupancy(const TileOccupancy& base, const TileOccupancy& other) {
  for (const OccupancyKind kind : {OccupancyKind::achieved, OccupancyKind::theoretical}) {
    const std::optional<double> before = occupancy_of(base, kind);
    const std::optional<double> after = occupancy_of(other, kind);
    if (!before || !after) {
      continue;
    }
    OccupancyJudgement judgement{kind, *before, *after, Verdict::same};
    if (std::abs(*after - *before) > occupancy_noise_points) {
      judgement.verdict = *after > *before ? Verdict::higher : Verdict::lower;
    }
    return judgement;
  }
  return std::nullopt;
}

}  // namespace attnscope
