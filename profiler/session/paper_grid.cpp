// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/session/paper_grid.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "profiler/analysis/gpu_table.h"
#include "profiler/analysis/metrics.h"
#include "profiler/session/peers.h"

namespace attnscope {
namespace {

constexpr std::int64_t grid_tokens = 16384;
constexpr std::int64_t grid_width = 2048;  ///< heads × head dim

/// What rounds its inputs to a narrower type than the peers is in a race of its own.
bool is_contender(const Point& point) {
  return !is_peer(point.implementation) && point.implementation.rfind("standard", 0) != 0 &&
         product_dtype(point.implementation, point.problem.dtype) == point.problem.dtype;
}

std::optional<GridTime> time_of(const Point& point) {
  const std::optional<Estimate> span = value_of(point, Metric::time, {});
  const std::optional<Estimate> rate = value_of(point, Metric::throughput, {});
  if (!span || span->value <= 0) return std::nullopt;
  return GridTime{point.implementation, *span, rate ? rate->value : 0};
}

/// The points of one row; the fastest of each side.
struct Sides {
  const Point* in_app = nullptr;
  const Point* peer = nullptr;
};

/// Keeps the faster of the two.
void keep_faster(const Point& point, const GridTime& time, const Point*& kept,
                 std::optional<GridTime>& kept_time) {
  if (kept_time && kept_time->span_us.value <= time.span_us.value) return;
  kept = &point;
  kept_time = time;
}

GridRow row_of(const std::vector<const Point*>& points) {
  GridRow row;
  row.device_uuid = points.front()->device_uuid;
  row.problem = points.front()->problem;
  Sides fastest;
  std::map<std::string, double> spans;
  for (const Point* point : points) {
    const std::optional<GridTime> time = time_of(*point);
    if (!time) continue;
    if (is_peer(point->implementation)) {
      spans[point->implementation] = time->span_us.value;
      keep_faster(*point, *time, fastest.peer, row.best_peer);
    } else if (is_contender(*point)) {
      keep_faster(*point, *time, fastest.in_app, row.in_app);
    }
  }
  if (fastest.in_app == nullptr || fastest.peer == nullptr) return row;
  row.ratio = speedup_of(*fastest.peer, *fastest.in_app);
  for (const auto& [peer, span] : spans) row.ratio_to[peer] = span / row.in_app->span_us.value;
  return row;
}

class Mean {
 public:
  void add(double ratio) {
    if (!(ratio > 0)) return;
    ++mean_.shapes;
    logarithms_ += std::log(ratio);
    lowest_ = std::min(lowest_, ratio);
    highest_ = std::max(highest_, ratio);
  }
  std::optional<GridMean> mean() const {
    if (mean_.shapes == 0) return std::nullopt;
    return GridMean{mean_.shapes, std::exp(logarithms_ / static_cast<double>(mean_.shapes)), lowest_,
                    highest_};
  }

 private:
  GridMean mean_;
  double logarithms_ = 0;
  double lowest_ = std::numeric_limits<double>::infinity();
  double highest_ = 0;
};

}  // namespace

Sweep paper_grid(const Description& description, const std::vector<Dtype>& dtypes) {
  Sweep sweep;
  sweep.grid = "paper";
  sweep.tokens = grid_tokens;
  sweep.seqlens = {512, 1024, 2048, 4096, 8192, 16384};
  for (const Dtype dtype : dtypes) {
    for (const std::int64_t head_dim : {64, 128, 256}) {
      for (const bool causal : {false, true}) {
        Problem shape;
        shape.query_heads = shape.kv_heads = grid_width / head_dim;
        shape.head_dim = head_dim;
        shape.dtype = dtype;
        shape.causal = causal;
        sweep.shapes.push_back(shape);
      }
    }
  }
  sweep.implementations = {"flash"};
  for (const std::string& peer : peer_names()) {
    const auto offers = [&peer](const Description::Device& device) {
      return std::any_of(device.implementations.begin(), device.implementations.end(),
                         [&peer](const OfferedImplementation& offered) { return offered.name == peer; });
    };
    const bool is_there = std::any_of(description.devices.begin(), description.devices.end(), offers);
    if (is_there && peer != "torch-math") sweep.implementations.push_back(peer);
  }
  return sweep;
}

GridComparison compare_with_peers(const Run& run) {
  std::vector<std::vector<const Point*>> groups;
  for (const Point& point : run.points) {
    const auto same = std::find_if(groups.begin(), groups.end(), [&point](const auto& group) {
      return group.front()->device_uuid == point.device_uuid && group.front()->problem == point.problem;
    });
    if (same == groups.end()) {
      groups.push_back({&point});
    } else {
      same->push_back(&point);
    }
  }
  GridComparison comparison;
  Mean best;
  std::map<std::string, Mean> peers;
  for (const std::vector<const Point*>& group : groups) {
    GridRow row = row_of(group);
    if (row.ratio) best.add(row.ratio->value);
    for (const auto& [peer, ratio] : row.ratio_to) peers[peer].add(ratio);
    comparison.rows.push_back(std::move(row));
  }
  comparison.best_peer = best.mean();
  for (const auto& [peer, mean] : peers) {
    if (const auto figures = mean.mean()) comparison.peers[peer] = *figures;
  }
  return comparison;
}

}  // namespace attnscope
