// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/cuda/standard/attention_products.h"

#include <algorithm>
#include <array>
#include <utility>

#include "kernels/cuda/standard/softmax_form.h"

namespace attnscope {
namespace {

constexpr unsigned pointers_threads = 256;
constexpr std::size_t most_dimensions = 3;

using DimensionArray = std::array<BatchDimension, most_dimensions>;

/// The plan's dimensions with ones in front.
DimensionArray padded(const std::vector<BatchDimension>& dimensions) {
  DimensionArray all{};
  std::copy(dimensions.begin(), dimensions.end(), all.end() - static_cast<std::ptrdiff_t>(dimensions.size()));
  return all;
}

PointerTable table(const void* base, const DimensionArray& dimensions, std::int64_t BatchDimension::*stride,
                   std::int64_t element_bytes) {
  PointerTable result{base, {}};
  for (std::size_t i = 0; i < dimensions.size(); ++i)
    result.stride[i] = dimensions.at(i).*stride * element_bytes;
  return result;
}

}  // namespace

Result<std::shared_ptr<ProductLibrary>> ProductLibrary::create(const CudaDriver& driver, std::string target) {
  const Result<const CublasLt*> functions = cublas_lt();
  if (!functions) return tl::unexpected(functions.error());
  cublasLtHandle_t handle = nullptr;
  if (auto made = check_cublas_lt(**functions, (*functions)->cublasLtCreate(&handle), "starting cuBLASLt");
      !made)
    return tl::unexpected(made.error());
  return std::make_shared<ProductLibrary>(ProductLibrary{
      &driver, *functions, Handle(handle, (*functions)->cublasLtDestroy), std::move(target), {}});
}

AttentionProducts::AttentionProducts(const Problem& problem, MatrixProduct scores, MatrixProduct output,
                                     BatchMode mode)
    : scores_plan_(scores_product(problem)),
      output_plan_(output_product(problem)),
      scores_(std::move(scores)),
      output_(std::move(output)),
      mode_(mode) {}

Result<AttentionProducts> AttentionProducts::create(ProductLibrary& library, const Problem& problem) {
  const auto with_mode = [&](BatchMode mode) -> Result<AttentionProducts> {
    auto scores =
        MatrixProduct::create(*library.functions, library.handle.get(), scores_product(problem), mode);
    if (!scores) return tl::unexpected(scores.error());
    auto output =
        MatrixProduct::create(*library.functions, library.handle.get(), output_product(problem), mode);
    if (!output) return tl::unexpected(output.error());
    return AttentionProducts(problem, std::move(*scores), std::move(*output), mode);
  };
  // One call from tables is faster than a call a batch (on an H100 by 2 to 45 %), where the library has it.
  if (scores_product(problem).dimensions.size() > 1) {
    if (auto products = with_mode(BatchMode::pointers)) {
      auto kernel = load_kernel(*library.driver, pointers_variant(library.target));
      if (!kernel) return tl::unexpected(kernel.error());
      products->pointers_kernel_ = *kernel;
      return products;
    }
  }
  return with_mode(BatchMode::strided);
}

std::uint64_t AttentionProducts::workspace_bytes() const {
  return std::max(scores_.workspace_bytes(), output_.workspace_bytes());
}

PointersArguments pointers_arguments(const ProductPlan& scores, const ProductPlan& output,
                                     const ProductBuffers& buffers) {
  const DimensionArray of_scores = padded(scores.dimensions);
  const DimensionArray of_output = padded(output.dimensions);
  const std::int64_t element = bytes_of(scores.dtype);
  PointersArguments arguments{{table(buffers.key, of_scores, &BatchDimension::a, element),
                               table(buffers.query, of_scores, &BatchDimension::b, element),
                               table(buffers.scores, of_scores, &BatchDimension::c, element),
                               table(buffers.value, of_output, &BatchDimension::a, element),
                               table(buffers.probabilities, of_output, &BatchDimension::b, element),
                               table(buffers.output, of_output, &BatchDimension::c, element)},
                              {},
                              scores.items(),
                              static_cast<const void**>(buffers.pointers)};
  for (std::size_t i = 0; i < of_scores.size(); ++i) arguments.count[i] = of_scores.at(i).count;
  return arguments;
}

Result<void> AttentionProducts::locate(const ProductBuffers& buffers, CUstream stream) const {
  if (!pointers_kernel_) return {};
  PointersArguments arguments = pointers_arguments(scores_plan_, output_plan_, buffers);
  const auto blocks = static_cast<unsigned>((arguments.items + pointers_threads - 1) / pointers_threads);
  std::array<void*, 1> parameters{&arguments};
  return pointers_kernel_->launch({blocks, 1, 1}, pointers_threads, 0, stream, parameters.data());
}

Result<void> AttentionProducts::multiply_scores(float alpha, const ProductBuffers& buffers,
                                                CUstream stream) const {
  ProductOperands operands{buffers.key, buffers.query, buffers.scores};
  if (pointers_kernel_) {
    auto* tables = static_cast<void**>(buffers.pointers);
    const std::int64_t items = scores_plan_.items();
    operands = {tables, tables + items, tables + 2 * items};
  }
  return scores_.launch(alpha, operands, buffers.workspace, stream);
}

Result<void> AttentionProducts::multiply_output(float alpha, const ProductBuffers& buffers,
                                                CUstream stream) const {
  ProductOperands operands{buffers.value, buffers.probabilities, buffers.output};
  if (pointers_kernel_) {
    auto* tables = static_cast<void**>(buffers.pointers);
    const std::int64_t items = output_plan_.items();
    operands = {tables + 3 * items, tables + 4 * items, tables + 5 * items};
  }
  return output_.launch(alpha, operands, buffers.workspace, stream);
}

}  // namespace attnscope
