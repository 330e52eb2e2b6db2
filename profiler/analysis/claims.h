// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// What is widely said of flash attention, held against the points of a run. Numbers and enums only: the
// wording is the caller's.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "profiler/analysis/statistics.h"
#include "profiler/protocol/run.h"

namespace attnscope {

enum class ClaimKind {
  faster_under_512,    ///< 10 to 20 % faster than the baseline at lengths under 512
  faster_512_to_2k,    ///< 2 to 3× at 512 to 2,048
  faster_over_2k,      ///< 3 to 4× above 2,048
  less_memory,         ///< the baseline's peak memory is 10 to 20× as much
  small_error,         ///< relative RMS error to the fp64 reference under 1e-3
  fp8_faster_than_16,  ///< `flash-fp8` is 1.5 to 2× as fast as `flash` in fp16
};

enum class ClaimStanding { held, not_held, not_measured };

/// One claim on one device. A claim is held where every point reaches it: a ratio its lower bound, an error
/// its upper one. Figures are of medians; the intervals stand beside the points.
struct ClaimCheck {
  ClaimKind kind = ClaimKind::faster_under_512;
  std::string device_uuid;
  ClaimStanding standing = ClaimStanding::not_measured;
  Interval claimed;          ///< ratios; of an error 0 and its limit
  Interval measured;         ///< least and greatest figure; 0 where there is none
  std::size_t points = 0;    ///< that have a figure
  std::size_t reaching = 0;  ///< of them
  bool exceeded = false;     ///< even the least ratio is more than claimed
  /// Not held, but reached by every point from this length on.
  std::optional<std::int64_t> held_from;
  /// Points at which the baseline ran out of memory: they have no ratio.
  std::size_t baseline_out_of_memory = 0;
};

/// What the claims about standard attention are held against: the baseline where it is one, else the first in
/// the run that is; "standard" where the run has none, so that they count as not measured.
std::string claims_baseline(const Run& run, const std::string& baseline);

/// Every claim on every device of the run, by device. All shapes count.
std::vector<ClaimCheck> check_claims(const Run& run, const std::string& baseline);

}  // namespace attnscope
