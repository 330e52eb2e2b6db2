// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Runs into a file, for the command line and the window alike.
#pragma once

#include <QByteArray>
#include <QString>
#include <vector>

#include "kernels/problem/result.h"
#include "profiler/protocol/run.h"

namespace attnscope {

/// What the name's ending asks for: .csv holds a row a point, .json everything with all samples. The file is
/// replaced as a whole or not at all; the same runs give the same bytes. Another ending is a usage error.
Result<void> export_runs(const std::vector<Run>& runs, const QString& path);

/// Replaces the file as a whole or not at all.
Result<void> write_atomically(const QString& path, const QByteArray& content);

}  // namespace attnscope
