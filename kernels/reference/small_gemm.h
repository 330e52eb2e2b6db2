// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// The fp64 matrix product inside the reference, kept plain: no packing, no threads.
#pragma once

#include <cstdint>

namespace attnscope {

/// C[rows, columns] += A[rows, depth] · B[depth, columns], all row-major with the given row strides.
/// `columns` is a multiple of 8.
void multiply_add(std::int64_t rows, std::int64_t columns, std::int64_t depth, const double* a,
                  std::int64_t a_stride, const double* b, std::int64_t b_stride, double* c,
                  std::int64_t c_stride);

}  // namespace attnscope
