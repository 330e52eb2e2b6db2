// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Rows of measured ceilings. Each function throws SQLite::Exception or Damaged, and belongs within the
// caller's transaction.
#pragma once

#include <SQLiteCpp/Database.h>

#include <vector>

#include "profiler/analysis/ceilings.h"
#include "profiler/store/reader.h"

namespace attnscope::store {

/// False where there are some of the same device and moment already; those stay.
bool insert_ceilings(SQLite::Database& database, const CeilingMeasurement& measurement);

/// Oldest first; none in a file from before they were kept.
std::vector<CeilingMeasurement> read_ceilings(SQLite::Database& database, LoadBudget& budget);

}  // namespace attnscope::store
