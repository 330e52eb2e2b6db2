// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Rows back into runs. Each function throws SQLite::Exception or Damaged and belongs within one read
// transaction, so that a run is of one moment.
#pragma once

#include <SQLiteCpp/Database.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "profiler/protocol/run.h"
#include "profiler/store/process_identity.h"

namespace attnscope::store {

/// Memory that one answer may take: a damaged or hostile file must not exhaust the machine's.
class LoadBudget {
 public:
  /// Throws Damaged where it is spent.
  void take(std::size_t bytes);

 private:
  std::size_t left_ = std::size_t{1} << 30;
};

struct StoredHeader {
  RunHeader header;
  std::optional<ProcessIdentity> owner;
};

/// Newest first; one run only where an id is given.
std::vector<StoredHeader> read_headers(SQLite::Database& database, const std::optional<std::string>& run_id,
                                       LoadBudget& budget);

/// Whether a run says that it is running but nobody is there to measure it.
bool is_abandoned(const StoredHeader& stored);

/// Points from `first_position` on, with everything that belongs to them.
std::vector<Point> read_points(SQLite::Database& database, const std::string& run_id,
                               std::int64_t first_position, LoadBudget& budget);
std::vector<PendingPoint> read_pending(SQLite::Database& database, const std::string& run_id,
                                       LoadBudget& budget);

}  // namespace attnscope::store
