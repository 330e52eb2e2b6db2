// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/store/raw_file.h"

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace attnscope::store {

void RawFile::FileCloser::operator()(sqlite3_file* file) const {
  if (file->pMethods != nullptr) {
    file->pMethods->xClose(file);
  }
  std::free(file);
}

std::optional<RawFile> RawFile::open(const std::filesystem::path& path) {
  sqlite3_vfs* layer = sqlite3_vfs_find(nullptr);
  RawFile raw;
  raw.name_.reset(sqlite3_create_filename(std::filesystem::absolute(path).c_str(), "", "", 0, nullptr));
  raw.file_.reset(static_cast<sqlite3_file*>(std::calloc(1, static_cast<std::size_t>(layer->szOsFile))));
  if (!raw.name_ || !raw.file_) {
    return std::nullopt;
  }
  int flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_MAIN_DB;
  if (layer->xOpen(layer, raw.name_.get(), raw.file_.get(), flags, &flags) != SQLITE_OK) {
    return std::nullopt;
  }
  return raw;
}

std::optional<std::int64_t> RawFile::size() const {
  sqlite3_int64 bytes = 0;
  if (file_->pMethods->xFileSize(file_.get(), &bytes) != SQLITE_OK) {
    return std::nullopt;
  }
  return bytes;
}

std::optional<std::size_t> RawFile::read(std::span<char> into, std::int64_t offset) const {
  const std::optional<std::int64_t> bytes = size();
  if (!bytes) {
    return std::nullopt;
  }
  const std::int64_t left = std::max<std::int64_t>(0, *bytes - offset);
  const std::size_t count = std::min(into.size(), static_cast<std::size_t>(left));
  if (count > 0 &&
      file_->pMethods->xRead(file_.get(), into.data(), static_cast<int>(count), offset) != SQLITE_OK) {
    return std::nullopt;
  }
  return count;
}

}  // namespace attnscope::store
