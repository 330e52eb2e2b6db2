// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/store/annotations.h"

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Statement.h>

#include <map>

#include "profiler/store/columns.h"

namespace attnscope::store {
namespace {

bool has_annotations(SQLite::Database& database) {
  return database.execAndGet("PRAGMA user_version").getInt() >= 3;
}

template <typename... Values>
int execute(SQLite::Database& database, const char* sql, const Values&... values) {
  SQLite::Statement statement(database, sql);
  Binder bind(statement);
  static_cast<void>((bind << ... << values));
  return statement.exec();
}

constexpr char all_notes[] = "SELECT run_id, note FROM run_notes WHERE run_id = coalesce(?, run_id)";
constexpr char all_tags[] =
    "SELECT run_id, tag FROM run_tags WHERE run_id = coalesce(?, run_id) ORDER BY run_id, tag";

/// Calls `add` with a run's id and each of its texts; only those of one run where it is named.
template <typename Add>
void read_texts(SQLite::Database& database, const char* sql, const std::optional<std::string>& of_run,
                LoadBudget& budget, Add add) {
  SQLite::Statement query(database, sql);
  Binder(query) << of_run;
  while (query.executeStep()) {
    std::string run_id;
    std::string text;
    Columns(query) >> run_id >> text;
    budget.take(64 + run_id.size() + text.size());
    add(run_id, std::move(text));
  }
}

}  // namespace

void put_name(SQLite::Database& database, const std::string& run_id, const std::string& name) {
  execute(database, "UPDATE runs SET name = ? WHERE id = ?", name, run_id);
}

void put_note(SQLite::Database& database, const std::string& run_id, const std::string& note) {
  execute(database, "DELETE FROM run_notes WHERE run_id = ?", run_id);
  if (!note.empty()) {
    execute(database, "INSERT INTO run_notes VALUES (?, ?)", run_id, note);
  }
}

void put_tags(SQLite::Database& database, const std::string& run_id, const std::vector<std::string>& tags) {
  execute(database, "DELETE FROM run_tags WHERE run_id = ?", run_id);
  for (const std::string& tag : tags) {
    execute(database, "INSERT OR IGNORE INTO run_tags VALUES (?, ?)", run_id, tag);
  }
}

void annotate(SQLite::Database& database, std::vector<RunSummary>& summaries, LoadBudget& budget) {
  if (!has_annotations(database)) {
    return;
  }
  std::map<std::string, RunSummary*> known;
  for (RunSummary& summary : summaries) {
    known.emplace(summary.header.id, &summary);
  }
  const auto find = [&known](const std::string& run_id) {
    const auto found = known.find(run_id);
    return found == known.end() ? nullptr : found->second;
  };
  read_texts(database, all_notes, std::nullopt, budget, [&find](const std::string& run_id, std::string note) {
    if (RunSummary* summary = find(run_id)) {
      summary->note = std::move(note);
    }
  });
  read_texts(database, all_tags, std::nullopt, budget, [&find](const std::string& run_id, std::string tag) {
    if (RunSummary* summary = find(run_id)) {
      summary->tags.push_back(std::move(tag));
    }
  });
}

void annotate(SQLite::Database& database, Run& run, LoadBudget& budget) {
  if (!has_annotations(database)) {
    return;
  }
  read_texts(database, all_notes, run.header.id, budget,
             [&run](const std::string&, std::string note) { run.note = std::move(note); });
  read_texts(database, all_tags, run.header.id, budget,
             [&run](const std::string&, std::string tag) { run.tags.push_back(std::move(tag)); });
}

std::set<std::string> deleted_runs(SQLite::Database& database, LoadBudget& budget) {
  std::set<std::string> deleted;
  if (!has_annotations(database)) {
    return deleted;
  }
  SQLite::Statement query(database, "SELECT run_id FROM deleted_runs");
  while (query.executeStep()) {
    std::string run_id = query.getColumn(0).getString();
    budget.take(64 + run_id.size());
    deleted.insert(std::move(run_id));
  }
  return deleted;
}

void mark_deleted(SQLite::Database& database, const std::string& run_id, std::int64_t time_ms) {
  execute(database, "INSERT OR IGNORE INTO deleted_runs VALUES (?, ?)", run_id, time_ms);
}

bool unmark_deleted(SQLite::Database& database, const std::string& run_id) {
  return execute(database, "DELETE FROM deleted_runs WHERE run_id = ?", run_id) > 0;
}

std::int64_t purge_deleted(SQLite::Database& database) {
  // The rows that hang on a run go with it; so does its row here.
  return execute(database, "DELETE FROM runs WHERE id IN (SELECT run_id FROM deleted_runs)");
}

}  // namespace attnscope::store
