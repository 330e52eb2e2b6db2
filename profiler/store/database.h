// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Opens a database file safely: what is not ours, newer or damaged is refused without changing a byte, and a
// file opened for reading is never written, whatever lies in it.
#pragma once

#include <SQLiteCpp/Database.h>

#include <cstdint>
#include <filesystem>
#include <memory>

#include "kernels/problem/result.h"
#include "profiler/store/private_copy.h"
#include "profiler/store/store.h"

namespace attnscope::store {

/// Stops a statement that runs longer than any honest file needs (damaged trees can be walked for ever).
struct StepLimit {
  std::int64_t left = 0;
  void renew();
};

struct OpenDatabase {
  std::unique_ptr<PrivateCopy> copy;  ///< where the file was read through a copy; outlives the database
  std::unique_ptr<StepLimit> steps;   ///< for files opened read-only
  std::unique_ptr<SQLite::Database> database;
};

Result<OpenDatabase> open_read_only(const std::filesystem::path& path);
Result<OpenDatabase> open_read_write(const std::filesystem::path& path);

}  // namespace attnscope::store
