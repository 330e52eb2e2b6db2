// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// cuBLASLt, NVIDIA's matrix products (12.8 or newer), loaded at run time.
#pragma once

#include <cublasLt.h>

#include <string>

#include "kernels/problem/result.h"
#include "profiler/loader/symbol_table.h"

#define ATTNSCOPE_CUBLAS_LT_SYMBOLS(X)    \
  X(cublasLtCreate)                       \
  X(cublasLtDestroy)                      \
  X(cublasLtGetVersion)                   \
  X(cublasLtGetCudartVersion)             \
  X(cublasLtGetStatusString)              \
  X(cublasLtMatmul)                       \
  X(cublasLtMatmulAlgoGetHeuristic)       \
  X(cublasLtMatmulDescCreate)             \
  X(cublasLtMatmulDescDestroy)            \
  X(cublasLtMatmulDescSetAttribute)       \
  X(cublasLtMatmulPreferenceCreate)       \
  X(cublasLtMatmulPreferenceDestroy)      \
  X(cublasLtMatmulPreferenceSetAttribute) \
  X(cublasLtMatrixLayoutCreate)           \
  X(cublasLtMatrixLayoutDestroy)          \
  X(cublasLtMatrixLayoutSetAttribute)

namespace attnscope {

struct CublasLt {
  ATTNSCOPE_CUBLAS_LT_SYMBOLS(ATTNSCOPE_SYMBOL_MEMBER)

  std::string path;  ///< where the library was found
  int version = 0;   ///< 130100 is 13.1.0
};

/// Loads cuBLASLt once in a process; safe from any thread. A library made for a newer CUDA than the driver
/// speaks is passed over. Needs no GPU, but products do.
Result<const CublasLt*> cublas_lt();

/// Ok for CUBLAS_STATUS_SUCCESS, otherwise an error that says what was being done.
Result<void> check_cublas_lt(const CublasLt& library, cublasStatus_t status, const std::string& doing);

}  // namespace attnscope
