// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// The border between SQLite's exceptions and Result: nothing thrown leaves the store.
#pragma once

#include <SQLiteCpp/Exception.h>

#include <exception>
#include <filesystem>
#include <type_traits>

#include "kernels/problem/result.h"

namespace attnscope::store {

/// Says in plain words what went wrong with which file.
Error error_of(const SQLite::Exception& exception, const std::filesystem::path& path);
Error error_of(const std::exception& exception, const std::filesystem::path& path);

/// Runs `act`, which returns a Result, and turns what it throws into an Error.
template <typename Act>
std::invoke_result_t<Act> guarded(const std::filesystem::path& path, Act act) {
  try {
    return act();
  } catch (const SQLite::Exception& exception) {
    return tl::unexpected<Error>(error_of(exception, path));
  } catch (const std::exception& exception) {
    return tl::unexpected<Error>(error_of(exception, path));
  }
}

}  // namespace attnscope::store
