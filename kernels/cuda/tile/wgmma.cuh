// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// One warpgroup's asynchronous tensor-core product C (64×n, fp32) += A (64×16) · B (16×n), sm_90a. Warp w
// holds rows 16w to 16w + 15 of C, n / 8 fragments as of mma.cuh side by side.
//
// Between commit_products() and the wait_for_products() that covers it nobody may touch C, nor A's registers.
// The compiler knows of no such rule: hold() keeps it from moving what follows a wait up in front of it.
#pragma once

#include "tile/mma.cuh"

/// In front of the first product after registers of C or A were written.
ATTNSCOPE_DEVICE void begin_products() {
  asm volatile("wgmma.fence.sync.aligned;" ::: "memory");
}

ATTNSCOPE_DEVICE void commit_products() {
  asm volatile("wgmma.commit_group.sync.aligned;" ::: "memory");
}

/// Waits until at most `pending` of the committed groups are under way.
template <int pending>
ATTNSCOPE_DEVICE void wait_for_products() {
  asm volatile("wgmma.wait_group.sync.aligned %0;" ::"n"(pending) : "memory");
}

template <int groups>
ATTNSCOPE_DEVICE void hold(FragmentC (&c)[groups]) {
#pragma unroll
  for (int n = 0; n < groups; ++n)
    asm volatile("" : "+f"(c[n].at[0]), "+f"(c[n].at[1]), "+f"(c[n].at[2]), "+f"(c[n].at[3])::"memory");
}

/// For each width n: multiply_transposed, A and Bᵀ in shared memory, both with their 16 columns along rows
/// (K-major); multiply, A in registers, B in shared memory with its 16 rows as they are (MN-major).
/// `accumulate` 0: C is written, not added to.
template <typename Element, int columns>
struct WarpgroupProduct;

// An instruction names all registers of C: eight for each 16 columns.
#define ATTNSCOPE_C(n)                                                                          \
  "+f"(c[n].at[0]), "+f"(c[n].at[1]), "+f"(c[n].at[2]), "+f"(c[n].at[3]), "+f"(c[n + 1].at[0]), \
      "+f"(c[n + 1].at[1]), "+f"(c[n + 1].at[2]), "+f"(c[n + 1].at[3])
#define ATTNSCOPE_NAMES_16 "%0, %1, %2, %3, %4, %5, %6, %7"
#define ATTNSCOPE_NAMES_32 ATTNSCOPE_NAMES_16 ", %8, %9, %10, %11, %12, %13, %14, %15"
#define ATTNSCOPE_NAMES_48 ATTNSCOPE_NAMES_32 ", %16, %17, %18, %19, %20, %21, %22, %23"
#define ATTNSCOPE_NAMES_64 ATTNSCOPE_NAMES_48 ", %24, %25, %26, %27, %28, %29, %30, %31"
#define ATTNSCOPE_NAMES_80 ATTNSCOPE_NAMES_64 ", %32, %33, %34, %35, %36, %37, %38, %39"
#define ATTNSCOPE_NAMES_96 ATTNSCOPE_NAMES_80 ", %40, %41, %42, %43, %44, %45, %46, %47"
#define ATTNSCOPE_NAMES_112 ATTNSCOPE_NAMES_96 ", %48, %49, %50, %51, %52, %53, %54, %55"
#define ATTNSCOPE_NAMES_128 ATTNSCOPE_NAMES_112 ", %56, %57, %58, %59, %60, %61, %62, %63"
#define ATTNSCOPE_NAMES_144 ATTNSCOPE_NAMES_128 ", %64, %65, %66, %67, %68, %69, %70, %71"
#define ATTNSCOPE_NAMES_160 ATTNSCOPE_NAMES_144 ", %72, %73, %74, %75, %76, %77, %78, %79"
#define ATTNSCOPE_NAMES_176 ATTNSCOPE_NAMES_160 ", %80, %81, %82, %83, %84, %85, %86, %87"
#define ATTNSCOPE_NAMES_192 ATTNSCOPE_NAMES_176 ", %88, %89, %90, %91, %92, %93, %94, %95"
#define ATTNSCOPE_NAMES_208 ATTNSCOPE_NAMES_192 ", %96, %97, %98, %99, %100, %101, %102, %103"
#define ATTNSCOPE_NAMES_224 ATTNSCOPE_NAMES_208 ", %104, %105, %106, %107, %108, %109, %110, %111"
#define ATTNSCOPE_NAMES_240 ATTNSCOPE_NAMES_224 ", %112, %113, %114, %115, %116, %117, %118, %119"
#define ATTNSCOPE_NAMES_256 ATTNSCOPE_NAMES_240 ", %120, %121, %122, %123, %124, %125, %126, %127"
#define ATTNSCOPE_OPERANDS_16 ATTNSCOPE_C(0)
#define ATTNSCOPE_OPERANDS_32 ATTNSCOPE_OPERANDS_16, ATTNSCOPE_C(2)
#define ATTNSCOPE_OPERANDS_48 ATTNSCOPE_OPERANDS_32, ATTNSCOPE_C(4)
#define ATTNSCOPE_OPERANDS_64 ATTNSCOPE_OPERANDS_48, ATTNSCOPE_C(6)
#define ATTNSCOPE_OPERANDS_80 ATTNSCOPE_OPERANDS_64, ATTNSCOPE_C(8)
#define ATTNSCOPE_OPERANDS_96 ATTNSCOPE_OPERANDS_80, ATTNSCOPE_C(10)
#define ATTNSCOPE_OPERANDS_112 ATTNSCOPE_OPERANDS_96, ATTNSCOPE_C(12)
#define ATTNSCOPE_OPERANDS_128 ATTNSCOPE_OPERANDS_112, ATTNSCOPE_C(14)
#define ATTNSCOPE_OPERANDS_144 ATTNSCOPE_OPERANDS_128, ATTNSCOPE_C(16)
#define ATTNSCOPE_OPERANDS_160 ATTNSCOPE_OPERANDS_144, ATTNSCOPE_C(18)
#define ATTNSCOPE_OPERANDS_176 ATTNSCOPE_OPERANDS_160, ATTNSCOPE_C(20)
#define ATTNSCOPE_OPERANDS_192 ATTNSCOPE_OPERANDS_176, ATTNSCOPE_C(22)
#define ATTNSCOPE_OPERANDS_208 ATTNSCOPE_OPERANDS_192, ATTNSCOPE_C(24)
#define ATTNSCOPE_OPERANDS_224 ATTNSCOPE_OPERANDS_208, ATTNSCOPE_C(26)
#define ATTNSCOPE_OPERANDS_240 ATTNSCOPE_OPERANDS_224, ATTNSCOPE_C(28)
#define ATTNSCOPE_OPERANDS_256 ATTNSCOPE_OPERANDS_240, ATTNSCOPE_C(30)

