// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/reference/convert.h"

#include <algorithm>

#include "kernels/problem/half.h"

namespace attnscope {
namespace {

template <typename Wide>
void widen_to(Dtype dtype, const void* source, std::int64_t first, std::int64_t count, Wide* destination) {
  switch (dtype) {
    case Dtype::fp16: {
      const auto* from = static_cast<const std::uint16_t*>(source) + first;
      for (std::int64_t index = 0; index < count; ++index) destination[index] = float_of_half(from[index]);
      return;
    }
    case Dtype::bf16: {
      const auto* from = static_cast<const std::uint16_t*>(source) + first;
      for (std::int64_t index = 0; index < count; ++index)
        destination[index] = float_of_bfloat16(from[index]);
      return;
    }
    case Dtype::fp32: {
      const auto* from = static_cast<const float*>(source) + first;
      std::copy_n(from, count, destination);
      return;
    }
    case Dtype::fp8_e4m3: {
      const auto* from = static_cast<const std::uint8_t*>(source) + first;
      for (std::int64_t index = 0; index < count; ++index) destination[index] = float_of_e4m3(from[index]);
      return;
    }
  }
}

}  // namespace

Dtype output_dtype(const Problem& problem) {
  return problem.dtype == Dtype::fp8_e4m3 ? Dtype::bf16 : problem.dtype;
}

void widen(Dtype dtype, const void* source, std::int64_t first, std::int64_t count, float* destination) {
  widen_to(dtype, source, first, count, destination);
}

void widen(Dtype dtype, const void* source, std::int64_t first, std::int64_t count, double* destination) {
  widen_to(dtype, source, first, count, destination);
}

void narrow(Dtype dtype, const float* source, std::int64_t count, void* destination, std::int64_t first) {
  switch (dtype) {
    case Dtype::fp16: {
      auto* to = static_cast<std::uint16_t*>(destination) + first;
      for (std::int64_t index = 0; index < count; ++index) to[index] = half_of_float(source[index]);
      return;
    }
    case Dtype::bf16: {
      auto* to = static_cast<std::uint16_t*>(destination) + first;
      for (std::int64_t index = 0; index < count; ++index) to[index] = bfloat16_of_float(source[index]);
      return;
    }
    case Dtype::fp32:
      std::copy_n(source, count, static_cast<float*>(destination) + first);
      return;
    case Dtype::fp8_e4m3: {
      auto* to = static_cast<std::uint8_t*>(destination) + first;
      for (std::int64_t index = 0; index < count; ++index) to[index] = e4m3_of_float(source[index]);
      return;
    }
  }
}

}  // namespace attnscope
