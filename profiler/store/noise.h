// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Rows of noise measurements. Each function throws SQLite::Exception or Damaged, and belongs within the
// caller's transaction.
#pragma once

#include <SQLiteCpp/Database.h>

#include <vector>

#include "profiler/analysis/noise_floor.h"
#include "profiler/store/reader.h"

namespace attnscope::store {

/// False where there is one of the same device and moment already; that one stays.
bool insert_noise(SQLite::Database& database, const NoiseMeasurement& measurement);

/// Oldest first; none in a file from before there were any.
std::vector<NoiseMeasurement> read_noise(SQLite::Database& database, LoadBudget& budget);

}  // namespace attnscope::store
