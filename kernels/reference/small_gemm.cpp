// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/reference/small_gemm.h"

// One build of the function for each level of x86-64; the loader picks.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#define ATTNSCOPE_CLONES __attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
#else
#define ATTNSCOPE_CLONES
#endif

namespace attnscope {
namespace {

constexpr int lanes = 8;
constexpr int row_block = 6;  // 6 × 8 accumulators, a row of B and an element of A fill AVX2's registers

/// Eight doubles wherever they lie; the compiler splits them to the registers that there are.
using Doubles [[gnu::vector_size(sizeof(double) * lanes), gnu::aligned(sizeof(double)), gnu::may_alias]] =
    double;

template <int block>
[[gnu::always_inline]] inline void multiply_add_rows(std::int64_t columns, std::int64_t depth,
                                                     const double* a, std::int64_t a_stride, const double* b,
                                                     std::int64_t b_stride, double* c,
                                                     std::int64_t c_stride) {
  for (std::int64_t column = 0; column < columns; column += lanes) {
    Doubles sums[block];
    for (int row = 0; row < block; ++row)
      sums[row] = *reinterpret_cast<const Doubles*>(c + row * c_stride + column);
    for (std::int64_t step = 0; step < depth; ++step) {
      const Doubles right = *reinterpret_cast<const Doubles*>(b + step * b_stride + column);
      for (int row = 0; row < block; ++row) sums[row] += a[row * a_stride + step] * right;
    }
    for (int row = 0; row < block; ++row)
      *reinterpret_cast<Doubles*>(c + row * c_stride + column) = sums[row];
  }
}

}  // namespace

ATTNSCOPE_CLONES
void multiply_add(std::int64_t rows, std::int64_t columns, std::int64_t depth, const double* a,
                  std::int64_t a_stride, const double* b, std::int64_t b_stride, double* c,
                  std::int64_t c_stride) {
  std::int64_t row = 0;
  for (; row + row_block <= rows; row += row_block) {
    multiply_add_rows<row_block>(columns, depth, a + row * a_stride, a_stride, b, b_stride,
                                 c + row * c_stride, c_stride);
  }
  for (; row < rows; ++row) {
    multiply_add_rows<1>(columns, depth, a + row * a_stride, a_stride, b, b_stride, c + row * c_stride,
                         c_stride);
  }
}

}  // namespace attnscope
