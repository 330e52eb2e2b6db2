// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// The element types of a score matrix, moved 16 bytes at a time and computed in fp32.
// Compiled with DTYPE=fp16, bf16 or fp32.
#pragma once

namespace attnscope {

struct alignas(16) Vector {
  unsigned word[4];
};

struct fp16 {
  static constexpr int per_vector = 8;
  static constexpr unsigned minus_infinity_word = 0xfc00fc00u;

  static __device__ void unpack(const Vector& packed, float (&value)[per_vector]) {
#pragma unroll
    for (int i = 0; i < 4; ++i) {
      asm("{ .reg .f16 low, high; mov.b32 {low, high}, %2; cvt.f32.f16 %0, low; cvt.f32.f16 %1, high; }"
          : "=f"(value[2 * i]), "=f"(value[2 * i + 1])
          : "r"(packed.word[i]));
    }
  }

  static __device__ Vector pack(const float (&value)[per_vector]) {
    Vector packed;
#pragma unroll
    for (int i = 0; i < 4; ++i) {
#if __CUDA_ARCH__ >= 800
      asm("cvt.rn.f16x2.f32 %0, %1, %2;" : "=r"(packed.word[i]) : "f"(value[2 * i + 1]), "f"(value[2 * i]));
#else
      asm("{ .reg .f16 low, high; cvt.rn.f16.f32 low, %1; cvt.rn.f16.f32 high, %2; mov.b32 %0, {low, high}; }"
          : "=r"(packed.word[i])
          : "f"(value[2 * i]), "f"(value[2 * i + 1]));
#endif
    }
    return packed;
  }
};

struct bf16 {
  static constexpr int per_vector = 8;
  static constexpr unsigned minus_infinity_word = 0xff80ff80u;

  static __device__ void unpack(const Vector& packed, float (&value)[per_vector]) {
#pragma unroll
    for (int i = 0; i < 4; ++i) {
      value[2 * i] = __uint_as_float(packed.word[i] << 16);
      value[2 * i + 1] = __uint_as_float(packed.word[i] & 0xffff0000u);
    }
  }

  static __device__ Vector pack(const float (&value)[per_vector]) {
    Vector packed;
#pragma unroll
    for (int i = 0; i < 4; ++i) {
      asm("cvt.rn.bf16x2.f32 %0, %1, %2;" : "=r"(packed.word[i]) : "f"(value[2 * i + 1]), "f"(value[2 * i]));
    }
    return packed;
  }
};

struct fp32 {
  static constexpr int per_vector = 4;
  static constexpr unsigned minus_infinity_word = 0xff800000u;

  static __device__ void unpack(const Vector& packed, float (&value)[per_vector]) {
#pragma unroll
    for (int i = 0; i < 4; ++i) value[i] = __uint_as_float(packed.word[i]);
  }

  static __device__ Vector pack(const float (&value)[per_vector]) {
    Vector packed;
#pragma unroll
    for (int i = 0; i < 4; ++i) packed.word[i] = __float_as_uint(value[i]);
    return packed;
  }
};

using Element = DTYPE;

__device__ inline float minus_infinity() {
  return __uint_as_float(0xff800000u);
}

__device__ inline Vector all_minus_infinity() {
  constexpr unsigned word = Element::minus_infinity_word;
  return Vector{{word, word, word, word}};
}

/// Makes the assembler unpack `packed` anew in the loop that follows: it would otherwise hold a whole row as
/// fp32, in twice the registers. `max` is any value that the loop waits for anyway; only +∞, which makes the
/// row NaN in any case, changes a bit.
__device__ inline void stay_packed(Vector& packed, float max) {
  const unsigned nothing = max == __uint_as_float(0x7f800000u) ? 1u : 0u;
#pragma unroll
  for (int i = 0; i < 4; ++i) asm volatile("xor.b32 %0, %0, %1;" : "+r"(packed.word[i]) : "r"(nothing));
}

/// Elements outside [first, end) become −∞.
__device__ inline Vector masked(const Vector& packed, int first, int end) {
  float value[Element::per_vector];
  Element::unpack(packed, value);
#pragma unroll
  for (int i = 0; i < Element::per_vector; ++i) {
    if (i < first || i >= end) value[i] = minus_infinity();
  }
  return Element::pack(value);
}

}  // namespace attnscope
