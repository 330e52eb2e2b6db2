// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/store/schema.h"

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Statement.h>

#include <array>
#include <cstddef>
#include <map>
#include <set>
#include <utility>

namespace attnscope::store {
namespace {

// The text below is kept in each file as it stands: `.schema` in the sqlite3 shell shows the comments.
constexpr const char* version_1_tables_sql = R"sql(
CREATE TABLE runs (
  id TEXT PRIMARY KEY NOT NULL,        -- UUID
  name TEXT NOT NULL,
  created_ms INTEGER NOT NULL,         -- UTC, milliseconds since 1970
  state TEXT NOT NULL CHECK (state IN ('running', 'finished', 'cancelled', 'interrupted')),
  command TEXT NOT NULL,               -- repeats the run
  planned_points INTEGER NOT NULL,
  is_sample INTEGER NOT NULL CHECK (is_sample IN (0, 1)),
  options TEXT NOT NULL,               -- JSON: how it was measured
  owner_host TEXT,                     -- the process that measures, while state is running
  owner_boot_id TEXT,
  owner_pid_namespace TEXT,
  owner_pid INTEGER,
  owner_start_ticks INTEGER
) STRICT;

CREATE TABLE environments (
  run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  device_uuid TEXT NOT NULL,
  document TEXT NOT NULL,              -- JSON: device, driver, clocks, host, versions
  PRIMARY KEY (run_id, position),
  UNIQUE (run_id, device_uuid)
) STRICT;

CREATE TABLE pending_points (
  run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,           -- in the plan
  device_uuid TEXT NOT NULL,
  implementation TEXT NOT NULL,
  batch INTEGER NOT NULL,
  query_heads INTEGER NOT NULL,
  kv_heads INTEGER NOT NULL,
  query_seqlen INTEGER NOT NULL,
  kv_seqlen INTEGER NOT NULL,
  head_dim INTEGER NOT NULL,
  dtype TEXT NOT NULL,
  causal INTEGER NOT NULL CHECK (causal IN (0, 1)),
  window_left INTEGER,
  window_right INTEGER,
  softmax_scale REAL,
  layout TEXT NOT NULL,
  PRIMARY KEY (run_id, position)
) STRICT;

CREATE TABLE points (
  id INTEGER PRIMARY KEY,
  run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,           -- in the order they were stored, from 0
  device_uuid TEXT NOT NULL,
  implementation TEXT NOT NULL,
  batch INTEGER NOT NULL,
  query_heads INTEGER NOT NULL,
  kv_heads INTEGER NOT NULL,
  query_seqlen INTEGER NOT NULL,
  kv_seqlen INTEGER NOT NULL,
  head_dim INTEGER NOT NULL,
  dtype TEXT NOT NULL,
  causal INTEGER NOT NULL CHECK (causal IN (0, 1)),
  window_left INTEGER,                 -- NULL: unbounded
  window_right INTEGER,
  softmax_scale REAL,                  -- NULL: 1 / sqrt(head_dim)
  layout TEXT NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('measured', 'out_of_memory', 'unsupported', 'failed', 'cancelled')),
  message TEXT,                        -- of out_of_memory, unsupported and failed
  needed_bytes INTEGER,                -- of out_of_memory
  capacity_bytes INTEGER,
  output_bytes INTEGER,                -- from here on: of measured
  scratch_bytes INTEGER,
  library_bytes INTEGER,
  input_bytes INTEGER,
  peak_bytes INTEGER,                  -- output + scratch + library
  predicted_bytes INTEGER,
  memory_from_records INTEGER,         -- 1: peak_bytes was read from allocation records
  error_max_abs REAL,
  error_relative_rms REAL,
  error_rows_checked INTEGER,
  theoretical_percent REAL,
  occupancy_limiter TEXT,
  achieved_percent REAL,
  wave_fill_percent REAL,
  balance_percent REAL,
  measured_balance_percent REAL,
  mask_density_percent REAL,
  tile_block_m INTEGER,
  tile_block_n INTEGER,
  tile_stages INTEGER,
  tile_warps INTEGER,
  tile_persistent INTEGER,
  timing_source TEXT,
  cold_l2 INTEGER,
  dropped_records INTEGER,
  UNIQUE (run_id, position)
) STRICT;

CREATE TABLE samples (
  point_id INTEGER NOT NULL REFERENCES points (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  span_us REAL NOT NULL,
  device_time_us REAL NOT NULL,
  sm_clock_mhz REAL,
  power_watts REAL,
  temperature_celsius REAL,
  throttle INTEGER NOT NULL,           -- bits: 1 power cap, 2 thermal, 4 hardware
  PRIMARY KEY (point_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE kernels (
  point_id INTEGER NOT NULL REFERENCES points (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  name TEXT NOT NULL,
  launches INTEGER NOT NULL,
  grid_x INTEGER NOT NULL,
  grid_y INTEGER NOT NULL,
  grid_z INTEGER NOT NULL,
  threads_per_block INTEGER NOT NULL,
  registers_per_thread INTEGER NOT NULL,
  shared_memory_bytes INTEGER NOT NULL,
  duration_us REAL NOT NULL,
  blocks_per_sm INTEGER,
  theoretical_occupancy_percent REAL,
  occupancy_limiter TEXT,
  achieved_occupancy_percent REAL,
  wave_fill_percent REAL,
  PRIMARY KEY (point_id, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE counters (
  point_id INTEGER NOT NULL REFERENCES points (id) ON DELETE CASCADE,
  kernel_position INTEGER NOT NULL,
  name TEXT NOT NULL,                  -- of the metric
  value REAL NOT NULL,
  PRIMARY KEY (point_id, kernel_position, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE remarks (
  point_id INTEGER NOT NULL REFERENCES points (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (point_id, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX points_summary ON points (run_id, outcome, query_heads, kv_heads, head_dim, dtype, causal,
                                       window_left, window_right);
)sql";

// For people only: the program reads tables, so that a file from elsewhere cannot answer in their place.
constexpr const char* views_sql = R"sql(
CREATE VIEW devices AS
SELECT run_id, device_uuid,
       document ->> '$.device.name' AS name,
       document ->> '$.device.kind' AS kind,
       document ->> '$.device.memory_bytes' AS memory_bytes,
       document ->> '$.driver_version' AS driver_version,
       document ->> '$.host' AS host
FROM environments;

CREATE VIEW medians AS
SELECT point_id, count AS samples, avg(span_us) AS median_span_us
FROM (SELECT point_id, span_us,
             row_number() OVER (PARTITION BY point_id ORDER BY span_us) AS rank,
             count(*) OVER (PARTITION BY point_id) AS count
      FROM samples)
WHERE rank IN ((count + 1) / 2, (count + 2) / 2)
GROUP BY point_id, count;

CREATE VIEW results AS
SELECT points.run_id, points.id AS point_id, points.device_uuid, implementation, batch, query_heads, kv_heads,
       query_seqlen, kv_seqlen, head_dim, dtype, causal, outcome, samples, median_span_us, peak_bytes,
       error_max_abs, error_relative_rms, message
FROM points LEFT JOIN medians ON medians.point_id = points.id;

CREATE VIEW speedups AS
SELECT point.run_id, point.id AS point_id, point.device_uuid, point.implementation,
       baseline.implementation AS baseline, point.kv_seqlen,
       slower.median_span_us / faster.median_span_us AS speedup
FROM points AS point
JOIN points AS baseline
  ON baseline.run_id = point.run_id AND baseline.device_uuid = point.device_uuid
 AND baseline.implementation <> point.implementation
 AND baseline.batch = point.batch AND baseline.query_heads = point.query_heads
 AND baseline.kv_heads = point.kv_heads AND baseline.query_seqlen = point.query_seqlen
 AND baseline.kv_seqlen = point.kv_seqlen AND baseline.head_dim = point.head_dim
 AND baseline.dtype = point.dtype AND baseline.causal = point.causal
 AND baseline.window_left IS point.window_left AND baseline.window_right IS point.window_right
 AND baseline.softmax_scale IS point.softmax_scale AND baseline.layout = point.layout
 AND baseline.soft_cap IS point.soft_cap AND baseline.alibi = point.alibi
 AND baseline.dropout = point.dropout AND baseline.dropout_seed = point.dropout_seed
JOIN medians AS faster ON faster.point_id = point.id
JOIN medians AS slower ON slower.point_id = baseline.id
WHERE baseline.implementation IN ('standard', 'standard-eager');
)sql";

constexpr const char* version_2_tables_sql = R"sql(
CREATE TABLE noise_measurements (
  id INTEGER PRIMARY KEY,
  device_uuid TEXT NOT NULL,
  measured_ms INTEGER NOT NULL,        -- UTC, milliseconds since 1970
  processes INTEGER NOT NULL,          -- that measured the same points
  relative_deviation REAL NOT NULL,    -- the noise floor: standard deviation of medians between processes
  degrees_of_freedom REAL NOT NULL,    -- of that estimate
  UNIQUE (device_uuid, measured_ms)
) STRICT;

CREATE TABLE noise_points (
  measurement_id INTEGER NOT NULL REFERENCES noise_measurements (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,
  implementation TEXT NOT NULL,
  batch INTEGER NOT NULL,
  query_heads INTEGER NOT NULL,
  kv_heads INTEGER NOT NULL,
  query_seqlen INTEGER NOT NULL,
  kv_seqlen INTEGER NOT NULL,
  head_dim INTEGER NOT NULL,
  dtype TEXT NOT NULL,
  causal INTEGER NOT NULL CHECK (causal IN (0, 1)),
  window_left INTEGER,
  window_right INTEGER,
  softmax_scale REAL,
  layout TEXT NOT NULL,
  median_us REAL NOT NULL,             -- over the processes
  relative_deviation REAL NOT NULL,    -- of the processes' medians
  PRIMARY KEY (measurement_id, position)
) STRICT, WITHOUT ROWID;
)sql";

constexpr const char* version_3_tables_sql = R"sql(
CREATE TABLE run_notes (
  run_id TEXT PRIMARY KEY NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  note TEXT NOT NULL
) STRICT;

CREATE TABLE run_tags (
  run_id TEXT NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  tag TEXT NOT NULL,
  PRIMARY KEY (run_id, tag)
) STRICT, WITHOUT ROWID;

CREATE TABLE deleted_runs (            -- can be restored until they are purged
  run_id TEXT PRIMARY KEY NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
  deleted_ms INTEGER NOT NULL          -- UTC, milliseconds since 1970
) STRICT;
)sql";

constexpr const char* version_4_columns_sql = R"sql(
ALTER TABLE points ADD COLUMN soft_cap REAL;
ALTER TABLE points ADD COLUMN alibi INTEGER NOT NULL DEFAULT 0 CHECK (alibi IN (0, 1));
ALTER TABLE points ADD COLUMN dropout REAL NOT NULL DEFAULT 0;
ALTER TABLE points ADD COLUMN dropout_seed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE pending_points ADD COLUMN soft_cap REAL;
ALTER TABLE pending_points ADD COLUMN alibi INTEGER NOT NULL DEFAULT 0 CHECK (alibi IN (0, 1));
ALTER TABLE pending_points ADD COLUMN dropout REAL NOT NULL DEFAULT 0;
ALTER TABLE pending_points ADD COLUMN dropout_seed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE noise_points ADD COLUMN soft_cap REAL;
ALTER TABLE noise_points ADD COLUMN alibi INTEGER NOT NULL DEFAULT 0 CHECK (alibi IN (0, 1));
ALTER TABLE noise_points ADD COLUMN dropout REAL NOT NULL DEFAULT 0;
ALTER TABLE noise_points ADD COLUMN dropout_seed INTEGER NOT NULL DEFAULT 0;
)sql";

constexpr const char* version_5_tables_sql = R"sql(
CREATE TABLE tile_traces (
  point_id INTEGER PRIMARY KEY NOT NULL REFERENCES points (id) ON DELETE CASCADE,
  recorded INTEGER NOT NULL,           -- tiles of the launch; more than there are rows where these were thinned
  slot_count INTEGER NOT NULL,         -- places where tiles ran at once
  span_us REAL NOT NULL,               -- first start to last end
  slowdown REAL,                       -- of the instrumented build
  clock_resolution_ns INTEGER NOT NULL
) STRICT;

CREATE TABLE tile_spans (
  point_id INTEGER NOT NULL REFERENCES points (id) ON DELETE CASCADE,
  position INTEGER NOT NULL,           -- in the order of their starts
  sm INTEGER NOT NULL,                 -- or the thread, on the Host CPU
  work_item INTEGER NOT NULL,
  start_ns INTEGER NOT NULL,           -- since the first start
  end_ns INTEGER NOT NULL,
  PRIMARY KEY (point_id, position)
) STRICT, WITHOUT ROWID;
)sql";

constexpr const char* version_6_sql = R"sql(
ALTER TABLE points ADD COLUMN tile_packed_heads INTEGER;
ALTER TABLE points ADD COLUMN tile_kv_splits INTEGER;
ALTER TABLE pending_points ADD COLUMN tile_block_m INTEGER;
ALTER TABLE pending_points ADD COLUMN tile_block_n INTEGER;
ALTER TABLE pending_points ADD COLUMN tile_stages INTEGER;
ALTER TABLE pending_points ADD COLUMN tile_warps INTEGER;
ALTER TABLE noise_measurements ADD COLUMN power_limited_deviation REAL;
ALTER TABLE noise_measurements ADD COLUMN power_limited_degrees_of_freedom REAL;
ALTER TABLE noise_points ADD COLUMN power_limited INTEGER NOT NULL DEFAULT 0 CHECK (power_limited IN (0, 1));

CREATE TABLE ceilings (
  id INTEGER PRIMARY KEY,
  device_uuid TEXT NOT NULL,
  measured_ms INTEGER NOT NULL,        -- UTC, milliseconds since 1970
  driver_version TEXT,
  fp16_matmul_tflops REAL,
  bf16_matmul_tflops REAL,
  fp32_matmul_tflops REAL,
  fp8_matmul_tflops REAL,
  copy_bytes_per_second REAL,          -- read + written
  UNIQUE (device_uuid, measured_ms)
) STRICT;
)sql";

constexpr std::array<const char*, schema_version> steps{version_1_tables_sql, version_2_tables_sql,
                                                        version_3_tables_sql, version_4_columns_sql,
                                                        version_5_tables_sql, version_6_sql};

struct Definition {
  std::string type;
  std::string table;
  std::string sql;  ///< empty for the indexes that SQLite makes itself
  bool operator==(const Definition&) const = default;
};

std::map<std::string, Definition> definitions_of(SQLite::Database& database) {
  std::map<std::string, Definition> definitions;
  SQLite::Statement query(database,
                          "SELECT name, type, tbl_name, ifnull(sql, '') FROM sqlite_schema "
                          "WHERE type IN ('table', 'index', 'trigger') LIMIT 1000");
  while (query.executeStep()) {
    definitions.insert_or_assign(query.getColumn(0).getString(),
                                 Definition{query.getColumn(1).getString(), query.getColumn(2).getString(),
                                            query.getColumn(3).getString()});
  }
  return definitions;
}

using Definitions = std::map<std::string, Definition>;

/// Of each version, from version 1 on.
std::array<Definitions, schema_version> expected_definitions() {
  SQLite::Database fresh(":memory:", SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  std::array<Definitions, schema_version> expected;
  for (std::size_t version = 0; version < steps.size(); ++version) {
    fresh.exec(steps.at(version));
    expected.at(version) = definitions_of(fresh);
  }
  return expected;
}

}  // namespace

std::span<const char* const> schema_steps() {
  return steps;
}

void refresh_views(SQLite::Database& database) {
  database.exec(
      "DROP VIEW IF EXISTS speedups; DROP VIEW IF EXISTS results; DROP VIEW IF EXISTS medians;"
      "DROP VIEW IF EXISTS devices;");
  database.exec(views_sql);
}

void create_schema(SQLite::Database& database) {
  for (const char* const step : steps) {
    database.exec(step);
  }
  refresh_views(database);
  database.exec("PRAGMA application_id = " + std::to_string(application_id));
  database.exec("PRAGMA user_version = " + std::to_string(schema_version));
}

std::string problem_columns_of(SQLite::Database& database) {
  std::string names(problem_column_names);
  if (database.execAndGet("PRAGMA user_version").getInt() < 4) {
    names.replace(names.find("soft_cap"), std::string::npos, "NULL, 0, 0.0, 0");
  }
  return names;
}

std::string measured_columns_of(SQLite::Database& database) {
  std::string names(measured_column_names);
  if (database.execAndGet("PRAGMA user_version").getInt() < 6) {
    names.replace(names.find("tile_packed_heads"), std::string::npos, "NULL, NULL");
  }
  return names;
}

std::string chosen_tile_columns_of(SQLite::Database& database) {
  return database.execAndGet("PRAGMA user_version").getInt() < 6 ? "NULL, NULL, NULL, NULL"
                                                                 : std::string(chosen_tile_column_names);
}

Result<void> verify_schema(SQLite::Database& database, std::int32_t version, const std::string& file_name) {
  static const std::array<Definitions, schema_version> all_expected = expected_definitions();
  const Definitions& expected = all_expected.at(static_cast<std::size_t>(version) - 1);
  const Definitions found = definitions_of(database);
  const auto changed = [&file_name](const Definition& definition, const std::string& name, const char* how) {
    std::string message = file_name;
    message += " is damaged or was changed by another program: its " + definition.type;
    message += " \"" + name + "\" " + how;
    return fail(ErrorKind::failed, std::move(message));
  };
  std::set<std::string> our_tables;
  for (const auto& [name, definition] : expected) {
    our_tables.insert(definition.table);
    const auto same = found.find(name);
    if (same == found.end()) {
      return changed(definition, name, "is missing.");
    }
    if (same->second != definition) {
      return changed(definition, name, "is not as attnscope makes it.");
    }
  }
  for (const auto& [name, definition] : found) {
    if (our_tables.contains(definition.table) && !expected.contains(name)) {
      return changed(definition, name, "is not one that attnscope makes.");
    }
  }
  return {};
}

}  // namespace attnscope::store
