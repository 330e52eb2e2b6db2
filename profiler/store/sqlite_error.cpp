// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/store/sqlite_error.h"

#include <sqlite3.h>

#include <cstdint>
#include <system_error>

namespace attnscope::store {

namespace {

/// SQLite calls it an I/O error where there is no room for even its index of the log.
bool disk_is_full(const std::filesystem::path& path) {
  constexpr std::uintmax_t log_index_bytes = 32 << 10;
  std::error_code error;
  const auto space = std::filesystem::space(std::filesystem::absolute(path, error).parent_path(), error);
  return !error && space.available < log_index_bytes;
}

}  // namespace

Error error_of(const SQLite::Exception& exception, const std::filesystem::path& path) {
  const std::string name = path.string();
  const std::string detail = exception.what();
  const auto failed = [](std::string message) { return Error{ErrorKind::failed, std::move(message), 0}; };
  const int code = exception.getErrorCode() & 0xFF;
  switch (code == SQLITE_IOERR && disk_is_full(path) ? SQLITE_FULL : code) {
    case SQLITE_FULL:
      return failed("The disk is full: " + name + " could not be written. What was stored before is intact.");
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return failed(name + " is being written by another program; try again.");
    case SQLITE_READONLY:
      return failed(name + " cannot be written: the file or its folder is read-only.");
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_INTERRUPT:  // Only the limit on damaged files interrupts.
    case SQLITE_MISMATCH:
      return failed(name + " is damaged (" + detail + ").");
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return failed(name + " cannot be opened (" + detail + "): check the folder and its permissions.");
    case SQLITE_IOERR:
      return failed(name + " could not be read or written (" + detail +
                    "). What was stored before is intact.");
    case SQLITE_NOMEM:
      return Error{ErrorKind::out_of_memory, "There is not enough memory to read " + name + ".", 0};
    case SQLITE_CONSTRAINT:
      return Error{ErrorKind::usage, "This cannot be stored in " + name + " (" + detail + ").", 0};
    default:
      return failed(name + ": " + detail + ".");
  }
}

Error error_of(const std::exception& exception, const std::filesystem::path& path) {
  return Error{ErrorKind::failed, path.string() + ": " + exception.what() + ".", 0};
}

}  // namespace attnscope::store
