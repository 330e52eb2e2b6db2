// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Where and when each tile of a point ran: tables of their own, filled only where it was asked for.
#pragma once

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <cstdint>
#include <optional>

#include "profiler/protocol/point.h"
#include "profiler/store/reader.h"

namespace attnscope::store {

/// Throws SQLite::Exception; call within a transaction.
void insert_tile_trace(SQLite::Database& database, std::int64_t point_id, const TileTrace& trace);

/// Reads the traces of several points; finds none in a file from before they were kept.
class TileTraceReader {
 public:
  explicit TileTraceReader(SQLite::Database& database);

  /// Throws SQLite::Exception, and Damaged where it would take more than the budget.
  std::optional<TileTrace> read(std::int64_t point_id, LoadBudget& budget);

 private:
  std::optional<SQLite::Statement> trace_;
  std::optional<SQLite::Statement> spans_;
};

}  // namespace attnscope::store
