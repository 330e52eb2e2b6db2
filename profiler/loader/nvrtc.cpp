// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/loader/nvrtc.h"

#include <dlfcn.h>

#include <filesystem>

namespace attnscope {
namespace {

Result<Nvrtc> resolve_nvrtc(const SharedLibrary& library) {
  Nvrtc functions;
  functions.path = library.path();
  SymbolTable table(library);
  ATTNSCOPE_NVRTC_SYMBOLS(ATTNSCOPE_SYMBOL_REQUIRE)
  if (const Result<void> found = table.complete("NVRTC"); !found) return tl::unexpected(found.error());
  if (functions.nvrtcVersion(&functions.major, &functions.minor) != NVRTC_SUCCESS)
    return fail(ErrorKind::failed, "NVRTC does not tell its version");
  if (functions.major < 12 || (functions.major == 12 && functions.minor < 8))
    return fail(ErrorKind::unsupported, "NVRTC " + std::to_string(functions.major) + "." +
                                            std::to_string(functions.minor) + " is older than 12.8");
  return functions;
}

/// NVRTC loads its built-in headers by name alone, which finds nothing in a folder outside the linker's path,
/// such as a Python package's. Loaded beforehand from beside it, they are found; where they are not there,
/// its own message says so when it compiles.
void load_builtins(const Nvrtc& nvrtc) {
  const std::filesystem::path folder = std::filesystem::path(nvrtc.path).parent_path();
  if (folder.empty()) return;
  const std::string version = std::to_string(nvrtc.major) + "." + std::to_string(nvrtc.minor);
  ::dlopen((folder / ("libnvrtc-builtins.so." + version)).c_str(), RTLD_NOW | RTLD_GLOBAL);
}

Result<Nvrtc> load_nvrtc() {
  LibrarySearch search{"NVRTC", {"libnvrtc.so.13", "libnvrtc.so.12"}, false, {}};
  search.accept = [](const SharedLibrary& library) -> Result<void> {
    if (const Result<Nvrtc> functions = resolve_nvrtc(library); !functions)
      return tl::unexpected(functions.error());
    return {};
  };
  const Result<SharedLibrary> library = load_library(search);
  if (!library) return tl::unexpected(library.error());
  auto functions = resolve_nvrtc(*library);
  if (functions) load_builtins(*functions);
  return functions;
}

}  // namespace

Result<const Nvrtc*> nvrtc() {
  static const Result<Nvrtc> library = load_nvrtc();
  if (!library) return tl::unexpected(library.error());
  return &*library;
}

}  // namespace attnscope
