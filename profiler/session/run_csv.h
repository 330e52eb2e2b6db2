// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Runs as comma-separated values: a row a point, full precision, the same bytes for the same runs.
#pragma once

#include <QByteArray>
#include <string>
#include <vector>

#include "profiler/protocol/run.h"

namespace attnscope {

QByteArray csv_of(const std::vector<Run>& runs);

/// Text as one cell: quoted where it must be, and never a formula to a spreadsheet.
QByteArray csv_cell(const std::string& label);

}  // namespace attnscope
