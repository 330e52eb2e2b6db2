// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// What people write about runs, and which runs they have thrown away. Each function throws SQLite::Exception
// or Damaged, and belongs within the caller's transaction.
#pragma once

#include <SQLiteCpp/Database.h>

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "profiler/store/reader.h"
#include "profiler/store/store.h"

namespace attnscope::store {

void put_name(SQLite::Database& database, const std::string& run_id, const std::string& name);
/// An empty note is none.
void put_note(SQLite::Database& database, const std::string& run_id, const std::string& note);
/// In place of those before.
void put_tags(SQLite::Database& database, const std::string& run_id, const std::vector<std::string>& tags);

/// Adds notes and tags to the summaries, or to one run; a file from before there were any has none.
void annotate(SQLite::Database& database, std::vector<RunSummary>& summaries, LoadBudget& budget);
void annotate(SQLite::Database& database, Run& run, LoadBudget& budget);

/// Runs that were thrown away and can be restored.
std::set<std::string> deleted_runs(SQLite::Database& database, LoadBudget& budget);
void mark_deleted(SQLite::Database& database, const std::string& run_id, std::int64_t time_ms);
/// False where it was not thrown away.
bool unmark_deleted(SQLite::Database& database, const std::string& run_id);
/// How many runs went for good.
std::int64_t purge_deleted(SQLite::Database& database);

}  // namespace attnscope::store
