// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/cpu/engine.h"

#include <cstddef>

namespace attnscope::cpu {

std::string describe(const Engine& engine) {
  const int threads = engine.pool.threads();
  return std::to_string(threads) + (threads == 1 ? " thread, " : " threads, ") +
         std::string(name_of(engine.kernels.instruction_set));
}

Result<void> supports_dtype(const Problem& problem) {
  switch (problem.dtype) {
    case Dtype::fp32:
    case Dtype::fp16:
    case Dtype::bf16:
      return {};
    case Dtype::fp8_e4m3:
      break;
  }
  return fail(ErrorKind::unsupported, "the Host CPU computes fp32, fp16 and bf16, not " +
                                          std::string(attnscope::name_of(problem.dtype)));
}

FloatRows read_rows(const VectorKernels& kernels, Dtype dtype, const void* tensor, std::int64_t first_element,
                    std::int64_t row_stride, std::int64_t rows, std::int64_t head_dim, float* buffer) {
  if (dtype == Dtype::fp32) return {static_cast<const float*>(tensor) + first_element, row_stride};
  return copy_rows(kernels, dtype, tensor, first_element, row_stride, rows, head_dim, buffer);
}

FloatRows copy_rows(const VectorKernels& kernels, Dtype dtype, const void* tensor, std::int64_t first_element,
                    std::int64_t row_stride, std::int64_t rows, std::int64_t head_dim, float* buffer) {
  const auto* bytes = static_cast<const std::byte*>(tensor) + first_element * bytes_of(dtype);
  if (row_stride == head_dim) {
    kernels.widen(dtype, bytes, rows * head_dim, buffer);
  } else {
    for (std::int64_t row = 0; row < rows; ++row) {
      kernels.widen(dtype, bytes + row * row_stride * bytes_of(dtype), head_dim, buffer + row * head_dim);
    }
  }
  return {buffer, head_dim};
}

void write_rows(const VectorKernels& kernels, Dtype dtype, const float* rows, std::int64_t dense_stride,
                std::int64_t count, std::int64_t head_dim, void* tensor, std::int64_t first_element,
                std::int64_t row_stride) {
  auto* bytes = static_cast<std::byte*>(tensor) + first_element * bytes_of(dtype);
  for (std::int64_t row = 0; row < count; ++row) {
    kernels.narrow(dtype, rows + row * dense_stride, head_dim, bytes + row * row_stride * bytes_of(dtype));
  }
}

}  // namespace attnscope::cpu
