// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// A copy of a database together with its log, for reading a file whose latest commits are still in the log:
// reading those in place would write beside the original.
#pragma once

#include <filesystem>
#include <memory>

#include "kernels/problem/result.h"

namespace attnscope::store {

/// A folder of our own with the copy in it; removed with this object.
class PrivateCopy {
 public:
  /// Copies until no file changed meanwhile, so that the copy is of one moment.
  static Result<std::unique_ptr<PrivateCopy>> of(const std::filesystem::path& original);
  ~PrivateCopy();
  PrivateCopy(const PrivateCopy&) = delete;
  PrivateCopy& operator=(const PrivateCopy&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  explicit PrivateCopy(std::filesystem::path folder);
  std::filesystem::path folder_;
  std::filesystem::path path_;
};

}  // namespace attnscope::store
