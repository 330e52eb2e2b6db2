// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/session/transport.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

namespace attnscope {

Transport local_worker() {
  ProcessTransport transport;
  transport.program = qEnvironmentVariable("ATTNSCOPE_WORKER");
  if (!transport.program.isEmpty()) return transport;
  const QDir beside(QCoreApplication::applicationDirPath());
  const QString program = beside.filePath("attnscope-worker");
  // A worker that is missing beside us may still be in the PATH.
  transport.program = QFileInfo::exists(program) ? program : QStringLiteral("attnscope-worker");
  return transport;
}

}  // namespace attnscope
