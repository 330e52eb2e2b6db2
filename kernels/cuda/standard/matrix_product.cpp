// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/cuda/standard/matrix_product.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace attnscope {
namespace {

constexpr int candidate_count = 6;
/// Tensors are 16-byte aligned, and offsets within them are only that.
constexpr std::uint32_t operand_alignment = 16;
// Both are in the headers of 13.0 and newer, where the library knows them: CUBLASLT_MATRIX_LAYOUT_BATCH_MODE
// and CUBLASLT_BATCH_MODE_POINTER_ARRAY.
constexpr auto batch_mode_attribute = static_cast<cublasLtMatrixLayoutAttribute_t>(8);
constexpr std::uint32_t pointer_array_mode = 1;
constexpr int first_version_with_pointers = 130000;

cudaDataType_t library_type(Dtype dtype) {
  if (dtype == Dtype::fp32) return CUDA_R_32F;
  if (dtype == Dtype::fp8_e4m3) return CUDA_R_8F_E4M3;
  return dtype == Dtype::bf16 ? CUDA_R_16BF : CUDA_R_16F;
}

/// fp32 means fp32: no TF32, no emulation.
cublasComputeType_t compute_type(Dtype dtype) {
  return dtype == Dtype::fp32 ? CUBLAS_COMPUTE_32F_PEDANTIC : CUBLAS_COMPUTE_32F;
}

std::vector<ItemOffsets> byte_offsets(const std::vector<BatchDimension>& repeats, std::int64_t element) {
  std::vector<ItemOffsets> offsets = item_offsets(repeats);
  for (ItemOffsets& item : offsets) item = {item.a * element, item.b * element, item.c * element};
  return offsets;
}

const void* moved(const void* pointer, std::int64_t bytes) {
  return static_cast<const char*>(pointer) + bytes;
}

}  // namespace

MatrixProduct::MatrixProduct(const CublasLt& library, cublasLtHandle_t handle)
    : library_(&library),
      handle_(handle),
      description_(nullptr, library.cublasLtMatmulDescDestroy),
      a_(nullptr, library.cublasLtMatrixLayoutDestroy),
      b_(nullptr, library.cublasLtMatrixLayoutDestroy),
      c_(nullptr, library.cublasLtMatrixLayoutDestroy) {}

Result<MatrixProduct> MatrixProduct::create(const CublasLt& library, cublasLtHandle_t handle,
                                            const ProductPlan& plan, BatchMode mode) {
  if (mode == BatchMode::pointers && library.version < first_version_with_pointers)
    return fail(ErrorKind::unsupported, "this cuBLASLt knows no batches by pointer");
  MatrixProduct product(library, handle);
  if (auto described = product.describe(plan, mode); !described) return tl::unexpected(described.error());
  if (auto found = product.find_candidates(); !found) return tl::unexpected(found.error());
  return product;
}

Result<void> MatrixProduct::describe(const ProductPlan& plan, BatchMode mode) {
  mode_ = mode;
  cublasLtMatmulDesc_t description = nullptr;
  if (auto made = check_cublas_lt(
          *library_, library_->cublasLtMatmulDescCreate(&description, compute_type(plan.dtype), CUDA_R_32F),
          "describing a product");
      !made)
    return made;
  description_.reset(description);
  const cublasOperation_t transpose = plan.transpose_a ? CUBLAS_OP_T : CUBLAS_OP_N;
  if (auto set = check_cublas_lt(*library_,
                                 library_->cublasLtMatmulDescSetAttribute(
                                     description, CUBLASLT_MATMUL_DESC_TRANSA, &transpose, sizeof(transpose)),
                                 "describing a product");
      !set)
    return set;
  if (plan.fast_accumulation) {
    constexpr std::int8_t fast = 1;
    if (auto set = check_cublas_lt(*library_,
                                   library_->cublasLtMatmulDescSetAttribute(
                                       description, CUBLASLT_MATMUL_DESC_FAST_ACCUM, &fast, sizeof(fast)),
                                   "describing a product");
        !set)
      return set;
  }

  BatchDimension batch{plan.items(), 0, 0, 0};
  repeats_ = {ItemOffsets{}};
  if (mode == BatchMode::strided) {
    const StridedCalls calls = strided_calls(plan);
    batch = calls.batch;
    repeats_ = byte_offsets(calls.repeats, bytes_of(plan.dtype));
  }
  batch_ = batch.count;
  const auto extent = [](std::int64_t value) { return static_cast<std::uint64_t>(value); };
  Result<OwnedLayout> a = plan.transpose_a
                              ? layout(plan.dtype, extent(plan.k), extent(plan.m), plan.lda, batch.a)
                              : layout(plan.dtype, extent(plan.m), extent(plan.k), plan.lda, batch.a);
  Result<OwnedLayout> b = layout(plan.dtype, extent(plan.k), extent(plan.n), plan.ldb, batch.b);
  const Dtype result = plan.dtype == Dtype::fp8_e4m3 ? Dtype::bf16 : plan.dtype;
  Result<OwnedLayout> c = layout(result, extent(plan.m), extent(plan.n), plan.ldc, batch.c);
  for (auto [made, slot] : {std::pair{&a, &a_}, std::pair{&b, &b_}, std::pair{&c, &c_}}) {
    if (!*made) return tl::unexpected(made->error());
    *slot = std::move(**made);
  }
  return {};
}

