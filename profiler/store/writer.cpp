// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/store/writer.h"

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Statement.h>

#include <array>
#include <cstddef>

#include "profiler/protocol/codec.h"
#include "profiler/store/columns.h"
#include "profiler/store/schema.h"
#include "profiler/store/tile_traces.h"

namespace attnscope::store {
namespace {

constexpr std::array<std::string_view, 4> run_state_names{"running", "finished", "cancelled", "interrupted"};

struct OutcomeColumns {
  const char* name;
  std::optional<std::string> message;
  std::optional<std::uint64_t> needed_bytes;
  std::optional<std::uint64_t> capacity_bytes;
};

OutcomeColumns columns_of(const Outcome& outcome) {
  struct Visitor {
    OutcomeColumns operator()(const Measured&) const { return {"measured", {}, {}, {}}; }
    OutcomeColumns operator()(const OutOfMemory& out_of_memory) const {
      return {"out_of_memory", out_of_memory.message, out_of_memory.needed_bytes,
              out_of_memory.capacity_bytes};
    }
    OutcomeColumns operator()(const Unsupported& unsupported) const {
      return {"unsupported", unsupported.reason, {}, {}};
    }
    OutcomeColumns operator()(const Failed& failed) const { return {"failed", failed.message, {}, {}}; }
    OutcomeColumns operator()(const Cancelled&) const { return {"cancelled", {}, {}, {}}; }
  };
  return std::visit(Visitor{}, outcome);
}

void bind_measured(Binder& bind, const Measured& measured) {
  const MemoryUse& memory = measured.memory;
  bind << memory.output_bytes << memory.scratch_bytes << memory.library_bytes << memory.input_bytes
       << memory.peak_bytes << memory.predicted_bytes << memory.from_records;
  if (measured.error) {
    bind << measured.error->max_abs << measured.error->relative_rms << measured.error->rows_checked;
  } else {
    bind.null().null().null();
  }
  const TileOccupancy& occupancy = measured.occupancy;
  bind << occupancy.theoretical_percent << occupancy.limiter << occupancy.achieved_percent
       << occupancy.wave_fill_percent << occupancy.balance_percent << occupancy.measured_balance_percent
       << occupancy.mask_density_percent;
  if (measured.tile) {
    bind << measured.tile->block_m << measured.tile->block_n << measured.tile->stages << measured.tile->warps
         << measured.tile->persistent;
  } else {
    bind.null().null().null().null().null();
  }
  bind << measured.timing_source << measured.cold_l2 << measured.dropped_records;
  if (measured.tile) {
    bind << measured.tile->packed_heads << measured.tile->kv_splits;
  } else {
    bind.null().null();
  }
}

void insert_samples(SQLite::Database& database, std::int64_t point_id, const std::vector<Sample>& samples) {
  SQLite::Statement insert(database, "INSERT INTO samples VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
  for (std::size_t position = 0; position < samples.size(); ++position) {
    const Sample& sample = samples[position];
    insert.reset();
    Binder(insert) << point_id << static_cast<std::int64_t>(position) << sample.span_us
                   << sample.device_time_us << sample.sm_clock_mhz << sample.power_watts
                   << sample.temperature_celsius << sample.throttle;
    insert.exec();
  }
}

void insert_kernels(SQLite::Database& database, std::int64_t point_id,
                    const std::vector<KernelRecord>& kernels) {
  SQLite::Statement insert(database,
                           "INSERT INTO kernels VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  SQLite::Statement insert_counter(database, "INSERT INTO counters VALUES (?, ?, ?, ?)");
  for (std::size_t index = 0; index < kernels.size(); ++index) {
    const KernelRecord& kernel = kernels[index];
    const auto position = static_cast<std::int64_t>(index);
    insert.reset();
    Binder(insert) << point_id << position << kernel.name << kernel.launches << kernel.grid[0]
                   << kernel.grid[1] << kernel.grid[2] << kernel.threads_per_block
                   << kernel.registers_per_thread << kernel.shared_memory_bytes << kernel.duration_us
                   << kernel.blocks_per_sm << kernel.theoretical_occupancy_percent << kernel.occupancy_limiter
                   << kernel.achieved_occupancy_percent << kernel.wave_fill_percent;
    insert.exec();
    for (const auto& [name, value] : kernel.counters) {
      insert_counter.reset();
      Binder(insert_counter) << point_id << position << name << value;
      insert_counter.exec();
    }
  }
}

void insert_remarks(SQLite::Database& database, std::int64_t point_id,
                    const std::vector<std::string>& remarks) {
  SQLite::Statement insert(database, "INSERT INTO remarks VALUES (?, ?, ?)");
  for (std::size_t position = 0; position < remarks.size(); ++position) {
    insert.reset();
    Binder(insert) << point_id << static_cast<std::int64_t>(position) << remarks[position];
    insert.exec();
  }
}

std::int64_t next_position(SQLite::Database& database, const char* table, const std::string& run_id) {
  SQLite::Statement query(
      database, std::string("SELECT ifnull(max(position), -1) + 1 FROM ") + table + " WHERE run_id = ?");
  Binder(query) << run_id;
  query.executeStep();
  return query.getColumn(0).getInt64();
}

}  // namespace

std::string_view name_of(RunState state) {
  return run_state_names.at(static_cast<std::size_t>(state));
}

std::optional<RunState> run_state_named(std::string_view name) {
  for (std::size_t index = 0; index < run_state_names.size(); ++index) {
    if (run_state_names.at(index) == name) {
      return static_cast<RunState>(index);
    }
  }
  return std::nullopt;
}

bool run_exists(SQLite::Database& database, const std::string& run_id) {
  SQLite::Statement query(database, "SELECT 1 FROM runs WHERE id = ?");
  Binder(query) << run_id;
  return query.executeStep();
}

void insert_run(SQLite::Database& database, const RunHeader& header,
                const std::optional<ProcessIdentity>& owner) {
  SQLite::Statement insert(database, "INSERT INTO runs VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  Binder bind(insert);
  bind << header.id << header.name << header.created_ms << name_of(header.state) << header.command
       << header.planned_points << header.is_sample << encode_options(header.options);
  if (owner) {
    bind << owner->host << owner->boot_id << owner->pid_namespace << owner->pid << owner->start_ticks;
  } else {
    bind.null().null().null().null().null();
  }
  insert.exec();
  for (const Environment& environment : header.environments) {
    put_environment(database, header.id, environment);
  }
}

void put_environment(SQLite::Database& database, const std::string& run_id, const Environment& environment) {
  SQLite::Statement upsert(database,
                           "INSERT INTO environments VALUES (?, ?, ?, ?) "
                           "ON CONFLICT (run_id, device_uuid) DO UPDATE SET document = excluded.document");
  Binder(upsert) << run_id << next_position(database, "environments", run_id) << environment.device.uuid
                 << encode_environment(environment);
  upsert.exec();
}

void insert_pending(SQLite::Database& database, const std::string& run_id,
                    const std::vector<PendingPoint>& pending) {
  static const std::string sql = insert_into(
      "pending_points", "run_id, position, device_uuid, implementation, " +
                            std::string(problem_column_names) + ", " + std::string(chosen_tile_column_names));
  SQLite::Statement insert(database, sql);
  for (std::size_t position = 0; position < pending.size(); ++position) {
    insert.reset();
    const PlannedPoint& point = pending[position].point;
    Binder bind(insert);
    bind << run_id << static_cast<std::int64_t>(position) << pending[position].device_uuid
         << point.implementation << point.problem;
    if (point.tile) {
      bind << point.tile->block_m << point.tile->block_n << point.tile->stages << point.tile->warps;
    } else {
      bind.null().null().null().null();
    }
    insert.exec();
  }
}

void insert_point(SQLite::Database& database, const std::string& run_id, const Point& point) {
  static const std::string point_columns = "run_id, position, device_uuid, implementation, " +
                                           std::string(problem_column_names) +
                                           ", outcome, message, needed_bytes, capacity_bytes";
  static const std::string sql = insert_into("points", point_columns);
  static const std::string measured_sql =
      insert_into("points", point_columns + ", " + std::string(measured_column_names));
  const auto* measured = std::get_if<Measured>(&point.outcome);
  SQLite::Statement insert(database, measured != nullptr ? measured_sql : sql);
  const OutcomeColumns outcome = columns_of(point.outcome);
  Binder bind(insert);
  bind << run_id << next_position(database, "points", run_id) << point.device_uuid << point.implementation
       << point.problem << outcome.name << outcome.message << outcome.needed_bytes << outcome.capacity_bytes;
  if (measured != nullptr) {
    bind_measured(bind, *measured);
  }
  insert.exec();
  if (measured != nullptr) {
    const std::int64_t point_id = database.getLastInsertRowid();
    insert_samples(database, point_id, measured->samples);
    insert_kernels(database, point_id, measured->kernels);
    insert_remarks(database, point_id, measured->remarks);
    if (measured->tile_trace) insert_tile_trace(database, point_id, *measured->tile_trace);
  }
}

void remove_pending(SQLite::Database& database, const std::string& run_id, const Point& point) {
  SQLite::Statement query(
      database,
      "SELECT min(position) FROM pending_points WHERE run_id = ? AND device_uuid = ? AND implementation = ? "
      "AND batch = ? AND query_heads = ? AND kv_heads = ? AND query_seqlen = ? AND kv_seqlen = ? "
      "AND head_dim = ? AND dtype = ? AND causal = ? AND window_left IS ? AND window_right IS ? "
      "AND softmax_scale IS ? AND layout = ? AND soft_cap IS ? AND alibi = ? AND dropout = ? "
      "AND dropout_seed = ?");
  Binder(query) << run_id << point.device_uuid << point.implementation << point.problem;
  if (query.executeStep() && !query.isColumnNull(0)) {
    SQLite::Statement remove(database, "DELETE FROM pending_points WHERE run_id = ? AND position = ?");
    Binder(remove) << run_id << query.getColumn(0).getInt64();
    remove.exec();
  }
}

void set_state(SQLite::Database& database, const std::string& run_id, RunState state) {
  SQLite::Statement update(
      database,
      "UPDATE runs SET state = ?, owner_host = NULL, owner_boot_id = NULL, owner_pid_namespace = NULL, "
      "owner_pid = NULL, owner_start_ticks = NULL WHERE id = ?");
  Binder(update) << name_of(state) << run_id;
  update.exec();
}

}  // namespace attnscope::store
