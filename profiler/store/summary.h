// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// The list of runs, from an index alone: neither points nor samples are read.
#pragma once

#include <SQLiteCpp/Database.h>

#include <vector>

#include "profiler/store/reader.h"
#include "profiler/store/store.h"

namespace attnscope::store {

/// Counts and shape for each header, in their order. Throws SQLite::Exception or Damaged.
std::vector<RunSummary> summarise(SQLite::Database& database, const std::vector<StoredHeader>& headers,
                                  LoadBudget& budget);

}  // namespace attnscope::store
