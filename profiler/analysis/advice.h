// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Which implementation to use for a shape on a device, at which lengths: from measured points alone. Only
// what the user can switch to is advised; in-app kernels say how far beyond it one could go. Where nothing
// was measured nothing is said. Numbers and names only: the words are the window's.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "profiler/analysis/statistics.h"
#include "profiler/protocol/run.h"

namespace attnscope {

/// Another one that can be switched to: its median span over the advised one's.
struct AdviceRival {
  std::string implementation;
  Interval speedup;  ///< over the lengths of the range where it was measured
};

/// Lengths next to each other at which the same may be said.
struct AdvisedRange {
  /// The fastest that can be switched to; several where they are within 1 % of each other, or where their
  /// intervals do not tell them apart, at every length of the range. In the order asked for.
  std::vector<std::string> implementations;
  std::vector<std::int64_t> lengths;  ///< measured ones, ascending
  /// Of the reference's median span, and of its peak memory, to that of the first of `implementations`; over
  /// the lengths where both were measured. Absent for the reference itself.
  std::optional<Interval> speedup;
  std::optional<Interval> memory_ratio;
  std::vector<AdviceRival> rivals;                    ///< in the order asked for, without the reference
  std::vector<std::int64_t> reference_out_of_memory;  ///< lengths where the reference did not fit
  std::vector<std::size_t> evidence;                  ///< points of the run: advised ones and the reference's
};

/// How far beyond the advised ones an in-app kernel shows that one could go: ratios over 1.
struct BeyondAdvice {
  std::string implementation;
  std::vector<std::int64_t> lengths;
  Interval speedup;
  std::vector<std::size_t> evidence;
};

/// In-app flash over in-app standard attention, where nothing that can be switched to was measured.
struct InAppComparison {
  std::string implementation;
  std::string baseline;
  std::vector<std::int64_t> faster;  ///< lengths beyond doubt
  std::vector<std::int64_t> not_faster;
  std::optional<Interval> speedup;  ///< over the lengths where it is faster
  std::vector<std::size_t> evidence;
};

struct Advice {
  std::string device_uuid;
  std::string reference;                    ///< what savings are counted from; empty where none was measured
  bool reference_is_in_app = false;         ///< no standard attention that can be switched to was measured
  std::vector<AdvisedRange> ranges;         ///< ascending lengths; empty where nothing was measured
  std::vector<std::int64_t> standard_wins;  ///< lengths where the in-app reference beats all that is advised
  std::optional<BeyondAdvice> beyond;
  std::optional<InAppComparison> in_app;
};

/// `shape` as shapes_of gives it; `switchable` are implementations that users can call themselves.
Advice advise(const Run& run, const Problem& shape, const std::string& device_uuid,
              std::span<const std::string> switchable);

}  // namespace attnscope
