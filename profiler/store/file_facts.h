// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// What can be told about a database file without SQLite touching it.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <string_view>

#include "kernels/problem/result.h"

namespace attnscope::store {

/// What every SQLite database begins with.
inline constexpr std::string_view sqlite_magic("SQLite format 3\0", 16);

/// The file's first 100 bytes, as SQLite's file format lays them out.
struct FileFacts {
  bool exists = false;
  bool empty = false;     ///< 0 bytes
  bool uses_wal = false;  ///< its journal mode
  bool has_log = false;   ///< a write-ahead log or a rollback journal with content lies beside it
  std::int32_t application_id = 0;
  std::int32_t user_version = 0;
};

/// Fails, in plain words, for what cannot be read, is no regular file, or is no SQLite database.
Result<FileFacts> read_file_facts(const std::filesystem::path& path);

/// Refuses databases that are not ours or from a newer version.
Result<void> check_identity(const FileFacts& facts, const std::filesystem::path& path);

/// Whether the folder is on a file system shared between machines, where write-ahead logging cannot work.
bool is_on_network(const std::filesystem::path& path);

/// A database, its write-ahead log, its rollback journal.
inline constexpr std::array<const char*, 3> database_file_suffixes{"", "-wal", "-journal"};

/// Changes whenever one of the database's files is written.
struct FileVersions {
  struct Version {
    std::uint64_t inode = 0;
    std::int64_t bytes = -1;
    std::int64_t seconds = 0;
    std::int64_t nanoseconds = 0;
    bool operator==(const Version&) const = default;
  };
  std::array<Version, database_file_suffixes.size()> files;
  bool operator==(const FileVersions&) const = default;
};
FileVersions versions_of(const std::filesystem::path& path);

std::filesystem::path beside(const std::filesystem::path& path, const char* suffix);

}  // namespace attnscope::store
