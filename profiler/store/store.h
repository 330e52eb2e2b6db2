// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Runs on disk: one SQLite database, documented in SCHEMA.md. Returns errors, shows nothing.
// A Store belongs to one thread; several processes may have the same database open.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "kernels/problem/result.h"
#include "profiler/analysis/ceilings.h"
#include "profiler/analysis/noise_floor.h"
#include "profiler/protocol/run.h"

namespace attnscope {

/// A line of the list of runs.
struct RunSummary {
  RunHeader header;
  std::int64_t measured = 0;  ///< points with figures
  std::int64_t out_of_memory = 0;
  std::int64_t unsupported = 0;
  std::int64_t failed = 0;
  std::int64_t cancelled = 0;
  std::string note;               ///< free text
  std::vector<std::string> tags;  ///< in alphabetical order
  std::string shape;  ///< "32/8 × 128 fp16 causal": query/KV heads × head dim, where all points share it
};

enum class OpenMode {
  read_write,  ///< created where missing; an older one is migrated, with a backup beside it
  read_only,  ///< somebody else's file or a shipped sample: immutable, defensive, never written; does not see
              ///< later changes, so the program's own database is opened read_write even to read
};

class Store {
 public:
  /// Refuses by name, leaving the file byte-identical: files that are not SQLite, another program's database
  /// (application_id), one from a newer version (user_version; both versions are named), damaged ones.
  static Result<Store> open(const std::filesystem::path& path, OpenMode mode);

  Store(Store&&) noexcept;
  Store& operator=(Store&&) noexcept;
  ~Store();

  const std::filesystem::path& path() const;

  // --- Writing: each call is one short transaction, durable when it returns ---

  /// Stores the header and every planned point as pending; this process becomes the run's owner.
  Result<void> begin_run(const RunHeader& header, const std::vector<PendingPoint>& planned);
  /// Adds, or replaces by device UUID, one device's environment.
  Result<void> set_environment(const std::string& run_id, const Environment& environment);
  /// Stores a finished point with its samples and takes it off the pending ones.
  Result<void> add_point(const std::string& run_id, const Point& point);
  Result<void> end_run(const std::string& run_id, RunState state);
  /// Stores a whole run; a run whose id is there already is left as it is, but restored where it was deleted.
  /// True if it was added.
  Result<bool> add_run(const Run& run);
  /// Stores how much runs differ on a device; one of the same device and moment is left as it is. True if it
  /// was added.
  Result<bool> add_noise(const NoiseMeasurement& measurement);
  /// Stores a device's own limits; some of the same device and moment are left as they are. True if they were
  /// added.
  Result<bool> add_ceilings(const CeilingMeasurement& measurement);

  // --- What people write about runs; whole runs are thrown away, and can be restored until they are purged
  // ---

  Result<void> rename_run(const std::string& run_id, const std::string& name);
  /// An empty note is none.
  Result<void> set_note(const std::string& run_id, const std::string& note);
  /// In place of those before; each once.
  Result<void> set_tags(const std::string& run_id, const std::vector<std::string>& tags);
  /// Takes the run off runs(); refused (usage) while it is running.
  Result<void> delete_run(const std::string& run_id);
  /// Undoes it; nothing happens to a run that is not deleted.
  Result<void> restore_run(const std::string& run_id);
  /// Gives the room of all deleted runs back; how many went for good.
  Result<std::int64_t> purge_deleted_runs();

  // --- Reading ---

  /// Newest first, without deleted ones. A running run whose owner process is gone is reported, and where
  /// writable marked, interrupted.
  Result<std::vector<RunSummary>> runs();
  /// Those that can be restored, newest first.
  Result<std::vector<RunSummary>> deleted_runs();
  Result<Run> load(const std::string& run_id);
  /// Points stored after the first `known_points` of a run (in the order they were stored): for live charts.
  Result<std::vector<Point>> points_after(const std::string& run_id, std::int64_t known_points);
  /// All noise measurements, the oldest first; none in a file from before they were kept.
  Result<std::vector<NoiseMeasurement>> noise();
  /// All measured ceilings, the oldest first; none in a file from before they were kept.
  Result<std::vector<CeilingMeasurement>> ceilings();
  /// Changes whenever another connection has committed.
  Result<std::int64_t> data_version();

 private:
  struct Connection;
  enum class Kept { listed, deleted };
  Result<std::vector<RunSummary>> summaries(Kept kept);
  explicit Store(std::unique_ptr<Connection> connection);
  std::unique_ptr<Connection> connection_;
};

/// Whether the file begins as a SQLite database does, ours or not. Ask this rather than read the file:
/// closing a plain file of a database drops the locks of every Store that this process has open on it.
bool looks_like_database(const std::filesystem::path& path);

/// $XDG_DATA_HOME/attnscope/runs.db, else ~/.local/share/attnscope/runs.db.
std::filesystem::path default_database_path();

}  // namespace attnscope
