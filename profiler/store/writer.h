// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Rows of a run. Each function throws SQLite::Exception and belongs within the caller's transaction.
#pragma once

#include <SQLiteCpp/Database.h>

#include <optional>
#include <string>
#include <vector>

#include "profiler/protocol/run.h"
#include "profiler/store/process_identity.h"

namespace attnscope::store {

bool run_exists(SQLite::Database& database, const std::string& run_id);
void insert_run(SQLite::Database& database, const RunHeader& header,
                const std::optional<ProcessIdentity>& owner);
void put_environment(SQLite::Database& database, const std::string& run_id, const Environment& environment);
void insert_pending(SQLite::Database& database, const std::string& run_id,
                    const std::vector<PendingPoint>& pending);
void insert_point(SQLite::Database& database, const std::string& run_id, const Point& point);
/// Takes one pending point off that is the same as `point`.
void remove_pending(SQLite::Database& database, const std::string& run_id, const Point& point);
/// Sets the state and forgets the owner.
void set_state(SQLite::Database& database, const std::string& run_id, RunState state);

/// For columns: "running", "out_of_memory", ….
std::string_view name_of(RunState state);
std::optional<RunState> run_state_named(std::string_view name);

}  // namespace attnscope::store
