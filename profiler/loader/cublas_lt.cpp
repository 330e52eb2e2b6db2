// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/loader/cublas_lt.h"

#include "profiler/loader/cuda_driver.h"

namespace attnscope {
namespace {

constexpr int oldest_version = 120800;

std::string major_minor(int number, int major_unit, int minor_unit) {
  return std::to_string(number / major_unit) + "." + std::to_string(number % major_unit / minor_unit);
}

Result<CublasLt> resolve_cublas_lt(const SharedLibrary& library) {
  CublasLt functions;
  functions.path = library.path();
  SymbolTable table(library);
  ATTNSCOPE_CUBLAS_LT_SYMBOLS(ATTNSCOPE_SYMBOL_REQUIRE)
  if (const Result<void> found = table.complete("cuBLASLt"); !found) return tl::unexpected(found.error());
  functions.version = static_cast<int>(functions.cublasLtGetVersion());
  if (functions.version < oldest_version) {
    return fail(ErrorKind::unsupported,
                "cuBLASLt " + major_minor(functions.version, 10000, 100) + " is older than 12.8");
  }
  return functions;
}

/// A toolkit of a newer major version than the driver's loads, and then fails at its first call.
Result<void> driver_can_run(const CublasLt& functions) {
  const Result<const CudaDriver*> driver = cuda_driver();
  if (!driver) return {};
  const int needed = static_cast<int>(functions.cublasLtGetCudartVersion());
  if (needed / 1000 <= (*driver)->version / 1000) return {};
  return fail(ErrorKind::unsupported, "it needs a driver for CUDA " + major_minor(needed, 1000, 10) +
                                          ", and this one is for CUDA " +
                                          major_minor((*driver)->version, 1000, 10));
}

Result<CublasLt> load_cublas_lt() {
  LibrarySearch search{"cuBLASLt", {"libcublasLt.so.13", "libcublasLt.so.12"}, false, {}};
  search.accept = [](const SharedLibrary& library) -> Result<void> {
    const Result<CublasLt> functions = resolve_cublas_lt(library);
    if (!functions) return tl::unexpected(functions.error());
    return driver_can_run(*functions);
  };
  const Result<SharedLibrary> library = load_library(search);
  if (!library) return tl::unexpected(library.error());
  return resolve_cublas_lt(*library);
}

}  // namespace

Result<const CublasLt*> cublas_lt() {
  static const Result<CublasLt> library = load_cublas_lt();
  if (!library) return tl::unexpected(library.error());
  return &*library;
}

Result<void> check_cublas_lt(const CublasLt& library, cublasStatus_t status, const std::string& doing) {
  if (status == CUBLAS_STATUS_SUCCESS) return {};
  const char* text = library.cublasLtGetStatusString(status);
  return fail(ErrorKind::failed,
              doing + ": cuBLASLt answered " + (text != nullptr ? text : std::to_string(status).c_str()));
}

}  // namespace attnscope
