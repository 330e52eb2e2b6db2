// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Brings an older database up to date, with a backup beside it.
#pragma once

#include <SQLiteCpp/Database.h>

#include <cstdint>
#include <filesystem>
#include <span>

#include "kernels/problem/result.h"

namespace attnscope::store {

/// One step: SQL that turns version `from` into `from` + 1.
struct Migration {
  std::int32_t from = 0;
  const char* sql = nullptr;
};

/// The steps up to this version.
std::span<const Migration> migrations();

/// Copies the database to `path`.v<version>.backup (never over an existing file), then takes all steps up to
/// `target` in one transaction. On failure the database is as it was. Throws SQLite::Exception.
Result<void> migrate(SQLite::Database& database, const std::filesystem::path& path,
                     std::span<const Migration> steps, std::int32_t target);

}  // namespace attnscope::store
