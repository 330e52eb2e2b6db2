// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/store/private_copy.h"

#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <optional>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "profiler/store/file_facts.h"
#include "profiler/store/raw_file.h"

namespace attnscope::store {
namespace {

/// Copies the database itself past SQLite's locks (see RawFile).
bool copy_database(const std::filesystem::path& from, const std::filesystem::path& to) {
  const std::optional<RawFile> source = RawFile::open(from);
  std::ofstream target(to, std::ios::binary | std::ios::trunc);
  std::vector<char> buffer(std::size_t{1} << 20U);
  for (std::int64_t offset = 0; source && target;) {
    const std::optional<std::size_t> got = source->read(buffer, offset);
    if (!got) {
      return false;
    }
    if (*got == 0) {
      target.flush();
      return target.good();
    }
    target.write(buffer.data(), static_cast<std::streamsize>(*got));
    offset += static_cast<std::int64_t>(*got);
  }
  return false;
}

/// A log is never locked, and may be gone by now.
bool copy_log(const std::filesystem::path& from, const std::filesystem::path& to) {
  std::error_code error;
  std::filesystem::remove(to, error);
  std::filesystem::copy_file(from, to, error);
  if (error == std::errc::no_such_file_or_directory) {
    return true;
  }
  std::error_code ignored;  // A read-only original would make a copy that cannot be recovered.
  std::filesystem::permissions(to, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write,
                               ignored);
  return !error;
}

}  // namespace

PrivateCopy::PrivateCopy(std::filesystem::path folder)
    : folder_(std::move(folder)), path_(folder_ / "copy.db") {}

PrivateCopy::~PrivateCopy() {
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

Result<std::unique_ptr<PrivateCopy>> PrivateCopy::of(const std::filesystem::path& original) {
  std::error_code error;
  std::string folder = (std::filesystem::temp_directory_path(error) / "attnscope-XXXXXX").string();
  if (error || mkdtemp(folder.data()) == nullptr) {
    return fail(ErrorKind::failed, "no temporary folder can be made to read " + original.string() + ": " +
                                       (error ? error.message() : std::strerror(errno)) + ".");
  }
  std::unique_ptr<PrivateCopy> copy(new PrivateCopy(folder));
  constexpr int attempts = 20;
  for (int attempt = 0; attempt < attempts; ++attempt) {
    const FileVersions before = versions_of(original);
    if (!copy_database(original, copy->path()) ||
        !copy_log(beside(original, "-wal"), beside(copy->path(), "-wal")) ||
        !copy_log(beside(original, "-journal"), beside(copy->path(), "-journal"))) {
      return fail(ErrorKind::failed,
                  original.string() + " cannot be copied to " + copy->folder_.string() + " for reading.");
    }
    if (versions_of(original) == before) {
      return copy;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return fail(ErrorKind::failed, original.string() + " is being written by another program; try again.");
}

}  // namespace attnscope::store
