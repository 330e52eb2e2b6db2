// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// How a call that can fail answers: a value, or an Error in plain words. No exceptions cross a folder.
#pragma once

#include <cstdint>
#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace attnscope {

/// What kind of failure it is, so that a caller can choose an exit code or an outcome without reading text.
enum class ErrorKind {
  usage,          ///< the caller asked for something that makes no sense
  unsupported,    ///< sensible, but not available for this problem, GPU or machine
  out_of_memory,  ///< it did not fit
  not_found,      ///< no such file, run, device or preset
  failed,         ///< it was tried and went wrong
};

/// A failure. `message` is one plain sentence for people; `bytes_needed` is set for out_of_memory where
/// known.
struct Error {
  ErrorKind kind = ErrorKind::failed;
  std::string message;
  std::uint64_t bytes_needed = 0;
};

template <typename T>
using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> fail(ErrorKind kind, std::string message, std::uint64_t bytes_needed = 0) {
  return tl::unexpected<Error>(Error{kind, std::move(message), bytes_needed});
}

}  // namespace attnscope
