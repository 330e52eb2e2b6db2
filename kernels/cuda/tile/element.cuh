// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Number types on the device, and the conversion of fp32 pairs to packed 16-bit pairs.
#pragma once

using uint16 = unsigned short;
using uint32 = unsigned int;
using uint64 = unsigned long long;
using int64 = long long;

#define ATTNSCOPE_DEVICE __device__ __forceinline__

struct Fp16 {};
struct Bf16 {};

/// Two floats, rounded to nearest, as one register; `low` is the element with the lower address.
template <typename Element>
ATTNSCOPE_DEVICE uint32 pack_pair(float low, float high);

template <>
ATTNSCOPE_DEVICE uint32 pack_pair<Fp16>(float low, float high) {
  uint32 packed;
#if __CUDA_ARCH__ >= 800
  asm("cvt.rn.f16x2.f32 %0, %1, %2;" : "=r"(packed) : "f"(high), "f"(low));
#else
  asm("{\n.reg .f16 l, h;\ncvt.rn.f16.f32 l, %1;\ncvt.rn.f16.f32 h, %2;\nmov.b32 %0, {l, h};\n}"
      : "=r"(packed)
      : "f"(low), "f"(high));
#endif
  return packed;
}

#if __CUDA_ARCH__ >= 800
template <>
ATTNSCOPE_DEVICE uint32 pack_pair<Bf16>(float low, float high) {
  uint32 packed;
  asm("cvt.rn.bf16x2.f32 %0, %1, %2;" : "=r"(packed) : "f"(high), "f"(low));
  return packed;
}
#endif

constexpr float infinity = __builtin_bit_cast(float, 0x7f800000u);

/// 1 / x within one unit in the last place.
ATTNSCOPE_DEVICE float reciprocal_fast(float x) {
  float result;
  asm("rcp.approx.ftz.f32 %0, %1;" : "=f"(result) : "f"(x));
  return result;
}

/// 2^x by the special-function unit; 0 for −∞.
ATTNSCOPE_DEVICE float exp2_fast(float x) {
  float result;
  asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(result) : "f"(x));
  return result;
}

ATTNSCOPE_DEVICE float log2_fast(float x) {
  float result;
  asm("lg2.approx.ftz.f32 %0, %1;" : "=f"(result) : "f"(x));
  return result;
}
