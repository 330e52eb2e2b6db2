// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// What charts, tables and the inspector show, derived from the points of one run. Numbers and enums only:
// the wording is the window's.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "kernels/problem/cost.h"
#include "profiler/analysis/statistics.h"
#include "profiler/protocol/run.h"

namespace attnscope {

enum class Metric { time, throughput, speedup, peak_memory, tile_occupancy };

/// Which of the occupancy figures a series shows.
enum class OccupancyKind { theoretical, achieved, wave_fill, balance, measured_balance, mask_density };

/// Why a series has no value at a length.
enum class Gap { none, pending, out_of_memory, unsupported, failed, cancelled, no_baseline, not_measured };

/// One length of one series.
struct SeriesValue {
  std::int64_t seqlen = 0;  ///< KV length, the charts' x axis
  Gap gap = Gap::none;
  std::optional<Estimate> estimate;  ///< present exactly where gap is none; unit as the metric's
  std::optional<double> predicted;   ///< memory: on paper; drawn thin, and where an out-of-memory mark sits
  std::string detail;                ///< the reason of unsupported or failed, as the worker worded it
  std::size_t point_index = 0;       ///< in Run::points, where there is a point
  bool has_point = false;
};

struct Series {
  std::string run_id;
  std::string device_uuid;
  std::string device_name;
  std::string implementation;
  OccupancyKind occupancy = OccupancyKind::achieved;  ///< for Metric::tile_occupancy
  std::vector<SeriesValue> values;                    ///< ascending seqlen
};

struct MetricOptions {
  std::string baseline = "standard";  ///< of speedup: "standard" or "standard-eager"
  FlopConvention flops = FlopConvention::exact;
};

/// Units: time µs (median span), throughput TFLOP/s, speedup ratio, peak_memory bytes, tile_occupancy
/// percent. Pending points of the run appear as gaps. One series a (device, implementation); for
/// tile_occupancy one a (device, implementation, kind) that has any value. Where a run holds several problems
/// of one length (different head_dim, dtype, mask), they are separate series: see shapes_of and select_shape.
std::vector<Series> series_of(const Run& run, Metric metric, const MetricOptions& options);

/// The shapes (problem without batch and lengths) that a run holds, in plan order.
std::vector<Problem> shapes_of(const Run& run);
/// The run's points of one shape only.
Run select_shape(const Run& run, const Problem& shape);

/// Speedup of one point over the baseline on the same device and problem; absent where either is missing.
std::optional<Estimate> speedup_of(const Run& run, const Point& point, const std::string& baseline);

/// From which length on `implementation` is faster than the baseline for good.
struct Crossover {
  enum class Kind { below_shortest, at, never, unknown } kind = Kind::unknown;
  double seqlen = 0;                 ///< for `at`: where the interpolated (log2) speedup crosses 1
  std::optional<Interval> interval;  ///< lengths
  std::int64_t shortest_measured = 0;
};
Crossover crossover_of(const Series& speedup);

/// Bytes that each implementation needs on paper, inputs included, to predict what does not fit.
std::uint64_t predicted_total_bytes(const std::string& implementation, const Problem& problem);

/// Rough seconds that a point takes, for "about 2 min" before Run and for the time left; from `known` points
/// of the same implementation and device where there are any, else from nominal rates of the device kind.
double estimated_point_seconds(const DeviceDescription& device, const PlannedPoint& point,
                               const MeasurementOptions& options);

}  // namespace attnscope
