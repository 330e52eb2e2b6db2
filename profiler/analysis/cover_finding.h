// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// What a whole run says in one sentence, as numbers: over all of its shapes, where a chart's finding is of
// one.
#pragma once

#include <cstddef>
#include <optional>

#include "profiler/analysis/finding.h"

namespace attnscope {

/// One device's points with a speedup, sorted by what their intervals say.
struct SpeedupTally {
  std::size_t faster = 0;
  std::size_t slower = 0;
  std::size_t undecided = 0;  ///< the interval includes 1, or there is none
  std::size_t missing = 0;    ///< planned, failed or cancelled: no speedup, and nobody knows
  Interval speedups;          ///< least and greatest; 0 without points
  std::int64_t from_seqlen = 0;
  std::int64_t to_seqlen = 0;
  std::size_t points() const { return faster + slower + undecided; }
};

/// Peak memory of both at the longest length that both reached, where the baseline needs the most.
struct MemoryPair {
  std::int64_t seqlen = 0;
  double bytes = 0;
  double baseline_bytes = 0;
};

struct CoverFinding {
  FindingSubject subject;  ///< devices that measured the implementation
  std::size_t shapes = 0;
  SpeedupTally tally;  ///< over all shapes and devices
  /// FasterRange or SlowerRange where it holds for every shape and device; FasterFrom only of a single shape;
  /// else Neutral, and the tally says how things stand.
  Finding speed;
  std::optional<MemoryPair> memory;
  /// The shortest length at which the baseline, but not the implementation, ran out of memory.
  std::optional<std::int64_t> baseline_out_of_memory_at;
};

CoverFinding cover_finding(const Run& run, const FindingQuestion& question);

}  // namespace attnscope
