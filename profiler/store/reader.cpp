// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/store/reader.h"

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Statement.h>

#include <string>
#include <unordered_map>
#include <utility>

#include "profiler/protocol/codec.h"
#include "profiler/store/columns.h"
#include "profiler/store/schema.h"
#include "profiler/store/tile_traces.h"
#include "profiler/store/writer.h"

namespace attnscope::store {
namespace {

template <typename Value>
Value unwrap(Result<Value> result) {
  if (!result) {
    throw Damaged(result.error().message);
  }
  return std::move(*result);
}

/// The environments of runs. Most runs of a database were measured in the same one: a document that was read
/// before is not read again.
class EnvironmentReader {
 public:
  EnvironmentReader(SQLite::Database& database, LoadBudget& budget)
      : budget_(budget),
        query_(database, "SELECT document FROM environments WHERE run_id = ? ORDER BY position") {}

  void read(RunHeader& header) {
    query_.reset();
    Binder(query_) << header.id;
    while (query_.executeStep()) {
      const std::string document = query_.getColumn(0).getString();
      budget_.take(document.size() + sizeof(Environment));
      auto known = known_.find(document);
      if (known == known_.end()) {
        known = known_.emplace(document, unwrap(decode_environment(document))).first;
      }
      header.environments.push_back(known->second);
    }
  }

 private:
  LoadBudget& budget_;
  SQLite::Statement query_;
  std::unordered_map<std::string, Environment> known_;
};

/// The statements that fetch what hangs on a point, prepared once for all points of an answer.
class DetailReader {
 public:
  DetailReader(SQLite::Database& database, LoadBudget& budget)
      : budget_(budget),
        samples_(database,
                 "SELECT span_us, device_time_us, sm_clock_mhz, power_watts, temperature_celsius, throttle "
                 "FROM samples WHERE point_id = ? ORDER BY position"),
        kernels_(database,
                 "SELECT position, name, launches, grid_x, grid_y, grid_z, threads_per_block, "
                 "registers_per_thread, shared_memory_bytes, duration_us, blocks_per_sm, "
                 "theoretical_occupancy_percent, occupancy_limiter, achieved_occupancy_percent, "
                 "wave_fill_percent FROM kernels WHERE point_id = ? ORDER BY position"),
        counters_(
            database,
            "SELECT name, value FROM counters WHERE point_id = ? AND kernel_position = ? ORDER BY name"),
        remarks_(database, "SELECT text FROM remarks WHERE point_id = ? ORDER BY position"),
        tile_traces_(database) {}

  void read(std::int64_t point_id, Measured& measured) {
    start(samples_) << point_id;
    while (samples_.executeStep()) {
      budget_.take(sizeof(Sample));
      Sample& sample = measured.samples.emplace_back();
      Columns(samples_) >> sample.span_us >> sample.device_time_us >> sample.sm_clock_mhz >>
          sample.power_watts >> sample.temperature_celsius >> sample.throttle;
    }
    start(kernels_) << point_id;
    while (kernels_.executeStep()) {
      measured.kernels.push_back(read_kernel(point_id));
    }
    start(remarks_) << point_id;
    while (remarks_.executeStep()) {
      measured.remarks.push_back(remarks_.getColumn(0).getString());
      budget_.take(sizeof(std::string) + measured.remarks.back().size());
    }
    measured.tile_trace = tile_traces_.read(point_id, budget_);
  }

 private:
  static Binder start(SQLite::Statement& statement) {
    statement.reset();
    return Binder(statement);
  }

  KernelRecord read_kernel(std::int64_t point_id) {
    std::int64_t position = 0;
    KernelRecord kernel;
    Columns(kernels_) >> position >> kernel.name >> kernel.launches >> kernel.grid[0] >> kernel.grid[1] >>
        kernel.grid[2] >> kernel.threads_per_block >> kernel.registers_per_thread >>
        kernel.shared_memory_bytes >> kernel.duration_us >> kernel.blocks_per_sm >>
        kernel.theoretical_occupancy_percent >> kernel.occupancy_limiter >>
        kernel.achieved_occupancy_percent >> kernel.wave_fill_percent;
    budget_.take(sizeof(KernelRecord) + kernel.name.size());
    start(counters_) << point_id << position;
    while (counters_.executeStep()) {
      std::string name;
      double value = 0;
      Columns(counters_) >> name >> value;
      budget_.take(sizeof(std::string) + name.size() + sizeof(value));
      kernel.counters.insert_or_assign(std::move(name), value);
    }
    return kernel;
  }

