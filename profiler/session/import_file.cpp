// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/session/import_file.h"

#include <QFile>
#include <QFileInfo>
#include <algorithm>

#include "profiler/protocol/codec.h"
#include "profiler/session/recorder.h"

namespace attnscope {
namespace {

/// An export is read as a whole, and takes several times its size while it is.
constexpr qint64 largest_export = 256 << 20;

/// True if the run was not there yet.
Result<bool> add(Store& target, const Run& run, Imported& imported) {
  const auto added = target.add_run(run);
  if (!added) return tl::unexpected(added.error());
  imported.ids.push_back(run.header.id);
  if (!*added) ++imported.already_there;
  return *added;
}

Result<Imported> import_database(const QString& path, Store& target) {
  auto source = Store::open(path.toStdString(), OpenMode::read_only);
  if (!source) return tl::unexpected(source.error());
  const auto summaries = source->runs();
  if (!summaries) return tl::unexpected(summaries.error());
  Imported imported;
  for (const RunSummary& summary : *summaries) {
    const auto run = source->load(summary.header.id);
    if (!run) return tl::unexpected(run.error());
    if (const auto added = add(target, *run, imported); !added) return tl::unexpected(added.error());
  }
  const auto noise = source->noise();
  if (!noise) return tl::unexpected(noise.error());
  for (const NoiseMeasurement& measurement : *noise) {
    if (auto added = target.add_noise(measurement); !added) return tl::unexpected(added.error());
  }
  const auto ceilings = source->ceilings();
  if (!ceilings) return tl::unexpected(ceilings.error());
  for (const CeilingMeasurement& measurement : *ceilings) {
    if (auto added = target.add_ceilings(measurement); !added) return tl::unexpected(added.error());
  }
  return imported;
}

Result<Imported> import_export(const QString& path, Store& target) {
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly)) {
    return fail(ErrorKind::failed,
                path.toStdString() + " cannot be read: " + file.errorString().toStdString());
  }
  if (file.size() > largest_export) {
    return fail(ErrorKind::failed, path.toStdString() + " is larger than any export can be read (256 MiB): " +
                                       "import the database that it was exported from");
  }
  const auto runs = decode_runs(file.readAll().toStdString());
  if (!runs)
    return fail(runs.error().kind, path.toStdString() + " cannot be imported: " + runs.error().message);
  Imported imported;
  for (const Run& run : *runs) {
    if (auto added = add(target, run, imported); !added) return tl::unexpected(added.error());
  }
  return imported;
}

Result<Imported> import_recording(const QString& path, Store& target) {
  const auto before = target.runs();
  if (!before) return tl::unexpected(before.error());
  const auto id = import_stream(path.toStdString(), target);
  if (!id) return tl::unexpected(id.error());
  const bool known = std::any_of(before->begin(), before->end(),
                                 [&id](const RunSummary& run) { return run.header.id == *id; });
  return Imported{{*id}, known ? std::size_t{1} : 0};
}

}  // namespace

bool looks_like_export(const QString& path) {
  constexpr qint64 enough = 256;
  QFile file(path);
  return QFileInfo(path).isFile() && file.open(QIODevice::ReadOnly) &&
         file.read(enough).contains("\"attnscope-runs\"");
}

Result<Imported> import_file(const QString& path, Store& target) {
  // Asked before any plain read: closing one would drop the locks of a database that is open elsewhere here.
  if (looks_like_database(path.toStdString())) return import_database(path, target);
  // Opening a pipe would wait for its other end.
  if (QFileInfo::exists(path) && !QFileInfo(path).isFile()) {
    return fail(ErrorKind::failed, path.toStdString() + " is not a file");
  }
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly)) {
    return fail(ErrorKind::not_found,
                path.toStdString() + " cannot be read: " + file.errorString().toStdString());
  }
  file.close();
  if (looks_like_stream(path.toStdString())) return import_recording(path, target);
  if (looks_like_export(path)) return import_export(path, target);
  return fail(ErrorKind::failed,
              path.toStdString() + " is neither a database nor a worker's stream nor an export of attnscope");
}

}  // namespace attnscope
