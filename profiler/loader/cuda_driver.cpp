// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/loader/cuda_driver.h"

namespace attnscope {
namespace {

Result<CudaDriver> load_driver() {
  LibrarySearch search{"the CUDA driver", {"libcuda.so.1"}, true, {}};
  const Result<SharedLibrary> library = load_library(search);
  if (!library) return tl::unexpected(library.error());

  CudaDriver functions;
  functions.path = library->path();
  SymbolTable table(*library);
  ATTNSCOPE_CUDA_DRIVER_SYMBOLS(ATTNSCOPE_SYMBOL_REQUIRE)
  ATTNSCOPE_CUDA_DRIVER_NEWER_SYMBOLS(ATTNSCOPE_SYMBOL_IF_PRESENT)
  if (functions.cuEventElapsedTime == nullptr)
    table.look_up(functions.cuEventElapsedTime, "cuEventElapsedTime");
  if (const Result<void> found = table.complete("CUDA driver"); !found) return tl::unexpected(found.error());

  if (const Result<void> started = check_cuda(functions, functions.cuInit(0), "starting the CUDA driver");
      !started)
    return tl::unexpected(started.error());
  if (const Result<void> told = check_cuda(functions, functions.cuDriverGetVersion(&functions.version),
                                           "asking the CUDA driver's version");
      !told)
    return tl::unexpected(told.error());
  return functions;
}

}  // namespace

Result<const CudaDriver*> cuda_driver() {
  static const Result<CudaDriver> driver = load_driver();
  if (!driver) return tl::unexpected(driver.error());
  return &*driver;
}

Result<void> check_cuda(const CudaDriver& driver, CUresult result, const std::string& doing) {
  if (result == CUDA_SUCCESS) return {};
  const char* name = nullptr;
  const char* meaning = nullptr;
  driver.cuGetErrorName(result, &name);
  driver.cuGetErrorString(result, &meaning);
  const ErrorKind kind = result == CUDA_ERROR_OUT_OF_MEMORY ? ErrorKind::out_of_memory : ErrorKind::failed;
  return fail(kind, doing + ": " +
                        (name == nullptr ? "CUDA error " + std::to_string(result) : std::string(name)) +
                        (meaning == nullptr ? "" : std::string(" (") + meaning + ")"));
}

}  // namespace attnscope