Result<MatrixProduct::OwnedLayout> MatrixProduct::layout(Dtype dtype, std::uint64_t rows,
                                                         std::uint64_t columns,
                                                         std::int64_t stride_of_columns,
                                                         std::int64_t batch_stride) const {
  const std::string doing = "describing a matrix";
  cublasLtMatrixLayout_t handle = nullptr;
  if (auto made = check_cublas_lt(*library_,
                                  library_->cublasLtMatrixLayoutCreate(&handle, library_type(dtype), rows,
                                                                       columns, stride_of_columns),
                                  doing);
      !made)
    return tl::unexpected(made.error());
  OwnedLayout owned(handle, library_->cublasLtMatrixLayoutDestroy);
  const auto set = [&](cublasLtMatrixLayoutAttribute_t attribute, const auto& value) {
    return check_cublas_lt(
        *library_, library_->cublasLtMatrixLayoutSetAttribute(handle, attribute, &value, sizeof(value)),
        doing);
  };
  Result<void> done = set(CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT, static_cast<std::int32_t>(batch_));
  if (done && mode_ == BatchMode::strided)
    done = set(CUBLASLT_MATRIX_LAYOUT_STRIDED_BATCH_OFFSET, batch_stride);
  if (done && mode_ == BatchMode::pointers) done = set(batch_mode_attribute, pointer_array_mode);
  if (!done) return tl::unexpected(done.error());
  return owned;
}

Result<void> MatrixProduct::find_candidates() {
  const std::string doing = "asking for algorithms of a product";
  cublasLtMatmulPreference_t handle = nullptr;
  if (auto made = check_cublas_lt(*library_, library_->cublasLtMatmulPreferenceCreate(&handle), doing); !made)
    return made;
  const Owned<cublasLtMatmulPreferenceOpaque_t> preference(handle, library_->cublasLtMatmulPreferenceDestroy);
  const auto set = [&](cublasLtMatmulPreferenceAttributes_t attribute, const auto& value) {
    return check_cublas_lt(
        *library_, library_->cublasLtMatmulPreferenceSetAttribute(handle, attribute, &value, sizeof(value)),
        doing);
  };
  Result<void> done = set(CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES, library_workspace_limit);
  for (const auto attribute :
       {CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_A_BYTES, CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_B_BYTES,
        CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_C_BYTES, CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_D_BYTES}) {
    if (done) done = set(attribute, operand_alignment);
  }
  if (!done) return done;

  std::array<cublasLtMatmulHeuristicResult_t, candidate_count> found{};
  int count = 0;
  if (auto asked = check_cublas_lt(
          *library_,
          library_->cublasLtMatmulAlgoGetHeuristic(handle_, description_.get(), a_.get(), b_.get(), c_.get(),
                                                   c_.get(), handle, candidate_count, found.data(), &count),
          doing);
      !asked)
    return asked;
  for (int i = 0; i < count; ++i) {
    const cublasLtMatmulHeuristicResult_t& candidate = found.at(static_cast<std::size_t>(i));
    if (candidate.state != CUBLAS_STATUS_SUCCESS) continue;
    candidates_.push_back(candidate.algo);
    workspace_bytes_ = std::max<std::uint64_t>(workspace_bytes_, candidate.workspaceSize);
  }
  if (candidates_.empty()) return fail(ErrorKind::unsupported, "cuBLASLt has no algorithm for this product");
  algorithm_ = candidates_.front();
  return {};
}

Result<void> MatrixProduct::launch(float alpha, const ProductOperands& operands,
                                   const LibraryWorkspace& workspace, CUstream stream) const {
  constexpr float beta = 0;
  for (const ItemOffsets& offset : repeats_) {
    void* c = static_cast<char*>(operands.c) + offset.c;
    if (auto queued = check_cublas_lt(
            *library_,
            library_->cublasLtMatmul(handle_, description_.get(), &alpha, moved(operands.a, offset.a),
                                     a_.get(), moved(operands.b, offset.b), b_.get(), &beta, c, c_.get(), c,
                                     c_.get(), &algorithm_, workspace.memory, workspace.bytes, stream),
            "queuing a product");
        !queued)
      return queued;
  }
  return {};
}

}  // namespace attnscope
