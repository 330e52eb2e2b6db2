// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Both matrix products of one standard attention call, and the tables that find their matrices.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "kernels/cuda/compile/kernel_loader.h"
#include "kernels/cuda/standard/arguments.cuh"
#include "kernels/cuda/standard/matrix_product.h"
#include "kernels/problem/problem.h"

namespace attnscope {

/// The GPU that calls are made ready for, and cuBLASLt on it; shared by all calls of one set of
/// implementations. Made on first use with the device's primary context current.
struct ProductLibrary {
  /// The library's own state on this GPU.
  using Handle = std::unique_ptr<cublasLtContext, cublasStatus_t (*)(cublasLtHandle_t)>;

  static Result<std::shared_ptr<ProductLibrary>> create(const CudaDriver& driver, std::string target);

  const CudaDriver* driver;
  const CublasLt* functions;
  Handle handle;
  std::string target;  ///< to compile for: "sm_90a"
  /// Algorithms that were timed and found fastest.
  std::map<std::pair<ProductPlan, BatchMode>, cublasLtMatmulAlgo_t> fastest;
};

/// Where a call's matrices are; `probabilities` may be `scores`.
struct ProductBuffers {
  const void* query = nullptr;
  const void* key = nullptr;
  const void* value = nullptr;
  void* output = nullptr;
  void* scores = nullptr;
  void* probabilities = nullptr;
  void* pointers = nullptr;  ///< room for the tables, where scratch.h says so
  LibraryWorkspace workspace;
};

class AttentionProducts {
 public:
  static Result<AttentionProducts> create(ProductLibrary& library, const Problem& problem);

  /// Fills the tables of pointers, if this call uses any. Comes before the products.
  Result<void> locate(const ProductBuffers& buffers, CUstream stream) const;
  /// scores = alpha · Q Kᵀ
  Result<void> multiply_scores(float alpha, const ProductBuffers& buffers, CUstream stream) const;
  /// output = alpha · probabilities · V
  Result<void> multiply_output(float alpha, const ProductBuffers& buffers, CUstream stream) const;

  MatrixProduct& scores() { return scores_; }
  MatrixProduct& output() { return output_; }
  const MatrixProduct& scores() const { return scores_; }
  const MatrixProduct& output() const { return output_; }
  const ProductPlan& scores_plan() const { return scores_plan_; }
  const ProductPlan& output_plan() const { return output_plan_; }
  BatchMode mode() const { return mode_; }
  std::uint64_t workspace_bytes() const;

 private:
  AttentionProducts(const Problem& problem, MatrixProduct scores, MatrixProduct output, BatchMode mode);

  ProductPlan scores_plan_;
  ProductPlan output_plan_;
  MatrixProduct scores_;
  MatrixProduct output_;
  BatchMode mode_;
  std::optional<LoadedKernel> pointers_kernel_;
};

/// The kernel's arguments for these plans: tables A, B, C of the scores' product, then of the output's.
PointersArguments pointers_arguments(const ProductPlan& scores, const ProductPlan& output,
                                     const ProductBuffers& buffers);

}  // namespace attnscope
