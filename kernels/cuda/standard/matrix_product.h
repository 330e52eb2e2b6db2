// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// One batched matrix product of cuBLASLt, made ready for one plan.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "kernels/cuda/standard/product_plan.h"
#include "kernels/problem/result.h"
#include "profiler/loader/cublas_lt.h"
#include "profiler/loader/cuda_driver.h"

namespace attnscope {

/// What cuBLASLt is offered for a call.
inline constexpr std::uint64_t library_workspace_limit = std::uint64_t{32} << 20;

/// How the library finds the matrices of a batch.
enum class BatchMode {
  strided,   ///< one call with a stride for each index of all dimensions but the longest
  pointers,  ///< one call for all, from tables of pointers in device memory
};

/// Where a product's matrices are: the first of each for BatchMode::strided, tables of pointers otherwise.
struct ProductOperands {
  const void* a = nullptr;
  const void* b = nullptr;
  void* c = nullptr;
};

/// Memory that the library may use during a call.
struct LibraryWorkspace {
  void* memory = nullptr;
  std::uint64_t bytes = 0;
};

class MatrixProduct {
 public:
  /// Asks the library for its best algorithms and settles on the first. Fails where the library knows none:
  /// libraries before 13.0 know no tables of pointers.
  static Result<MatrixProduct> create(const CublasLt& library, cublasLtHandle_t handle,
                                      const ProductPlan& plan, BatchMode mode);

  /// The library's candidates, best first as it believes.
  const std::vector<cublasLtMatmulAlgo_t>& candidates() const { return candidates_; }
  void use(const cublasLtMatmulAlgo_t& algorithm) { algorithm_ = algorithm; }

  /// The most that any candidate asks for.
  std::uint64_t workspace_bytes() const { return workspace_bytes_; }

  /// Queues C = alpha · A · B.
  Result<void> launch(float alpha, const ProductOperands& operands, const LibraryWorkspace& workspace,
                      CUstream stream) const;

 private:
  template <typename Opaque>
  using Owned = std::unique_ptr<Opaque, cublasStatus_t (*)(Opaque*)>;
  using OwnedLayout = Owned<cublasLtMatrixLayoutOpaque_t>;

  MatrixProduct(const CublasLt& library, cublasLtHandle_t handle);
  Result<void> describe(const ProductPlan& plan, BatchMode mode);
  Result<OwnedLayout> layout(Dtype dtype, std::uint64_t rows, std::uint64_t columns,
                             std::int64_t stride_of_columns, std::int64_t batch_stride) const;
  Result<void> find_candidates();

  const CublasLt* library_;
  cublasLtHandle_t handle_;
  Owned<cublasLtMatmulDescOpaque_t> description_;
  OwnedLayout a_;
  OwnedLayout b_;
  OwnedLayout c_;
  std::vector<cublasLtMatmulAlgo_t> candidates_;
  cublasLtMatmulAlgo_t algorithm_{};
  std::uint64_t workspace_bytes_ = 0;
  BatchMode mode_ = BatchMode::strided;
  std::int64_t batch_ = 1;
  std::vector<ItemOffsets> repeats_;  ///< bytes
};

}  // namespace attnscope
