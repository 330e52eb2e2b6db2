// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// All runs that the window can show: the user's own database, the samples that ship with the program, and
// databases opened on the way. Where a file cannot be read it says so and goes on with the others.
#pragma once

#include <QObject>
#include <QString>
#include <QTimer>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "profiler/session/import_file.h"
#include "profiler/store/store.h"

namespace attnscope {

/// What people write about a run.
struct RunAnnotation {
  std::string name;
  std::vector<std::string> tags;
  std::string note;
  bool operator==(const RunAnnotation&) const = default;
};

enum class RunOrigin { own, sample, opened };

struct RunEntry {
  RunSummary summary;
  RunOrigin origin = RunOrigin::own;
  QString file;  ///< name of the file of an opened database
};

class RunLibrary : public QObject {
  Q_OBJECT
 public:
  explicit RunLibrary(QObject* parent = nullptr);
  ~RunLibrary() override;

  /// The database that new runs go to; created where missing. On failure the library lives without it.
  Result<void> open_own(const std::filesystem::path& path);
  /// For looking only: never created, never written. A missing file is no error.
  Result<void> open_own_read_only(const std::filesystem::path& path);
  /// Why there is no own database; empty where there is one.
  QString own_problem() const { return own_problem_; }
  bool can_store() const { return own_writable_; }
  /// A second connection, for a sweep.
  Result<Store> open_for_sweep() const;

  /// Every *.db in a folder, as sample runs.
  void add_samples(const std::filesystem::path& folder);
  /// A database is shown; a worker's stream or an export is imported into the own one. The id of the run to
  /// show.
  Result<std::string> open_file(const std::filesystem::path& path);
  /// Adds the runs of a file of any kind to the own database; those that are there already stay as they are.
  Result<Imported> import(const std::filesystem::path& path);

  /// Why a run cannot be renamed, tagged or deleted; empty where it can.
  QString edit_problem(const std::string& run_id) const;
  Result<void> annotate(const std::string& run_id, const RunAnnotation& annotation);
  /// Until it is restored; refused while it is running.
  Result<void> delete_run(const std::string& run_id);
  Result<void> restore_run(const std::string& run_id);

  /// The user's own runs first, newest first; then opened ones; then samples.
  const std::vector<RunEntry>& entries() const { return entries_; }
  const RunEntry* entry(const std::string& run_id) const;
  Result<Run> load(const std::string& run_id);
  /// How much runs differ on their devices, as far as any of the files says.
  std::vector<NoiseMeasurement> noise();
  /// The measured limits of devices, as far as any of the files says.
  std::vector<CeilingMeasurement> ceilings();
  Result<void> add_ceilings(const CeilingMeasurement& measurement);

  /// Reads the lists again.
  void refresh();
  /// Looks once a second whether another program has written to the own database.
  void start_polling();

 signals:
  void changed();
  void problem(const QString& message);

 private:
  struct Source {
    Store store;
    RunOrigin origin;
    QString file;
  };
  Result<std::string> add_database(const std::filesystem::path& path, RunOrigin origin);
  Result<Store*> own_store();
  Source* source_of(const std::string& run_id);
  void poll();

  std::vector<Source> sources_;  ///< the own one first, where there is one
  std::vector<RunEntry> entries_;
  std::vector<std::size_t> entry_sources_;
  std::filesystem::path own_path_;
  QString own_problem_;
  bool own_writable_ = false;
  std::int64_t seen_version_ = 0;
  QTimer timer_;
};

/// Where sample runs lie: beside the installed program, else in the build.
std::vector<std::filesystem::path> sample_folders();

}  // namespace attnscope
