// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// One warp's tensor-core product C (16×8, fp32) += A (16×16) · B (16×8). Lane = 4·g + t holds of
//   A: {rows g, g+8 of columns 2t,2t+1}, then the same of columns 8+2t,…;  B: rows 2t,2t+1 and 8+2t,… of
//   column g; C: row g columns 2t,2t+1, then row g+8.
// Turing's mma is 8 deep: two of them make one of these.
#pragma once

#include "tile/element.cuh"

struct FragmentA {
  uint32 at[4];
};

/// Two neighbouring B fragments (16×16): what one ldmatrix.x4 brings.
struct FragmentPairB {
  uint32 at[4];
};

struct FragmentC {
  float at[4];
};

/// Over the four lanes that share a row of C.
ATTNSCOPE_DEVICE float quad_maximum(float number) {
  const float pair = fmaxf(number, __shfl_xor_sync(~0u, number, 1));
  return fmaxf(pair, __shfl_xor_sync(~0u, pair, 2));
}
ATTNSCOPE_DEVICE float quad_sum(float number) {
  number += __shfl_xor_sync(~0u, number, 1);
  number += __shfl_xor_sync(~0u, number, 2);
  return number;
}

template <typename Element>
ATTNSCOPE_DEVICE void mma_16x8x16(FragmentC& c, const FragmentA& a, uint32 b0, uint32 b1);

template <>
ATTNSCOPE_DEVICE void mma_16x8x16<Fp16>(FragmentC& c, const FragmentA& a, uint32 b0, uint32 b1) {
#if __CUDA_ARCH__ >= 800
  asm volatile(
      "mma.sync.aligned.m16n8k16.row.col.f32.f16.f16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, "
      "{%0, %1, %2, %3};"
      : "+f"(c.at[0]), "+f"(c.at[1]), "+f"(c.at[2]), "+f"(c.at[3])
      : "r"(a.at[0]), "r"(a.at[1]), "r"(a.at[2]), "r"(a.at[3]), "r"(b0), "r"(b1));
#else
  asm volatile(
      "mma.sync.aligned.m16n8k8.row.col.f32.f16.f16.f32 {%0, %1, %2, %3}, {%4, %5}, {%6}, {%0, %1, %2, %3};"
      : "+f"(c.at[0]), "+f"(c.at[1]), "+f"(c.at[2]), "+f"(c.at[3])
      : "r"(a.at[0]), "r"(a.at[1]), "r"(b0));
  asm volatile(
      "mma.sync.aligned.m16n8k8.row.col.f32.f16.f16.f32 {%0, %1, %2, %3}, {%4, %5}, {%6}, {%0, %1, %2, %3};"
      : "+f"(c.at[0]), "+f"(c.at[1]), "+f"(c.at[2]), "+f"(c.at[3])
      : "r"(a.at[2]), "r"(a.at[3]), "r"(b1));
#endif
}

#if __CUDA_ARCH__ >= 800
template <>
ATTNSCOPE_DEVICE void mma_16x8x16<Bf16>(FragmentC& c, const FragmentA& a, uint32 b0, uint32 b1) {
  asm volatile(
      "mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, "
      "{%0, %1, %2, %3};"
      : "+f"(c.at[0]), "+f"(c.at[1]), "+f"(c.at[2]), "+f"(c.at[3])
      : "r"(a.at[0]), "r"(a.at[1]), "r"(a.at[2]), "r"(a.at[3]), "r"(b0), "r"(b1));
}
#endif
