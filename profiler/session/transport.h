// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Where a worker's events come from: a process (with any prefix: none, `ssh HOST`, `srun …`) or a recording.
#pragma once

#include <QString>
#include <QStringList>
#include <variant>

namespace attnscope {

/// Starts `prefix… program arguments…`, never through a shell.
struct ProcessTransport {
  QStringList prefix;
  QString program;  ///< attnscope-worker beside this program unless told
  QStringList arguments;
};

/// Plays a recorded stream, as fast as it is read.
struct ReplayTransport {
  QString file;
};

using Transport = std::variant<ProcessTransport, ReplayTransport>;

/// The worker that lies beside the running program (or ATTNSCOPE_WORKER, for tests).
Transport local_worker();

}  // namespace attnscope
