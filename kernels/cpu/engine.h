// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// What the CPU implementations share: the inner loops in use, the waiting threads, and how a call's scratch
// memory is divided.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <string>

#include "kernels/cpu/thread_pool.h"
#include "kernels/cpu/vector_kernels.h"
#include "kernels/problem/problem.h"
#include "kernels/problem/result.h"

namespace attnscope::cpu {

struct Engine {
  Engine(const VectorKernels& chosen, int threads) : kernels(chosen), pool(threads) {}

  const VectorKernels& kernels;
  ThreadPool pool;
};

using SharedEngine = std::shared_ptr<Engine>;

/// "2 threads, AVX-512".
std::string describe(const Engine& engine);

/// Ok for fp32, fp16 and bf16.
Result<void> supports_dtype(const Problem& problem);

/// The score of a masked key, and the log-sum-exp of a row that sees none.
constexpr float minus_infinity = -std::numeric_limits<float>::infinity();

constexpr std::int64_t ceil_div(std::int64_t dividend, std::int64_t divisor) {
  return (dividend + divisor - 1) / divisor;
}
constexpr std::int64_t round_up(std::int64_t value, std::int64_t multiple) {
  return ceil_div(value, multiple) * multiple;
}

/// Plans and then cuts scratch memory into pieces that start on cache lines. The same sequence of take()
/// calls on a null base measures, and on memory of bytes() gives the pieces.
class ScratchCutter {
 public:
  explicit ScratchCutter(void* base = nullptr)
      : base_(round_up_address(reinterpret_cast<std::uintptr_t>(base))) {}

  template <typename Element = float>
  Element* take(std::int64_t count) {
    const std::uintptr_t start = base_ + used_;
    used_ += round_up_address(static_cast<std::uintptr_t>(count) * sizeof(Element));
    return reinterpret_cast<Element*>(start);  // NOLINT(performance-no-int-to-ptr)
  }

  /// Bytes that hold everything taken, wherever the memory starts.
  std::uint64_t bytes() const { return used_ > 0 ? used_ + line : 0; }

 private:
  static constexpr std::uintptr_t line = 64;
  static std::uintptr_t round_up_address(std::uintptr_t value) { return (value + line - 1) / line * line; }

  std::uintptr_t base_;
  std::uintptr_t used_ = 0;
};

struct FloatRows {
  const float* data = nullptr;
  std::int64_t row_stride = 0;
};

/// Rows of a tensor as floats: where they lie if they are floats, otherwise copied.
FloatRows read_rows(const VectorKernels& kernels, Dtype dtype, const void* tensor, std::int64_t first_element,
                    std::int64_t row_stride, std::int64_t rows, std::int64_t head_dim, float* buffer);

/// Rows of a tensor as floats, dense in `buffer`.
FloatRows copy_rows(const VectorKernels& kernels, Dtype dtype, const void* tensor, std::int64_t first_element,
                    std::int64_t row_stride, std::int64_t rows, std::int64_t head_dim, float* buffer);

/// Writes dense rows of floats to a tensor.
void write_rows(const VectorKernels& kernels, Dtype dtype, const float* rows, std::int64_t dense_stride,
                std::int64_t count, std::int64_t head_dim, void* tensor, std::int64_t first_element,
                std::int64_t row_stride);

}  // namespace attnscope::cpu
