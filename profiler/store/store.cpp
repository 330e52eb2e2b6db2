// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/store/store.h"

#include <SQLiteCpp/Column.h>
#include <SQLiteCpp/Transaction.h>

#include <chrono>
#include <cstdlib>
#include <optional>
#include <set>
#include <utility>

#include "profiler/protocol/codec.h"
#include "profiler/store/annotations.h"
#include "profiler/store/ceilings.h"
#include "profiler/store/columns.h"
#include "profiler/store/database.h"
#include "profiler/store/noise.h"
#include "profiler/store/process_identity.h"
#include "profiler/store/reader.h"
#include "profiler/store/sqlite_error.h"
#include "profiler/store/summary.h"
#include "profiler/store/writer.h"

namespace attnscope {

struct Store::Connection {
  std::filesystem::path path;
  OpenMode mode = OpenMode::read_only;
  store::OpenDatabase open;

  SQLite::Database& database() { return *open.database; }

  /// One short transaction that writes; the lock is taken at its start, so it waits there and nowhere else.
  template <typename Act>
  auto write(Act act) -> std::invoke_result_t<Act> {
    if (mode == OpenMode::read_only) {
      return fail(ErrorKind::usage, path.string() + " is open for reading only.");
    }
    return store::guarded(path, [this, &act]() -> std::invoke_result_t<Act> {
      SQLite::Transaction transaction(database(), SQLite::TransactionBehavior::IMMEDIATE);
      auto result = act();
      if (result) {
        transaction.commit();
      }
      return result;
    });
  }

  /// The same for one run that has to be there; `act` gives nothing.
  template <typename Act>
  Result<void> write_run(const std::string& run_id, Act act) {
    return write([this, &run_id, &act]() -> Result<void> {
      if (!store::run_exists(database(), run_id)) {
        return tl::unexpected<Error>(no_such_run(run_id));
      }
      act();
      return {};
    });
  }

  /// All statements of `act` see the same moment.
  template <typename Act>
  auto read(Act act) -> std::invoke_result_t<Act> {
    if (open.steps) {
      open.steps->renew();
    }
    return store::guarded(path, [this, &act]() -> std::invoke_result_t<Act> {
      try {
        SQLite::Transaction transaction(database(), SQLite::TransactionBehavior::DEFERRED);
        return act();
      } catch (const store::Damaged& damaged) {
        return fail(ErrorKind::failed, path.string() + " is damaged: " + damaged.what() + ".");
      }
    });
  }

  Error no_such_run(const std::string& run_id) const {
    return Error{ErrorKind::not_found, "There is no run " + run_id + " in " + path.string() + ".", 0};
  }