// o0 … o5 are the numbers of the operands behind those of C.
#define ATTNSCOPE_PRODUCT(Element, type, columns, o0, o1, o2, o3, o4, o5)                               \
  template <>                                                                                           \
  struct WarpgroupProduct<Element, columns> {                                                           \
    template <int accumulate>                                                                           \
    static ATTNSCOPE_DEVICE void multiply_transposed(FragmentC (&c)[columns / 8], uint64 a, uint64 b) { \
      asm volatile("{\n.reg .pred p;\nsetp.ne.b32 p, %" o2                                              \
                   ", 0;\nwgmma.mma_async.sync.aligned.m64n" #columns "k16.f32." type "." type          \
                   " {" ATTNSCOPE_NAMES_##columns "}, %" o0 ", %" o1 ", p, 1, 1, 0, 0;\n}"              \
                   : ATTNSCOPE_OPERANDS_##columns                                                       \
                   : "l"(a), "l"(b), "n"(accumulate));                                                  \
    }                                                                                                   \
    template <int accumulate>                                                                           \
    static ATTNSCOPE_DEVICE void multiply(FragmentC (&c)[columns / 8], const FragmentA& a, uint64 b) {  \
      asm volatile("{\n.reg .pred p;\nsetp.ne.b32 p, %" o5                                              \
                   ", 0;\nwgmma.mma_async.sync.aligned.m64n" #columns "k16.f32." type "." type          \
                   " {" ATTNSCOPE_NAMES_##columns "}, {%" o0 ", %" o1 ", %" o2 ", %" o3 "}, %" o4       \
                                                  ", p, 1, 1, 1;\n}"                                    \
                   : ATTNSCOPE_OPERANDS_##columns                                                       \
                   : "r"(a.at[0]), "r"(a.at[1]), "r"(a.at[2]), "r"(a.at[3]), "l"(b), "n"(accumulate));  \
    }                                                                                                   \
  };
#define ATTNSCOPE_PRODUCTS(...)               \
  ATTNSCOPE_PRODUCT(Fp16, "f16", __VA_ARGS__) \
  ATTNSCOPE_PRODUCT(Bf16, "bf16", __VA_ARGS__)

ATTNSCOPE_PRODUCTS(64, "32", "33", "34", "35", "36", "37")
ATTNSCOPE_PRODUCTS(80, "40", "41", "42", "43", "44", "45")
ATTNSCOPE_PRODUCTS(96, "48", "49", "50", "51", "52", "53")
ATTNSCOPE_PRODUCTS(112, "56", "57", "58", "59", "60", "61")
ATTNSCOPE_PRODUCTS(128, "64", "65", "66", "67", "68", "69")
ATTNSCOPE_PRODUCTS(144, "72", "73", "74", "75", "76", "77")
ATTNSCOPE_PRODUCTS(160, "80", "81", "82", "83", "84", "85")
ATTNSCOPE_PRODUCTS(176, "88", "89", "90", "91", "92", "93")
ATTNSCOPE_PRODUCTS(192, "96", "97", "98", "99", "100", "101")
ATTNSCOPE_PRODUCTS(208, "104", "105", "106", "107", "108", "109")
ATTNSCOPE_PRODUCTS(224, "112", "113", "114", "115", "116", "117")
ATTNSCOPE_PRODUCTS(240, "120", "121", "122", "123", "124", "125")
ATTNSCOPE_PRODUCTS(256, "128", "129", "130", "131", "132", "133")
