// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// The device's own formulas for split keys (flash/decode/split.cuh), compiled for the host.
#pragma once

#include <cmath>
#include <limits>

namespace attnscope::device {

inline constexpr float infinity = std::numeric_limits<float>::infinity();
inline float exp2_fast(float x) {
  return std::exp2(x);
}
inline float log2_fast(float x) {
  return std::log2(x);
}

#define ATTNSCOPE_DEVICE inline
#include "kernels/cuda/flash/decode/split.cuh"
#undef ATTNSCOPE_DEVICE

}  // namespace attnscope::device
