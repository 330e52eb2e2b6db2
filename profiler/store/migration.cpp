// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/store/migration.h"

#include <SQLiteCpp/Backup.h>
#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Transaction.h>
#include <sqlite3.h>

#include <algorithm>
#include <string>
#include <system_error>
#include <vector>

#include "profiler/store/file_facts.h"
#include "profiler/store/schema.h"

namespace attnscope::store {
namespace {

std::int32_t version_of(SQLite::Database& database) {
  return database.execAndGet("PRAGMA user_version").getInt();
}

/// Written under another name first: a backup that is there is whole.
void write_backup(const std::filesystem::path& path, const std::filesystem::path& backup) {
  const std::filesystem::path unfinished = beside(backup, ".unfinished");
  std::error_code error;
  std::filesystem::remove(unfinished, error);
  {
    SQLite::Database source(path.string(), SQLite::OPEN_READONLY);
    SQLite::Database target(unfinished.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    SQLite::Backup copy(target, source);
    copy.executeStep(-1);
  }
  std::filesystem::rename(unfinished, backup);
}

std::filesystem::path free_name(const std::filesystem::path& path, std::int32_t version) {
  const std::string stem = ".v" + std::to_string(version) + ".backup";
  std::filesystem::path name = beside(path, stem.c_str());
  for (int count = 2; std::filesystem::exists(name); ++count) {
    name = beside(path, (stem + "-" + std::to_string(count)).c_str());
  }
  return name;
}

}  // namespace

std::span<const Migration> migrations() {
  static const std::vector<Migration> steps = [] {
    std::vector<Migration> made;
    std::int32_t version = 1;
    for (const char* const sql : schema_steps().subspan(1)) {
      made.push_back({version++, sql});
    }
    return made;
  }();
  return steps;
}

Result<void> migrate(SQLite::Database& database, const std::filesystem::path& path,
                     std::span<const Migration> steps, std::int32_t target) {
  if (version_of(database) >= target) {
    return {};
  }
  // Holding the write lock from before the backup keeps other programs' commits out of the gap between them.
  SQLite::Transaction transaction(database, SQLite::TransactionBehavior::IMMEDIATE);
  std::int32_t version = version_of(database);
  if (version >= target) {
    return {};  // Another program was faster.
  }
  write_backup(path, free_name(path, version));
  for (; version < target; ++version) {
    const auto step = std::find_if(steps.begin(), steps.end(),
                                   [version](const Migration& one) { return one.from == version; });
    if (step == steps.end()) {
      return fail(ErrorKind::failed, path.string() + " has format version " + std::to_string(version) +
                                         ", which this program cannot bring up to date.");
    }
    database.exec(step->sql);
    database.exec("PRAGMA user_version = " + std::to_string(version + 1));
  }
  refresh_views(database);
  transaction.commit();
  return {};
}

}  // namespace attnscope::store