  /// Best effort: the answer to the reader does not depend on it.
  void mark_interrupted(const std::vector<store::StoredHeader>& abandoned) {
    if (mode == OpenMode::read_only || abandoned.empty()) {
      return;
    }
    static_cast<void>(write([this, &abandoned]() -> Result<void> {
      store::LoadBudget budget;
      for (const store::StoredHeader& seen : abandoned) {
        // Judged again under the lock: the run may have ended meanwhile.
        for (const store::StoredHeader& now : read_headers(database(), seen.header.id, budget)) {
          if (is_abandoned(now)) {
            store::set_state(database(), now.header.id, RunState::interrupted);
          }
        }
      }
      return {};
    }));
  }
};

namespace {

Result<void> check_all_storable(const std::vector<PendingPoint>& pending) {
  for (const PendingPoint& point : pending) {
    if (auto storable = store::check_storable(point.point.problem); !storable) {
      return storable;
    }
  }
  return {};
}

/// What the codec would not read back must not be written.
Result<void> check_storable(const Environment& environment) {
  if (auto decoded = decode_environment(encode_environment(environment)); !decoded) {
    return tl::unexpected<Error>(decoded.error());
  }
  return {};
}

Result<void> check_storable(const RunHeader& header) {
  if (auto decoded = decode_options(encode_options(header.options)); !decoded) {
    return tl::unexpected<Error>(decoded.error());
  }
  for (const Environment& environment : header.environments) {
    if (auto storable = check_storable(environment); !storable) {
      return storable;
    }
  }
  return {};
}

}  // namespace

Store::Store(std::unique_ptr<Connection> connection) : connection_(std::move(connection)) {}
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;
Store::~Store() = default;

Result<Store> Store::open(const std::filesystem::path& path, OpenMode mode) {
  auto open = mode == OpenMode::read_write ? store::open_read_write(path) : store::open_read_only(path);
  if (!open) {
    return tl::unexpected<Error>(open.error());
  }
  auto connection = std::make_unique<Connection>();
  connection->path = path;
  connection->mode = mode;
  connection->open = std::move(*open);
  return Store(std::move(connection));
}

const std::filesystem::path& Store::path() const {
  return connection_->path;
}

Result<void> Store::begin_run(const RunHeader& header, const std::vector<PendingPoint>& planned) {
  return connection_->write([&]() -> Result<void> {
    if (auto storable = check_all_storable(planned); !storable) {
      return storable;
    }
    if (auto storable = check_storable(header); !storable) {
      return storable;
    }
    if (store::run_exists(connection_->database(), header.id)) {
      return fail(ErrorKind::usage, "There is a run " + header.id + " already.");
    }
    RunHeader running = header;
    running.state = RunState::running;
    store::insert_run(connection_->database(), running, store::this_process());
    store::insert_pending(connection_->database(), header.id, planned);
    return {};
  });
}

Result<void> Store::set_environment(const std::string& run_id, const Environment& environment) {
  return connection_->write([&]() -> Result<void> {
    if (!store::run_exists(connection_->database(), run_id)) {
      return tl::unexpected<Error>(connection_->no_such_run(run_id));
    }
    if (auto storable = check_storable(environment); !storable) {
      return storable;
    }
    store::put_environment(connection_->database(), run_id, environment);
    return {};
  });
}

Result<void> Store::add_point(const std::string& run_id, const Point& point) {
  return connection_->write([&]() -> Result<void> {
    if (auto storable = store::check_storable(point.problem); !storable) {
      return storable;
    }
    if (!store::run_exists(connection_->database(), run_id)) {
      return tl::unexpected<Error>(connection_->no_such_run(run_id));
    }
    store::insert_point(connection_->database(), run_id, point);
    store::remove_pending(connection_->database(), run_id, point);
    return {};
  });
}

Result<void> Store::end_run(const std::string& run_id, RunState state) {
  return connection_->write([&]() -> Result<void> {
    if (!store::run_exists(connection_->database(), run_id)) {
      return tl::unexpected<Error>(connection_->no_such_run(run_id));
    }
    store::set_state(connection_->database(), run_id, state);
    return {};
  });
}

Result<bool> Store::add_run(const Run& run) {
  return connection_->write([&]() -> Result<bool> {
    if (store::run_exists(connection_->database(), run.header.id)) {
      store::unmark_deleted(connection_->database(), run.header.id);
      return false;
    }
    if (auto storable = check_all_storable(run.pending); !storable) {
      return tl::unexpected<Error>(storable.error());
    }
    if (auto storable = check_storable(run.header); !storable) {
      return tl::unexpected<Error>(storable.error());
    }
    RunHeader header = run.header;
    if (header.state == RunState::running) {
      header.state = RunState::interrupted;  // Whoever measures it writes to another database.
    }
    store::insert_run(connection_->database(), header, std::nullopt);
    for (const Point& point : run.points) {
      if (auto storable = store::check_storable(point.problem); !storable) {
        return tl::unexpected<Error>(storable.error());
      }
      store::insert_point(connection_->database(), header.id, point);
    }
    store::insert_pending(connection_->database(), header.id, run.pending);
    store::put_note(connection_->database(), header.id, run.note);
    store::put_tags(connection_->database(), header.id, run.tags);
    return true;
  });
}

Result<bool> Store::add_noise(const NoiseMeasurement& measurement) {
  return connection_->write([&]() -> Result<bool> {
    for (const NoiseMeasurement::Point& point : measurement.points) {
      if (auto storable = store::check_storable(point.problem); !storable) {
        return tl::unexpected<Error>(storable.error());
      }
    }
    return store::insert_noise(connection_->database(), measurement);
  });
}

Result<std::vector<NoiseMeasurement>> Store::noise() {
  return connection_->read([&]() -> Result<std::vector<NoiseMeasurement>> {
    store::LoadBudget budget;
    return store::read_noise(connection_->database(), budget);
  });
}

Result<bool> Store::add_ceilings(const CeilingMeasurement& measurement) {
  return connection_->write(
      [&]() -> Result<bool> { return store::insert_ceilings(connection_->database(), measurement); });
}

Result<std::vector<CeilingMeasurement>> Store::ceilings() {
  return connection_->read([&]() -> Result<std::vector<CeilingMeasurement>> {
    store::LoadBudget budget;
    return store::read_ceilings(connection_->database(), budget);
  });
}

Result<void> Store::rename_run(const std::string& run_id, const std::string& name) {
  return connection_->write_run(run_id, [&] { store::put_name(connection_->database(), run_id, name); });
}

Result<void> Store::set_note(const std::string& run_id, const std::string& note) {
  return connection_->write_run(run_id, [&] { store::put_note(connection_->database(), run_id, note); });
}

Result<void> Store::set_tags(const std::string& run_id, const std::vector<std::string>& tags) {
  return connection_->write_run(run_id, [&] { store::put_tags(connection_->database(), run_id, tags); });
}

Result<void> Store::delete_run(const std::string& run_id) {
  return connection_->write([&]() -> Result<void> {
    store::LoadBudget budget;
    const std::vector<store::StoredHeader> headers =
        store::read_headers(connection_->database(), run_id, budget);
    if (headers.empty()) {
      return tl::unexpected<Error>(connection_->no_such_run(run_id));
    }
    if (headers.front().header.state == RunState::running && !store::is_abandoned(headers.front())) {
      return fail(ErrorKind::usage, "Run " + run_id + " is still being measured.");
    }
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    store::mark_deleted(connection_->database(), run_id,
                        std::chrono::duration_cast<std::chrono::milliseconds>(now).count());
    return {};
  });
}

Result<void> Store::restore_run(const std::string& run_id) {
  return connection_->write_run(run_id, [&] { store::unmark_deleted(connection_->database(), run_id); });
}

Result<std::int64_t> Store::purge_deleted_runs() {
  return connection_->write(
      [&]() -> Result<std::int64_t> { return store::purge_deleted(connection_->database()); });
}

Result<std::vector<RunSummary>> Store::runs() {
  return summaries(Kept::listed);
}

Result<std::vector<RunSummary>> Store::deleted_runs() {
  return summaries(Kept::deleted);
}

Result<std::vector<RunSummary>> Store::summaries(Kept kept) {
  std::vector<store::StoredHeader> abandoned;
  auto summaries = connection_->read([&]() -> Result<std::vector<RunSummary>> {
    store::LoadBudget budget;
    std::vector<store::StoredHeader> headers =
        store::read_headers(connection_->database(), std::nullopt, budget);
    const std::set<std::string> deleted = store::deleted_runs(connection_->database(), budget);
    std::erase_if(headers, [&deleted, kept](const store::StoredHeader& stored) {
      return deleted.contains(stored.header.id) != (kept == Kept::deleted);
    });
    for (store::StoredHeader& stored : headers) {
      if (store::is_abandoned(stored)) {
        stored.header.state = RunState::interrupted;
        abandoned.push_back(stored);
      }
    }
    std::vector<RunSummary> found = store::summarise(connection_->database(), headers, budget);
    store::annotate(connection_->database(), found, budget);
    return found;
  });
  if (summaries) {
    connection_->mark_interrupted(abandoned);
  }
  return summaries;
}

Result<Run> Store::load(const std::string& run_id) {
  return connection_->read([&]() -> Result<Run> {
    store::LoadBudget budget;
    std::vector<store::StoredHeader> headers = store::read_headers(connection_->database(), run_id, budget);
    if (headers.empty()) {
      return tl::unexpected<Error>(connection_->no_such_run(run_id));
    }
    Run run;
    const bool abandoned = store::is_abandoned(headers.front());
    run.header = std::move(headers.front().header);
    if (abandoned) {
      run.header.state = RunState::interrupted;
    }
    run.points = store::read_points(connection_->database(), run_id, 0, budget);
    run.pending = store::read_pending(connection_->database(), run_id, budget);
    store::annotate(connection_->database(), run, budget);
    return run;
  });
}

Result<std::vector<Point>> Store::points_after(const std::string& run_id, std::int64_t known_points) {
  return connection_->read([&]() -> Result<std::vector<Point>> {
    store::LoadBudget budget;
    if (!store::run_exists(connection_->database(), run_id)) {
      return tl::unexpected<Error>(connection_->no_such_run(run_id));
    }
    return store::read_points(connection_->database(), run_id, known_points, budget);
  });
}

Result<std::int64_t> Store::data_version() {
  return store::guarded(connection_->path, [this]() -> Result<std::int64_t> {
    return connection_->database().execAndGet("PRAGMA data_version").getInt64();
  });
}

std::filesystem::path default_database_path() {
  // An XDG path that is not absolute is to be ignored, says the specification.
  const char* data_home = std::getenv("XDG_DATA_HOME");
  if (data_home != nullptr && std::filesystem::path(data_home).is_absolute()) {
    return std::filesystem::path(data_home) / "attnscope" / "runs.db";
  }
  const char* home = std::getenv("HOME");
  return std::filesystem::path(home != nullptr ? home : ".") / ".local" / "share" / "attnscope" / "runs.db";
}

}  // namespace attnscope
