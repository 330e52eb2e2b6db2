// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Runs as comma-separated values: a row a point, full precision, the same bytes for the same runs.
#pragma once

#include <QByteArray>
#include <vector>

#include "kernels/problem/result.h"
#include "profiler/protocol/run.h"

namespace attnscope {

QByteArray csv_of(const std::vector<Run>& runs);

/// Text as one cell: quoted where it must be, and never a formula to a spreadsheet.
QByteArray csv_cell(const std::string& label);

/// Replaces the file as a whole or not at all.
Result<void> write_atomically(const QString& path, const QByteArray& content);

}  // namespace attnscope
