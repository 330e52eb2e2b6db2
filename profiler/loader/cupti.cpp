// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/loader/cupti.h"

#include "profiler/loader/cuda_driver.h"

namespace attnscope {
namespace {

/// CUPTI counted its versions up to 12.9 (28) and follows the toolkit's number from 13.0 (130000) on.
int cuda_major_of(int cupti_version) {
  return cupti_version >= 100000 ? cupti_version / 10000 : 12;
}

Result<Cupti> resolve_cupti(const SharedLibrary& library) {
  Cupti functions;
  functions.path = library.path();
  SymbolTable table(library);
  ATTNSCOPE_CUPTI_SYMBOLS(ATTNSCOPE_SYMBOL_REQUIRE)
  if (const Result<void> found = table.complete("CUPTI"); !found) return tl::unexpected(found.error());
  std::uint32_t version = 0;
  if (functions.cuptiGetVersion(&version) != CUPTI_SUCCESS)
    return fail(ErrorKind::failed, "CUPTI does not tell its version");
  functions.version = static_cast<int>(version);
  return functions;
}

/// A CUPTI of a newer major version than the driver's loads, and then fails at its first call.
Result<void> driver_can_run(const Cupti& functions) {
  const Result<const CudaDriver*> driver = cuda_driver();
  if (!driver) return {};
  const int needed = cuda_major_of(functions.version);
  const int spoken = (*driver)->version / 1000;
  if (needed <= spoken) return {};
  return fail(ErrorKind::unsupported, "it needs a driver for CUDA " + std::to_string(needed) +
                                          ", and this one is for CUDA " + std::to_string(spoken));
}

Result<Cupti> load_cupti() {
  LibrarySearch search{"CUPTI", {"libcupti.so.13", "libcupti.so.12"}, false, {}};
  search.accept = [](const SharedLibrary& library) -> Result<void> {
    const Result<Cupti> functions = resolve_cupti(library);
    if (!functions) return tl::unexpected(functions.error());
    return driver_can_run(*functions);
  };
  const Result<SharedLibrary> library = load_library(search);
  if (!library) return tl::unexpected(library.error());
  return resolve_cupti(*library);
}

}  // namespace

Result<const Cupti*> cupti() {
  static const Result<Cupti> library = load_cupti();
  if (!library) return tl::unexpected(library.error());
  return &*library;
}

Result<void> check_cupti(const Cupti& library, CUptiResult result, const std::string& doing) {
  if (result == CUPTI_SUCCESS) return {};
  const char* text = nullptr;
  library.cuptiGetResultString(result, &text);
  const bool permission = result == CUPTI_ERROR_INSUFFICIENT_PRIVILEGES ||
                          result == CUPTI_ERROR_VIRTUALIZED_DEVICE_INSUFFICIENT_PRIVILEGES;
  return fail(permission ? ErrorKind::unsupported : ErrorKind::failed,
              doing + ": CUPTI answered " + (text != nullptr ? std::string(text) : std::to_string(result)));
}

}  // namespace attnscope