  LoadBudget& budget_;
  SQLite::Statement samples_;
  SQLite::Statement kernels_;
  SQLite::Statement counters_;
  SQLite::Statement remarks_;
  TileTraceReader tile_traces_;
};

/// The rest of a row of `points`, from its first measured column on.
Measured read_measured(Columns& columns) {
  Measured measured;
  MemoryUse& memory = measured.memory;
  columns >> memory.output_bytes >> memory.scratch_bytes >> memory.library_bytes >> memory.input_bytes >>
      memory.peak_bytes >> memory.predicted_bytes >> memory.from_records;

  std::optional<double> max_abs;
  std::optional<double> relative_rms;
  std::optional<std::int64_t> rows_checked;
  columns >> max_abs >> relative_rms >> rows_checked;
  if (max_abs && relative_rms && rows_checked) {
    measured.error = ErrorFigures{*max_abs, *relative_rms, *rows_checked};
  }

  TileOccupancy& occupancy = measured.occupancy;
  columns >> occupancy.theoretical_percent >> occupancy.limiter >> occupancy.achieved_percent >>
      occupancy.wave_fill_percent >> occupancy.balance_percent >> occupancy.measured_balance_percent >>
      occupancy.mask_density_percent;

  std::optional<std::int64_t> block_m;
  TileConfig tile;
  columns >> block_m >> tile.block_n >> tile.stages >> tile.warps >> tile.persistent;
  columns >> measured.timing_source >> measured.cold_l2 >> measured.dropped_records;
  std::optional<int> packed_heads;
  std::optional<int> kv_splits;
  columns >> packed_heads >> kv_splits;
  if (block_m) {
    tile.block_m = *block_m;
    tile.packed_heads = packed_heads.value_or(1);
    tile.kv_splits = kv_splits.value_or(1);
    measured.tile = tile;
  }
  return measured;
}

Outcome read_outcome(Columns& columns) {
  std::string outcome;
  std::optional<std::string> message;
  std::optional<std::uint64_t> needed_bytes;
  std::optional<std::uint64_t> capacity_bytes;
  columns >> outcome >> message >> needed_bytes >> capacity_bytes;
  if (outcome == "measured") {
    return read_measured(columns);
  }
  if (outcome == "out_of_memory") {
    return OutOfMemory{needed_bytes.value_or(0), capacity_bytes.value_or(0), message.value_or("")};
  }
  if (outcome == "unsupported") {
    return Unsupported{message.value_or("")};
  }
  if (outcome == "failed") {
    return Failed{message.value_or("")};
  }
  if (outcome == "cancelled") {
    return Cancelled{};
  }
  throw Damaged("a point has an unknown outcome");
}

}  // namespace

void LoadBudget::take(std::size_t bytes) {
  if (bytes > left_) {
    throw Damaged("it holds more than this program can load at once");
  }
  left_ -= bytes;
}

std::vector<StoredHeader> read_headers(SQLite::Database& database, const std::optional<std::string>& run_id,
                                       LoadBudget& budget) {
  std::string sql =
      "SELECT id, name, created_ms, state, command, planned_points, is_sample, options, owner_host, "
      "owner_boot_id, owner_pid_namespace, owner_pid, owner_start_ticks FROM runs";
  sql += run_id ? " WHERE id = ?" : " ORDER BY created_ms DESC, rowid DESC";
  SQLite::Statement query(database, sql);
  if (run_id) {
    Binder(query) << *run_id;
  }
  std::vector<StoredHeader> headers;
  EnvironmentReader environments(database, budget);
  while (query.executeStep()) {
    StoredHeader stored;
    RunHeader& header = stored.header;
    std::string state;
    std::string options;
    std::optional<std::string> host;
    ProcessIdentity owner;
    std::optional<std::string> boot_id;
    std::optional<std::string> pid_namespace;
    std::optional<std::int64_t> pid;
    std::optional<std::int64_t> start_ticks;
    Columns(query) >> header.id >> header.name >> header.created_ms >> state >> header.command >>
        header.planned_points >> header.is_sample >> options >> host >> boot_id >> pid_namespace >> pid >>
        start_ticks;
    budget.take(sizeof(StoredHeader) + header.name.size() + header.command.size() + options.size());
    const std::optional<RunState> known_state = run_state_named(state);
    if (!known_state) {
      throw Damaged("a run has an unknown state");
    }
    header.state = *known_state;
    header.options = unwrap(decode_options(options));
    if (host && boot_id && pid_namespace && pid && start_ticks) {
      stored.owner = ProcessIdentity{*host, *boot_id, *pid_namespace, *pid, *start_ticks};
    }
    environments.read(header);
    headers.push_back(std::move(stored));
  }
  return headers;
}

bool is_abandoned(const StoredHeader& stored) {
  return stored.header.state == RunState::running &&
         (!stored.owner || state_of(*stored.owner) == OwnerState::gone);
}

std::vector<Point> read_points(SQLite::Database& database, const std::string& run_id,
                               std::int64_t first_position, LoadBudget& budget) {
  SQLite::Statement query(
      database, "SELECT id, device_uuid, implementation, " + problem_columns_of(database) +
                    ", outcome, message, needed_bytes, capacity_bytes, " + measured_columns_of(database) +
                    " FROM points WHERE run_id = ? AND position >= ? ORDER BY position");
  Binder(query) << run_id << first_position;
  DetailReader details(database, budget);
  std::vector<Point> points;
  while (query.executeStep()) {
    std::int64_t id = 0;
    Point point;
    Columns columns(query);
    columns >> id >> point.device_uuid >> point.implementation >> point.problem;
    point.outcome = read_outcome(columns);
    budget.take(sizeof(Point) + point.device_uuid.size() + point.implementation.size());
    if (auto* measured = std::get_if<Measured>(&point.outcome)) {
      details.read(id, *measured);
    }
    points.push_back(std::move(point));
  }
  return points;
}

std::vector<PendingPoint> read_pending(SQLite::Database& database, const std::string& run_id,
                                       LoadBudget& budget) {
  SQLite::Statement query(database, "SELECT device_uuid, implementation, " + problem_columns_of(database) +
                                        ", " + chosen_tile_columns_of(database) +
                                        " FROM pending_points WHERE run_id = ? ORDER BY position");
  Binder(query) << run_id;
  std::vector<PendingPoint> pending;
  while (query.executeStep()) {
    PendingPoint& point = pending.emplace_back();
    std::optional<std::int64_t> block_m;
    std::optional<std::int64_t> block_n;
    TileChoice tile;
    Columns(query) >> point.device_uuid >> point.point.implementation >> point.point.problem >> block_m >>
        block_n >> tile.stages >> tile.warps;
    if (block_m && block_n) {
      tile.block_m = *block_m;
      tile.block_n = *block_n;
      point.point.tile = tile;
    }
    budget.take(sizeof(PendingPoint) + point.device_uuid.size() + point.point.implementation.size());
  }
  return pending;
}

}  // namespace attnscope::store
