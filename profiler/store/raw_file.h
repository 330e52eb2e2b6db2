// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Reads a database's bytes past its connections. It must go through SQLite's own file layer: closing a plain
// file descriptor would drop the locks that other connections of this process hold on the same file.
#pragma once

#include <sqlite3.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>

namespace attnscope::store {

class RawFile {
 public:
  /// Absent where the file cannot be opened for reading.
  static std::optional<RawFile> open(const std::filesystem::path& path);

  std::optional<std::int64_t> size() const;
  /// Bytes read: fewer than asked for at the end of the file; absent where reading fails.
  std::optional<std::size_t> read(std::span<char> into, std::int64_t offset) const;

 private:
  struct NameDeleter {
    void operator()(const char* name) const { sqlite3_free_filename(name); }
  };
  struct FileCloser {
    void operator()(sqlite3_file* file) const;
  };
  /// The file keeps a pointer to its name.
  std::unique_ptr<const char, NameDeleter> name_;
  std::unique_ptr<sqlite3_file, FileCloser> file_;
};

}  // namespace attnscope::store
