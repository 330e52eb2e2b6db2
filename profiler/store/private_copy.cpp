// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/store/private_copy.h"

#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

#include "profiler/store/file_facts.h"

namespace attnscope::store {
namespace {

std::error_code copy_parts(const std::filesystem::path& original, const std::filesystem::path& copy) {
  for (const char* part : database_file_suffixes) {
    std::error_code error;
    std::filesystem::remove(beside(copy, part), error);
    const std::filesystem::path from = beside(original, part);
    if (!std::filesystem::exists(from, error)) {
      continue;
    }
    std::filesystem::copy_file(from, beside(copy, part), error);
    if (error) {
      return error;
    }
    // A read-only original would make a copy that cannot be recovered.
    std::filesystem::permissions(
        beside(copy, part), std::filesystem::perms::owner_read | std::filesystem::perms::owner_write, error);
  }
  return {};
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
    if (const std::error_code failed = copy_parts(original, copy->path())) {
      return fail(ErrorKind::failed,
                  original.string() + " cannot be copied for reading: " + failed.message() + ".");
    }
    if (versions_of(original) == before) {
      return copy;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  return fail(ErrorKind::failed, original.string() + " is being written by another program; try again.");
}

}  // namespace attnscope::store
