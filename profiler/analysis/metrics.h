// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// What charts, tables and the inspector show, derived from the points of one run. Numbers and enums only:
// the wording is the window's.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "kernels/problem/cost.h"
#include "profiler/analysis/statistics.h"
#include "profiler/protocol/run.h"

namespace attnscope {

enum class Metric { time, throughput, percent_of_peak, speedup, peak_memory, tile_occupancy };

/// Which of the occupancy figures a series shows.
enum class OccupancyKind { theoretical, achieved, wave_fill, balance, measured_balance, mask_density };

/// Why a series has no value at a length. `pending` only while the run is running: a planned point that an
/// ended run never reached is not_measured.
enum class Gap { none, pending, out_of_memory, unsupported, failed, cancelled, no_baseline, not_measured };

/// One length of one series.
struct SeriesValue {
  std::int64_t seqlen = 0;  ///< KV length, the charts' x axis
  Gap gap = Gap::none;
  std::optional<Estimate> estimate;  ///< present exactly where gap is none; unit as the metric's
  std::optional<double> predicted;   ///< memory: on paper; drawn thin, and where an out-of-memory mark sits
  Gap baseline_gap = Gap::none;      ///< for no_baseline: what became of the baseline here
  std::string detail;                ///< the reason of unsupported or failed, as the worker worded it
  std::size_t point_index = 0;       ///< in Run::points, where there is a point
  bool has_point = false;
};

struct Series {
  std::string run_id;
  std::string device_uuid;
  std::string device_name;
  std::string implementation;
  Problem shape;                                      ///< as shapes_of gives it
  OccupancyKind occupancy = OccupancyKind::achieved;  ///< for Metric::tile_occupancy
  std::vector<SeriesValue> values;                    ///< ascending seqlen
};

struct MetricOptions {
  std::string baseline = "standard";  ///< of speedup: "standard" or "standard-eager"
  FlopConvention flops = FlopConvention::exact;
  bool memory_with_inputs = false;  ///< peak_memory: Q, K and V included
};

/// Kernel spans of a measured point's samples, in µs and in their order.
std::vector<double> spans_of(const Measured& measured);

/// Units: time µs (median span), throughput TFLOP/s, percent_of_peak percent of the tensor-core peak that the
/// maker publishes for the device and type (gpu_table.h), speedup ratio, peak_memory bytes, tile_occupancy
/// percent. Pending points of the run appear as gaps. One series a (device, implementation); for
/// tile_occupancy one a (device, implementation, kind) that has any value; for speedup none of the baseline
/// itself. Throughput is of the forward pass. Devices come in the order of the run's environments. Where a
/// run holds several problems of one length (different head_dim, dtype, mask), they are separate series: see
/// shapes_of and select_shape.
std::vector<Series> series_of(const Run& run, Metric metric, const MetricOptions& options);

/// The problem with batch and both lengths set to 1: what a sweep keeps the same over all lengths.
Problem shape_of(const Problem& problem);
/// The shapes that a run holds, in the order of its points, then of its pending ones.
std::vector<Problem> shapes_of(const Run& run);
/// The run's points of one shape only.
Run select_shape(const Run& run, const Problem& shape);

/// Speedup of one point over the baseline on the same device and problem; absent where either is missing.
std::optional<Estimate> speedup_of(const Run& run, const Point& point, const std::string& baseline);
/// The same from the two points.
std::optional<Estimate> speedup_of(const Point& baseline, const Point& point);

/// The value of one point in a metric's unit; absent where it was not measured. For speedup, use speedup_of;
/// percent_of_peak needs the device: see series_of.
std::optional<Estimate> value_of(const Point& point, Metric metric, const MetricOptions& options);
std::optional<double> occupancy_of(const TileOccupancy& occupancy, OccupancyKind kind);

/// From which length on `implementation` is faster than the baseline for good.
struct Crossover {
  enum class Kind {
    below_shortest,  ///< faster at every length measured
    at,              ///< slower at first, faster from `seqlen` on
    never,           ///< still slower at the longest length measured
    unknown,         ///< nothing measured, or the interval at the longest length includes 1
  } kind = Kind::unknown;
  double seqlen = 0;  ///< for `at`: where the speedup, interpolated in log2 of both, crosses 1
  /// Lengths between which it may lie, for `at` and for a below_shortest that is not certain at the shortest
  /// lengths; cut off at the shortest length measured. Absent where points have no interval.
  std::optional<Interval> interval;
  std::int64_t shortest_measured = 0;
  std::int64_t longest_measured = 0;
};
Crossover crossover_of(const Series& speedup);

/// What one call needs on paper, without library workspace. An implementation that is not ours is taken to
/// need its output only. The Host CPU keeps scores in fp32 whatever the problem's type.
struct PredictedMemory {
  std::uint64_t input_bytes = 0;
  std::uint64_t output_bytes = 0;
  std::uint64_t scratch_bytes = 0;  ///< with the S×S term where the algorithm has one
  std::uint64_t peak() const { return output_bytes + scratch_bytes; }
  std::uint64_t total() const { return input_bytes + peak(); }
};
PredictedMemory predicted_memory(const std::string& implementation, const Problem& problem,
                                 DeviceKind device = DeviceKind::cuda);

/// Bytes that each implementation needs on paper, inputs included, to predict what does not fit.
std::uint64_t predicted_total_bytes(const std::string& implementation, const Problem& problem,
                                    DeviceKind device = DeviceKind::cuda);

/// Rough seconds that a point takes, for "about 2 min" before Run and for the time left: from `known` points
/// of the same implementation and device where there are any (the nearest in size, scaled), else from nominal
/// rates of the device kind.
double estimated_point_seconds(const DeviceDescription& device, const PlannedPoint& point,
                               const MeasurementOptions& options);
double estimated_point_seconds(const DeviceDescription& device, const PlannedPoint& point,
                               const MeasurementOptions& options, std::span<const Point> known);

}  // namespace attnscope
