// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/store/tile_traces.h"

#include <SQLiteCpp/Column.h>

#include "profiler/store/columns.h"

namespace attnscope::store {

void insert_tile_trace(SQLite::Database& database, std::int64_t point_id, const TileTrace& trace) {
  SQLite::Statement insert(database, "INSERT INTO tile_traces VALUES (?, ?, ?, ?, ?, ?)");
  Binder(insert) << point_id << trace.recorded << trace.slot_count << trace.span_us << trace.slowdown
                 << trace.clock_resolution_ns;
  insert.exec();
  SQLite::Statement insert_span(database, "INSERT INTO tile_spans VALUES (?, ?, ?, ?, ?, ?)");
  for (std::size_t i = 0; i < trace.rows(); ++i) {
    insert_span.reset();
    Binder(insert_span) << point_id << static_cast<std::int64_t>(i) << trace.sm[i] << trace.work_item[i]
                        << trace.start_ns[i] << trace.end_ns[i];
    insert_span.exec();
  }
}

TileTraceReader::TileTraceReader(SQLite::Database& database) {
  constexpr int first_with_traces = 5;
  if (database.execAndGet("PRAGMA user_version").getInt() < first_with_traces) return;
  trace_.emplace(database,
                 "SELECT recorded, slot_count, span_us, slowdown, clock_resolution_ns FROM tile_traces "
                 "WHERE point_id = ?");
  spans_.emplace(database,
                 "SELECT sm, work_item, start_ns, end_ns FROM tile_spans WHERE point_id = ? "
                 "ORDER BY position");
}

std::optional<TileTrace> TileTraceReader::read(std::int64_t point_id, LoadBudget& budget) {
  if (!trace_) return std::nullopt;
  trace_->reset();
  Binder(*trace_) << point_id;
  if (!trace_->executeStep()) return std::nullopt;
  TileTrace trace;
  Columns(*trace_) >> trace.recorded >> trace.slot_count >> trace.span_us >> trace.slowdown >>
      trace.clock_resolution_ns;
  spans_->reset();
  Binder(*spans_) << point_id;
  while (spans_->executeStep()) {
    budget.take(sizeof(int) + 3 * sizeof(std::int64_t));
    Columns(*spans_) >> trace.sm.emplace_back() >> trace.work_item.emplace_back() >>
        trace.start_ns.emplace_back() >> trace.end_ns.emplace_back();
  }
  return trace;
}

}  // namespace attnscope::store
