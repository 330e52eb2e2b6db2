// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// The CUDA driver (libcuda.so.1), loaded at run time. Call functions as `driver.cuMemAlloc(…)`.
#pragma once

#include <cuda.h>

#include <string>

#include "kernels/problem/result.h"
#include "profiler/loader/symbol_table.h"

#define ATTNSCOPE_CUDA_DRIVER_SYMBOLS(X) \
  X(cuInit)                              \
  X(cuDriverGetVersion)                  \
  X(cuGetErrorName)                      \
  X(cuGetErrorString)                    \
  X(cuDeviceGetCount)                    \
  X(cuDeviceGet)                         \
  X(cuDeviceGetName)                     \
  X(cuDeviceGetUuid)                     \
  X(cuDeviceGetAttribute)                \
  X(cuDeviceGetPCIBusId)                 \
  X(cuDeviceTotalMem)                    \
  X(cuDevicePrimaryCtxRetain)            \
  X(cuDevicePrimaryCtxRelease)           \
  X(cuCtxGetCurrent)                     \
  X(cuCtxSetCurrent)                     \
  X(cuCtxGetDevice)                      \
  X(cuCtxPushCurrent)                    \
  X(cuCtxPopCurrent)                     \
  X(cuCtxSynchronize)                    \
  X(cuMemGetInfo)                        \
  X(cuMemAlloc)                          \
  X(cuMemFree)                           \
  X(cuMemAllocHost)                      \
  X(cuMemFreeHost)                       \
  X(cuMemHostAlloc)                      \
  X(cuMemHostGetDevicePointer)           \
  X(cuMemcpyHtoD)                        \
  X(cuMemcpyDtoH)                        \
  X(cuMemcpyHtoDAsync)                   \
  X(cuMemcpyDtoHAsync)                   \
  X(cuMemcpyDtoDAsync)                   \
  X(cuMemsetD8)                          \
  X(cuMemsetD8Async)                     \
  X(cuMemsetD16Async)                    \
  X(cuMemsetD32Async)                    \
  X(cuStreamCreate)                      \
  X(cuStreamDestroy)                     \
  X(cuStreamSynchronize)                 \
  X(cuStreamQuery)                       \
  X(cuStreamWaitEvent)                   \
  X(cuStreamGetCtx)                      \
  X(cuLaunchHostFunc)                    \
  X(cuEventCreate)                       \
  X(cuEventDestroy)                      \
  X(cuEventRecord)                       \
  X(cuEventQuery)                        \
  X(cuEventSynchronize)                  \
  X(cuModuleLoadData)                    \
  X(cuModuleLoadDataEx)                  \
  X(cuModuleUnload)                      \
  X(cuModuleGetFunction)                 \
  X(cuModuleGetGlobal)                   \
  X(cuFuncGetAttribute)                  \
  X(cuFuncSetAttribute)                  \
  X(cuLaunchKernel)                      \
  X(cuOccupancyMaxActiveBlocksPerMultiprocessor)

/// Null in drivers older than the header: ask before use.
#define ATTNSCOPE_CUDA_DRIVER_NEWER_SYMBOLS(X) \
  X(cuEventElapsedTime)                        \
  X(cuStreamWaitValue32)                       \
  X(cuStreamWriteValue32)                      \
  X(cuLaunchKernelEx)                          \
  X(cuFuncGetName)                             \
  X(cuCtxGetId)                                \
  X(cuTensorMapEncodeTiled)

namespace attnscope {

struct CudaDriver {
  ATTNSCOPE_CUDA_DRIVER_SYMBOLS(ATTNSCOPE_SYMBOL_MEMBER)
  ATTNSCOPE_CUDA_DRIVER_NEWER_SYMBOLS(ATTNSCOPE_SYMBOL_MEMBER)

  std::string path;  ///< where libcuda was found
  int version = 0;   ///< of the CUDA that the driver speaks: 13000
};

/// Loads libcuda and calls cuInit, once in a process; safe from any thread. The error says whether the
/// library is missing or the driver does not start (no GPU, a version mismatch after an update …).
Result<const CudaDriver*> cuda_driver();

/// Ok for CUDA_SUCCESS, otherwise an error that says what was being done: "allocating 12 bytes: CUDA_ERROR_…
/// (out of memory)". CUDA_ERROR_OUT_OF_MEMORY becomes ErrorKind::out_of_memory.
Result<void> check_cuda(const CudaDriver& driver, CUresult result, const std::string& doing);

}  // namespace attnscope
