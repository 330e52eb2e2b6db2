// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/store/database.h"

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>
#include <sqlite3.h>
#include <unistd.h>

#include <chrono>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "profiler/store/file_facts.h"
#include "profiler/store/migration.h"
#include "profiler/store/schema.h"
#include "profiler/store/sqlite_error.h"

namespace attnscope::store {
namespace {

constexpr int busy_timeout_ms = 5000;
constexpr int steps_between_checks = 10'000;
constexpr std::int64_t steps_allowed = 500'000'000;

/// file: URI of an absolute path, every byte that could mean something else encoded.
std::string uri_of(const std::filesystem::path& path, const char* query) {
  constexpr char digits[] = "0123456789ABCDEF";
  std::string uri = "file:";
  for (const char character : std::filesystem::absolute(path).string()) {
    const auto byte = static_cast<unsigned char>(character);
    const bool plain = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
                       (byte >= '0' && byte <= '9') || byte == '/' || byte == '-' || byte == '_' ||
                       byte == '.';
    if (plain) {
      uri += character;
    } else {
      uri += '%';
      uri += digits[byte >> 4U];
      uri += digits[byte & 15U];
    }
  }
  return uri + "?" + query;
}

void configure(SQLite::Database& database, int option, int value) {
  sqlite3_db_config(database.getHandle(), option, value, nullptr);
}

/// No file may run SQL of its own: the program uses neither views nor triggers.
void harden(SQLite::Database& database) {
  configure(database, SQLITE_DBCONFIG_DEFENSIVE, 1);
  configure(database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0);
  configure(database, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0);
  configure(database, SQLITE_DBCONFIG_ENABLE_VIEW, 0);
  configure(database, SQLITE_DBCONFIG_DQS_DDL, 0);
  configure(database, SQLITE_DBCONFIG_DQS_DML, 0);
  sqlite3_limit(database.getHandle(), SQLITE_LIMIT_LENGTH, 16 << 20);
  database.exec("PRAGMA cell_size_check = ON");
  database.setBusyTimeout(busy_timeout_ms);
}

int count_steps(void* limit) {
  auto* steps = static_cast<StepLimit*>(limit);
  steps->left -= steps_between_checks;
  return steps->left < 0 ? 1 : 0;
}

/// Every page of the file; of a large one all but its samples, which are checked as they are read: a million
/// of them would take longer than a window may take to open.
Result<void> check_pages(SQLite::Database& database, std::int32_t version,
                         const std::filesystem::path& path) {
  constexpr std::int64_t large_bytes = 8 << 20;
  const std::int64_t bytes = database.execAndGet("PRAGMA page_count").getInt64() *
                             database.execAndGet("PRAGMA page_size").getInt64();
  std::vector<std::string> checks{"PRAGMA quick_check(1)"};
  if (bytes > large_bytes) {
    checks.clear();
    for (const char* table :
         {"runs", "environments", "pending_points", "points", "kernels", "counters", "remarks"}) {
      checks.push_back(std::string("PRAGMA quick_check(") + table + ")");
    }
    if (version >= 2) {
      checks.insert(checks.end(),
                    {"PRAGMA quick_check(noise_measurements)", "PRAGMA quick_check(noise_points)"});
    }
    if (version >= 3) {
      checks.insert(checks.end(), {"PRAGMA quick_check(run_notes)", "PRAGMA quick_check(run_tags)",
                                   "PRAGMA quick_check(deleted_runs)"});
    }
    if (version >= 6) {
      checks.emplace_back("PRAGMA quick_check(ceilings)");
    }
  }
  for (const std::string& check : checks) {
    const std::string finding = database.execAndGet(check).getString();
    if (finding != "ok") {
      return fail(ErrorKind::failed, path.string() + " is damaged (" + finding + ").");
    }
  }
  return {};
}

/// Identity, tables and the structure of every page. What SQLite cannot read at all it throws.
Result<void> verify(SQLite::Database& database, const std::filesystem::path& path) {
  FileFacts facts;
  facts.application_id = database.execAndGet("PRAGMA application_id").getInt();
  facts.user_version = database.execAndGet("PRAGMA user_version").getInt();
  if (auto ours = check_identity(facts, path); !ours) {
    return ours;
  }
  if (auto same = verify_schema(database, facts.user_version, path.string()); !same) {
    return same;
  }
  return check_pages(database, facts.user_version, path);
}

/// Opens in place a file that has no log: neither it nor its folder is written.
std::unique_ptr<SQLite::Database> open_in_place(const std::filesystem::path& path, const FileFacts& facts) {
  // Locks matter only where a writer may change the file itself, not a log beside it.
  const bool may_change = !facts.uses_wal && access(path.c_str(), W_OK) == 0;
  return std::make_unique<SQLite::Database>(uri_of(path, may_change ? "mode=ro" : "mode=ro&immutable=1"),
                                            SQLite::OPEN_READONLY | SQLite::OPEN_URI);
}

Result<OpenDatabase> open_verified(const std::filesystem::path& path, const FileFacts& facts) {
  OpenDatabase open;
  if (facts.has_log) {
    auto copy = PrivateCopy::of(path);
    if (!copy) {
      return tl::unexpected<Error>(copy.error());
    }
    open.copy = std::move(*copy);
    open.database = std::make_unique<SQLite::Database>(open.copy->path().string(), SQLite::OPEN_READWRITE);
  } else {
    open.database = open_in_place(path, facts);
  }
  harden(*open.database);
  open.database->exec("PRAGMA query_only = ON");
  open.steps = std::make_unique<StepLimit>();
  open.steps->renew();
  sqlite3_progress_handler(open.database->getHandle(), steps_between_checks, count_steps, open.steps.get());
  if (auto verified = verify(*open.database, path); !verified) {
    return tl::unexpected<Error>(verified.error());
  }
  return open;
}

/// As open_verified; a failure counts only if nobody wrote the file meanwhile, since reading without locks
/// may meet another program's half-written page.
Result<OpenDatabase> open_settled(const std::filesystem::path& path) {
  constexpr int attempts = 10;
  for (int attempt = 1;; ++attempt) {
    const FileVersions before = versions_of(path);
    auto open = guarded(path, [&path]() -> Result<OpenDatabase> {
      const auto facts = read_file_facts(path);
      if (!facts) {
        return tl::unexpected<Error>(facts.error());
      }
      return open_verified(path, *facts);
    });
    if (open || attempt == attempts || versions_of(path) == before) {
      return open;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
}

/// Makes a new file ours, unless another program has just done so.
Result<void> create_if_new(SQLite::Database& database, const std::filesystem::path& path) {
  SQLite::Transaction transaction(database, SQLite::TransactionBehavior::EXCLUSIVE);
  if (database.execAndGet("PRAGMA application_id").getInt() == application_id) {
    return {};
  }
  if (database.execAndGet("SELECT count(*) FROM sqlite_schema").getInt64() != 0) {
    return fail(ErrorKind::failed, path.string() + " is a database of another program, not of attnscope.");
  }
  create_schema(database);
  transaction.commit();
  return {};
}

/// Changing the mode needs the file to itself for a moment; staying with the old one harms nobody.
void choose_journal_mode(SQLite::Database& database, const std::filesystem::path& path) {
  const char* wanted = is_on_network(path) ? "delete" : "wal";
  for (int attempt = 0; attempt < 50; ++attempt) {
    try {
      // Each answer is taken before the next question: an open statement would hold the mode.
      const std::string current = database.execAndGet("PRAGMA journal_mode").getString();
      if (current == wanted) {
        return;
      }
      const std::string changed =
          database.execAndGet(std::string("PRAGMA journal_mode = ") + wanted).getString();
      if (changed == wanted) {
        return;
      }
    } catch (const SQLite::Exception& exception) {
      if ((exception.getErrorCode() & 0xFF) != SQLITE_BUSY) {
        throw;
      }
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
}

Result<void> check_folder(const std::filesystem::path& path) {
  const std::filesystem::path folder = std::filesystem::absolute(path).parent_path();
  std::error_code error;
  if (path == default_database_path()) {
    std::filesystem::create_directories(folder, error);
    if (error) {
      return fail(ErrorKind::failed,
                  "The folder " + folder.string() + " cannot be created: " + error.message() + ".");
    }
  }
  if (!std::filesystem::is_directory(folder, error)) {
    return fail(ErrorKind::not_found, "There is no folder " + folder.string() + ".");
  }
  return {};
}

}  // namespace

void StepLimit::renew() {
  left = steps_allowed;
}

Result<OpenDatabase> open_read_only(const std::filesystem::path& path) {
  return guarded(path, [&path]() -> Result<OpenDatabase> {
    const auto facts = read_file_facts(path);
    if (!facts) {
      return tl::unexpected<Error>(facts.error());
    }
    if (!facts->exists) {
      return fail(ErrorKind::not_found, "There is no file " + path.string() + ".");
    }
    if (facts->empty) {
      return fail(ErrorKind::failed, path.string() + " is empty.");
    }
    if (auto ours = check_identity(*facts, path); !ours) {
      return tl::unexpected<Error>(ours.error());
    }
    return open_settled(path);
  });
}

Result<OpenDatabase> open_read_write(const std::filesystem::path& path) {
  return guarded(path, [&path]() -> Result<OpenDatabase> {
    auto facts = read_file_facts(path);
    if (!facts) {
      return tl::unexpected<Error>(facts.error());
    }
    const bool is_new = !facts->exists || facts->empty;
    if (is_new) {
      if (auto folder = check_folder(path); !folder) {
        return tl::unexpected<Error>(folder.error());
      }
    } else {
      if (auto ours = check_identity(*facts, path); !ours) {
        return tl::unexpected<Error>(ours.error());
      }
      // Looked over before the first connection that could write: a damaged file stays as it is.
      if (!facts->has_log) {
        if (const auto looked = open_settled(path); !looked) {
          return tl::unexpected<Error>(looked.error());
        }
      }
    }
    if (facts->exists && access(path.c_str(), W_OK) != 0) {
      return fail(ErrorKind::failed, path.string() + " cannot be written: the file is read-only.");
    }

    OpenDatabase open;
    open.database = std::make_unique<SQLite::Database>(std::filesystem::absolute(path).string(),
                                                       SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    SQLite::Database& database = *open.database;
    harden(database);
    if (sqlite3_db_readonly(database.getHandle(), "main") == 1) {
      return fail(ErrorKind::failed, path.string() + " cannot be written: the file is read-only.");
    }
    if (is_new) {
      if (auto created = create_if_new(database, path); !created) {
        return tl::unexpected<Error>(created.error());
      }
    } else if (facts->has_log) {
      // Its latest state is only seen with its log, which must not be merged into a file that is refused.
      configure(database, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1);
      if (auto verified = verify(database, path); !verified) {
        return tl::unexpected<Error>(verified.error());
      }
      configure(database, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0);
    }
    if (auto migrated = migrate(database, path, migrations(), schema_version); !migrated) {
      return tl::unexpected<Error>(migrated.error());
    }
    choose_journal_mode(database, path);
    // A point that was reported as stored survives a power cut too; one commit a second affords the fsync.
    database.exec("PRAGMA synchronous = FULL");
    database.exec("PRAGMA foreign_keys = ON");
    return open;
  });
}

}  // namespace attnscope::store
