// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/compare_source.h"

#include <QFileInfo>
#include <QTemporaryDir>
#include <system_error>

#include "app/cli/run_lookup.h"
#include "profiler/session/import_file.h"

namespace attnscope {
namespace {

const QString newest = QStringLiteral("latest");

/// A file, and which of its runs.
struct FileAndRun {
  QString path;
  QString run;
};

std::optional<FileAndRun> as_file(const QString& wanted) {
  if (QFileInfo::exists(wanted)) return FileAndRun{wanted, newest};
  const qsizetype colon = wanted.lastIndexOf(':');
  if (colon > 0 && colon + 1 < wanted.size() && QFileInfo::exists(wanted.left(colon))) {
    return FileAndRun{wanted.left(colon), wanted.mid(colon + 1)};
  }
  return std::nullopt;
}

}  // namespace

Result<Run> CompareSource::load(const QString& wanted) {
  if (const auto file = as_file(wanted)) return load_from_file(file->path, file->run);
  if (wanted.contains('/') || wanted.contains('.')) {
    return fail(ErrorKind::not_found, "there is no file " + wanted.toStdString());
  }
  const auto store = usual_database();
  if (!store) return tl::unexpected(store.error());
  return load_run(**store, wanted);
}

Result<Store*> CompareSource::usual_database() {
  if (!usual_) {
    auto store = options_.open_for_reading();
    if (!store) return tl::unexpected(store.error());
    usual_.emplace(std::move(*store));
  }
  return &*usual_;
}

Result<Run> CompareSource::load_from_file(const QString& path, const QString& run) {
  if (looks_like_database(path.toStdString())) {
    auto store = Store::open(path.toStdString(), OpenMode::read_only);
    if (!store) return tl::unexpected(store.error());
    if (auto added = add_noise(*store); !added) return tl::unexpected(added.error());
    return load_run(*store, run);
  }
  // Exports and streams hold no more than a few runs: they pass through a database of their own.
  const QTemporaryDir folder;
  if (!folder.isValid()) {
    return fail(ErrorKind::failed,
                "no temporary folder could be made: " + folder.errorString().toStdString());
  }
  auto store = Store::open(folder.filePath(QStringLiteral("runs.db")).toStdString(), OpenMode::read_write);
  if (!store) return tl::unexpected(store.error());
  if (const auto imported = import_file(path, *store); !imported) return tl::unexpected(imported.error());
  return load_run(*store, run);
}

Result<void> CompareSource::add_noise(Store& store) {
  auto found = store.noise();
  if (!found) return tl::unexpected(found.error());
  for (NoiseMeasurement& measurement : *found) of_files_.push_back(std::move(measurement));
  return {};
}

Result<std::vector<NoiseMeasurement>> CompareSource::noise() {
  std::vector<NoiseMeasurement> all = of_files_;
  // Comparing two files must not make a database.
  std::error_code ignored;
  const bool exists = std::filesystem::exists(options_.database_path(), ignored);
  if (!exists && !options_.has("db")) return all;
  const auto store = usual_database();
  if (!store) return tl::unexpected(store.error());
  auto found = (*store)->noise();
  if (!found) return tl::unexpected(found.error());
  for (NoiseMeasurement& measurement : *found) all.push_back(std::move(measurement));
  return all;
}

}  // namespace attnscope
