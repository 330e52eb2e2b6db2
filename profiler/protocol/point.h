// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// One measured point, from the worker to the chart: everything that is known about one implementation on one
// problem on one device. All times in microseconds, all sizes in bytes, all percentages 0 to 100.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "kernels/problem/problem.h"
#include "kernels/problem/tile_config.h"

namespace attnscope {

/// Why the clock was held down while a sample ran (NVML clock event reasons), as bits.
enum class Throttle : std::uint32_t {
  none = 0,
  power_cap = 1,  ///< normal under tensor load: labelled
  thermal = 2,    ///< flagged
  hardware = 4,   ///< flagged
};

/// One timed call.
struct Sample {
  double span_us = 0;         ///< last end − first start over all of the call's device activities
  double device_time_us = 0;  ///< sum of their durations
  std::optional<double> sm_clock_mhz;
  std::optional<double> power_watts;
  std::optional<double> temperature_celsius;
  std::uint32_t throttle = 0;  ///< OR of Throttle
  bool operator==(const Sample&) const = default;
};

/// One kernel of a call as it really ran (a call of flash has one, standard three).
struct KernelRecord {
  std::string name;  ///< demangled
  int launches = 1;  ///< how many times in one call
  std::int64_t grid[3] = {1, 1, 1};
  int threads_per_block = 0;
  int registers_per_thread = 0;
  std::uint64_t shared_memory_bytes = 0;  ///< static + dynamic, per block
  double duration_us = 0;                 ///< median over the samples, all launches together
  std::optional<int> blocks_per_sm;
  std::optional<double> theoretical_occupancy_percent;
  std::optional<std::string> occupancy_limiter;  ///< "registers", "shared memory", "warps", "blocks"
  std::optional<double> achieved_occupancy_percent;
  std::optional<double> wave_fill_percent;
  std::map<std::string, double> counters;  ///< by metric name; empty where not permitted
  bool operator==(const KernelRecord&) const = default;
};

/// Peak memory of one cold call.
struct MemoryUse {
  std::uint64_t output_bytes = 0;
  std::uint64_t scratch_bytes = 0;
  std::uint64_t library_bytes = 0;
  std::uint64_t input_bytes = 0;
  std::uint64_t peak_bytes = 0;       ///< output + scratch + library, as recorded from allocations
  std::uint64_t predicted_bytes = 0;  ///< the same on paper
  bool from_records = false;          ///< peak_bytes was read from allocation records, not stated
  bool operator==(const MemoryUse&) const = default;
};

/// Against the fp64 reference on the same inputs.
struct ErrorFigures {
  double max_abs = 0;
  double relative_rms = 0;
  std::int64_t rows_checked = 0;  ///< of batch · query_heads · query_seqlen
  bool operator==(const ErrorFigures&) const = default;
};

/// How well the call's tiles fill the device; never mixed into one figure. Percent; time-weighted over
/// kernels where a call has several.
struct TileOccupancy {
  std::optional<double> theoretical_percent;
  std::optional<std::string> limiter;
  std::optional<double> achieved_percent;
  std::optional<double> wave_fill_percent;
  std::optional<double> balance_percent;           ///< on paper
  std::optional<double> measured_balance_percent;  ///< Σ busy / (slots × span), instrumented build
  std::optional<double> mask_density_percent;
  bool operator==(const TileOccupancy&) const = default;
};

/// Where and when each tile of one launch ran, from the instrumented build. Columns of equal length, in the
/// order of their starts; times count from the first start.
struct TileTrace {
  std::int64_t recorded = 0;    ///< work items of the launch; more than the rows where these were thinned
  std::int64_t slot_count = 0;  ///< places where tiles ran at once: SMs × CTAs per SM, or threads
  double span_us = 0;           ///< first start to last end
  std::optional<double> slowdown = {};   ///< span of the instrumented call / median span of the plain one
  std::int64_t clock_resolution_ns = 0;  ///< the smallest step seen between two readings
  std::vector<int> sm;                   ///< or the thread, on the Host CPU
  std::vector<std::int64_t> work_item;   ///< query tile + query tiles of a head · (head + heads · batch)
  std::vector<std::int64_t> start_ns;
  std::vector<std::int64_t> end_ns;
  /// Rows that all columns have.
  std::size_t rows() const { return std::min({sm.size(), work_item.size(), start_ns.size(), end_ns.size()}); }
  bool operator==(const TileTrace&) const = default;
};

/// The most rows of a trace that are kept: a point stays one line of the protocol.
inline constexpr std::size_t most_tile_rows = 16384;

struct Measured {
  std::vector<Sample> samples;
  MemoryUse memory;
  std::optional<ErrorFigures> error;
  TileOccupancy occupancy;
  std::optional<TileConfig> tile;
  std::optional<TileTrace> tile_trace;  ///< only where it was asked for
  std::vector<KernelRecord> kernels;
  std::string timing_source;  ///< "cupti", "events" (no CUPTI), "steady_clock" (Host CPU)
  bool cold_l2 = true;
  std::int64_t dropped_records = 0;  ///< CUPTI records with end < start
  std::vector<std::string> remarks;  ///< plain sentences: "counters not permitted", …
  bool operator==(const Measured&) const = default;
};
struct OutOfMemory {
  std::uint64_t needed_bytes = 0;
  std::uint64_t capacity_bytes = 0;
  std::string message;
  bool operator==(const OutOfMemory&) const = default;
};
struct Unsupported {
  std::string reason;
  bool operator==(const Unsupported&) const = default;
};
struct Failed {
  std::string message;
  bool operator==(const Failed&) const = default;
};
struct Cancelled {
  bool operator==(const Cancelled&) const = default;
};

using Outcome = std::variant<Measured, OutOfMemory, Unsupported, Failed, Cancelled>;

struct Point {
  std::string device_uuid;
  std::string implementation;
  Problem problem;
  Outcome outcome;
  bool operator==(const Point&) const = default;
};

}  // namespace attnscope
