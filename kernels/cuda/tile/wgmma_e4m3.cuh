// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// As wgmma.cuh, of e4m3 numbers: C (64×n, fp32) += A (64×32) · B (32×n). Both operands' 32 columns lie along
// rows (K-major): B is given transposed, whichever product it is. A in registers: lane 4·g + t holds, of rows
// g and g + 8, columns 4t to 4t + 3, then the same of columns 16 + 4t, ….
#pragma once

#include "tile/wgmma.cuh"

/// Two floats, rounded to nearest, at most 448; `low` is the element with the lower address.
ATTNSCOPE_DEVICE uint16 pack_e4m3_pair(float low, float high) {
  uint16 packed;
  asm("cvt.rn.satfinite.e4m3x2.f32 %0, %1, %2;" : "=h"(packed) : "f"(high), "f"(low));
  return packed;
}

ATTNSCOPE_DEVICE uint32 pack_e4m3(float first, float second, float third, float fourth) {
  uint32 packed;
  asm("mov.b32 %0, {%1, %2};"
      : "=r"(packed)
      : "h"(pack_e4m3_pair(first, second)), "h"(pack_e4m3_pair(third, fourth)));
  return packed;
}

/// multiply_transposed: A in shared memory; multiply: A in registers. `accumulate` 0: C is written, not added
/// to.
template <int columns>
struct E4m3Product;

#define ATTNSCOPE_E4M3_PRODUCT(columns, o0, o1, o2, o3, o4, o5)                                          \
  template <>                                                                                            \
  struct E4m3Product<columns> {                                                                          \
    template <int accumulate>                                                                            \
    static ATTNSCOPE_DEVICE void multiply_transposed(FragmentC (&c)[columns / 8], uint64 a, uint64 b) {  \
      asm volatile("{\n.reg .pred p;\nsetp.ne.b32 p, %" o2                                               \
                   ", 0;\nwgmma.mma_async.sync.aligned.m64n" #columns                                    \
                   "k32.f32.e4m3.e4m3"                                                                   \
                   " {" ATTNSCOPE_NAMES_##columns "}, %" o0 ", %" o1 ", p, 1, 1;\n}"                     \
                   : ATTNSCOPE_OPERANDS_##columns                                                        \
                   : "l"(a), "l"(b), "n"(accumulate));                                                   \
    }                                                                                                    \
    template <int accumulate>                                                                            \
    static ATTNSCOPE_DEVICE void multiply(FragmentC (&c)[columns / 8], const FragmentA& a, uint64 b) {   \
      asm volatile(                                                                                      \
          "{\n.reg .pred p;\nsetp.ne.b32 p, %" o5 ", 0;\nwgmma.mma_async.sync.aligned.m64n" #columns     \
          "k32.f32.e4m3.e4m3"                                                                            \
          " {" ATTNSCOPE_NAMES_##columns "}, {%" o0 ", %" o1 ", %" o2 ", %" o3 "}, %" o4 ", p, 1, 1;\n}" \
          : ATTNSCOPE_OPERANDS_##columns                                                                 \
          : "r"(a.at[0]), "r"(a.at[1]), "r"(a.at[2]), "r"(a.at[3]), "l"(b), "n"(accumulate));            \
    }                                                                                                    \
  };

ATTNSCOPE_E4M3_PRODUCT(64, "32", "33", "34", "35", "36", "37")
ATTNSCOPE_E4M3_PRODUCT(96, "48", "49", "50", "51", "52", "53")
ATTNSCOPE_E4M3_PRODUCT(128, "64", "65", "66", "67", "68", "69")
ATTNSCOPE_E4M3_PRODUCT(160, "80", "81", "82", "83", "84", "85")
ATTNSCOPE_E4M3_PRODUCT(192, "96", "97", "98", "99", "100", "101")
ATTNSCOPE_E4M3_PRODUCT(224, "112", "113", "114", "115", "116", "117")
ATTNSCOPE_E4M3_PRODUCT(256, "128", "129", "130", "131", "132", "133")
