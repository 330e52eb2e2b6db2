// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Finds the run that a person means.
#pragma once

#include <QString>
#include <filesystem>
#include <vector>

#include "profiler/store/store.h"

namespace attnscope {

/// `wanted` is an id, the beginning of exactly one id, or "latest". `database` is named where there is none.
Result<const RunSummary*> find_run(const std::vector<RunSummary>& runs, const QString& wanted,
                                   const std::filesystem::path& database);
Result<Run> load_run(Store& store, const QString& wanted);

}  // namespace attnscope
