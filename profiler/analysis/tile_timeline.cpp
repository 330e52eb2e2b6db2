// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/analysis/tile_timeline.h"

#include <algorithm>
#include <map>

namespace attnscope {
namespace {

/// An SM's places, and which of them is free.
class Places {
 public:
  /// The first place whose last tile has ended; a new one where all are busy.
  std::size_t take(std::int64_t start, std::int64_t end) {
    const auto free =
        std::find_if(ends_.begin(), ends_.end(), [start](std::int64_t last) { return last <= start; });
    const auto place = static_cast<std::size_t>(free - ends_.begin());
    if (free == ends_.end()) ends_.push_back(0);
    ends_[place] = end;
    return place;
  }
  std::size_t count() const { return ends_.size(); }

 private:
  std::vector<std::int64_t> ends_;
};

bool makes_sense(const TileTrace& trace, std::size_t row) {
  constexpr int most_sms = 65536;
  return trace.sm[row] >= 0 && trace.sm[row] < most_sms && trace.start_ns[row] >= 0 &&
         trace.end_ns[row] >= trace.start_ns[row];
}

void add_waves(TileTimeline& timeline, std::int64_t slot_count) {
  if (slot_count <= 0) return;
  const auto slots = static_cast<std::size_t>(slot_count);
  for (std::size_t first = slots; first < timeline.spans.size(); first += slots)
    timeline.wave_starts_ns.push_back(timeline.spans[first].start_ns);
}

void add_tail(TileTimeline& timeline, std::int64_t slot_count) {
  timeline.tail_start_ns = timeline.span_ns;
  std::int64_t lost = 0;
  for (const TimelineLane& lane : timeline.lanes) {
    timeline.tail_start_ns = std::min(timeline.tail_start_ns, lane.last_end_ns);
    lost += timeline.span_ns - lane.last_end_ns;
  }
  const auto slots = std::max(slot_count, static_cast<std::int64_t>(timeline.lanes.size()));
  if (timeline.span_ns > 0 && slots > 0)
    timeline.tail_loss =
        static_cast<double>(lost) / (static_cast<double>(slots) * static_cast<double>(timeline.span_ns));
}

}  // namespace

TileTimeline tile_timeline(const TileTrace& trace, int multiprocessors, bool persistent) {
  TileTimeline timeline;
  timeline.thinned = trace.recorded > static_cast<std::int64_t>(trace.rows());
  std::vector<std::size_t> order;
  for (std::size_t row = 0; row < trace.rows(); ++row)
    if (makes_sense(trace, row)) order.push_back(row);
  std::stable_sort(order.begin(), order.end(), [&trace](std::size_t one, std::size_t other) {
    return trace.start_ns[one] < trace.start_ns[other];
  });

  std::map<int, Places> places;
  std::vector<std::size_t> place_of;
  for (const std::size_t row : order) {
    place_of.push_back(places[trace.sm[row]].take(trace.start_ns[row], trace.end_ns[row]));
    timeline.spans.push_back({trace.start_ns[row], trace.end_ns[row], trace.work_item[row], 0});
    timeline.span_ns = std::max(timeline.span_ns, trace.end_ns[row]);
  }
  std::map<int, int> first_lane;
  for (const auto& [sm, taken] : places) {
    first_lane[sm] = static_cast<int>(timeline.lanes.size());
    for (std::size_t place = 0; place < taken.count(); ++place)
      timeline.lanes.push_back({sm, static_cast<int>(place), 0, 0});
  }
  for (std::size_t i = 0; i < order.size(); ++i) {
    TimelineSpan& span = timeline.spans[i];
    span.lane = first_lane[trace.sm[order[i]]] + static_cast<int>(place_of[i]);
    TimelineLane& lane = timeline.lanes[static_cast<std::size_t>(span.lane)];
    lane.busy_ns += span.end_ns - span.start_ns;
    lane.last_end_ns = std::max(lane.last_end_ns, span.end_ns);
  }
  for (int sm = 0; sm < multiprocessors; ++sm)
    if (!places.contains(sm)) timeline.idle_sms.push_back(sm);
  if (!persistent && !timeline.thinned) add_waves(timeline, trace.slot_count);
  add_tail(timeline, trace.slot_count);
  return timeline;
}

}  // namespace attnscope
