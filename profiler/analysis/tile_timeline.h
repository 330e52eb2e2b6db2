// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// What a trace of tiles says: which lane each ran in, where the waves begin, how long the tail is, who idled.
#pragma once

#include <cstdint>
#include <vector>

#include "profiler/protocol/point.h"

namespace attnscope {

/// One tile in its lane. Times in nanoseconds since the first start.
struct TimelineSpan {
  std::int64_t start_ns = 0;
  std::int64_t end_ns = 0;
  std::int64_t work_item = 0;
  int lane = 0;
};

/// A lane is one place on an SM (or a thread): tiles in it do not overlap.
struct TimelineLane {
  int sm = 0;
  int place = 0;  ///< 0 to CTAs per SM − 1
  std::int64_t busy_ns = 0;
  std::int64_t last_end_ns = 0;
};

struct TileTimeline {
  std::vector<TimelineLane> lanes;  ///< by SM, then by place
  std::vector<TimelineSpan> spans;  ///< in the order of their starts
  std::int64_t span_ns = 0;         ///< first start to last end
  /// Starts of the 2nd, 3rd, … wave: of the tile with which all slots have been given one more. Empty for
  /// persistent kernels, whose tiles follow each other without waves, and where tiles were thinned.
  std::vector<std::int64_t> wave_starts_ns;
  /// From here on some lane has no more work.
  std::int64_t tail_start_ns = 0;
  /// Part of slots × span that is lost in the tail, 0 to 1.
  double tail_loss = 0;
  /// SMs of the device that ran no tile at all, ascending.
  std::vector<int> idle_sms;
  bool thinned = false;  ///< only every n-th tile was kept: lanes look emptier than they were
};

/// `multiprocessors` of the device (threads, on the Host CPU); 0 where that is not known. Rows that make no
/// sense (ends before starts, negative numbers) are left out.
TileTimeline tile_timeline(const TileTrace& trace, int multiprocessors, bool persistent);

}  // namespace attnscope
