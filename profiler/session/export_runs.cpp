// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/session/export_runs.h"

#include <QSaveFile>

#include "profiler/protocol/codec.h"
#include "profiler/session/run_csv.h"

namespace attnscope {

Result<void> export_runs(const std::vector<Run>& runs, const QString& path) {
  if (path.endsWith(QStringLiteral(".csv"), Qt::CaseInsensitive)) return write_atomically(path, csv_of(runs));
  if (path.endsWith(QStringLiteral(".json"), Qt::CaseInsensitive)) {
    return write_atomically(path, QByteArray::fromStdString(encode_runs(runs)));
  }
  return fail(ErrorKind::usage,
              "the file's name must end with .csv or .json, not \"" + path.toStdString() + '"');
}

Result<void> write_atomically(const QString& path, const QByteArray& content) {
  QSaveFile file(path);
  // Flushed by hand: commit() would put an empty file in place when the last buffer finds the disk full.
  if (file.open(QIODevice::WriteOnly) && file.write(content) == content.size() && file.flush() &&
      file.commit()) {
    return {};
  }
  return fail(ErrorKind::failed,
              path.toStdString() + " cannot be written: " + file.errorString().toStdString());
}

}  // namespace attnscope
