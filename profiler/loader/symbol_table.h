// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// A library's functions as a struct of typed pointers, written as one list of names:
//
//   #define ATTNSCOPE_NVRTC_SYMBOLS(X) X(nvrtcVersion) X(nvrtcCreateProgram) …
//   struct Nvrtc { ATTNSCOPE_NVRTC_SYMBOLS(ATTNSCOPE_SYMBOL_MEMBER) };
//
//   SymbolTable table(library);
//   ATTNSCOPE_NVRTC_SYMBOLS(ATTNSCOPE_SYMBOL_REQUIRE)      // uses the names `table` and `functions`
//   if (auto found = table.complete("NVRTC"); !found) …
//
// NVIDIA's headers #define some names to versioned ones (cuMemAlloc is cuMemAlloc_v2). Members and symbol
// names both come after that expansion, so `driver.cuMemAlloc(…)` reads as in the documentation and calls the
// function that the header declares.
#pragma once

#include <string>

#include "kernels/problem/result.h"
#include "profiler/loader/shared_library.h"

// NOLINTBEGIN(bugprone-macro-parentheses): the arguments are names, not expressions.
#define ATTNSCOPE_SYMBOL_MEMBER(function) decltype(&::function) function = nullptr;
#define ATTNSCOPE_SYMBOL_REQUIRE(function) ATTNSCOPE_SYMBOL_REQUIRE_EXPANDED(function)
#define ATTNSCOPE_SYMBOL_REQUIRE_EXPANDED(function) table.require(functions.function, #function);
/// As REQUIRE, but a missing symbol leaves the pointer null: for what newer library versions add.
#define ATTNSCOPE_SYMBOL_IF_PRESENT(function) ATTNSCOPE_SYMBOL_IF_PRESENT_EXPANDED(function)
#define ATTNSCOPE_SYMBOL_IF_PRESENT_EXPANDED(function) table.look_up(functions.function, #function);
// NOLINTEND(bugprone-macro-parentheses)

namespace attnscope {

/// Fills function pointers from one library and remembers the first name that is not there.
class SymbolTable {
 public:
  explicit SymbolTable(const SharedLibrary& library) : library_(library) {}

  template <typename Function>
  bool look_up(Function& slot, const char* name) const {
    slot = reinterpret_cast<Function>(library_.symbol(name));
    return slot != nullptr;
  }

  template <typename Function>
  void require(Function& slot, const char* name) {
    if (!look_up(slot, name) && missing_.empty()) missing_ = name;
  }

  Result<void> complete(const std::string& library_name) const {
    if (missing_.empty()) return {};
    return fail(ErrorKind::not_found,
                "this " + library_name + " is too old for attnscope: it has no function " + missing_);
  }

 private:
  const SharedLibrary& library_;
  std::string missing_;
};

}  // namespace attnscope
