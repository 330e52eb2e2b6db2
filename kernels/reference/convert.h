// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Arrays of tensor elements to and from float and double.
#pragma once

#include <cstdint>

#include "kernels/problem/problem.h"

namespace attnscope {

/// The type that an implementation writes: the problem's, and bf16 where the inputs are fp8.
Dtype output_dtype(const Problem& problem);

/// Reads `count` elements of `dtype`, starting with element `first` of `source`; exact.
void widen(Dtype dtype, const void* source, std::int64_t first, std::int64_t count, float* destination);
void widen(Dtype dtype, const void* source, std::int64_t first, std::int64_t count, double* destination);

/// Writes `count` elements from element `first` of `destination`; rounds to nearest, ties to even.
void narrow(Dtype dtype, const float* source, std::int64_t count, void* destination, std::int64_t first);

}  // namespace attnscope
