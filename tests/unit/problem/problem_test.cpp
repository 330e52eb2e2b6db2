// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/problem/problem.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "tests/unit/problem/brute_force.h"

namespace attnscope {
namespace {

constexpr std::int64_t huge = std::numeric_limits<std::int64_t>::max();

TEST(VisibleKeys, EqualTheDefinitionPairByPair) {
  for (const Problem& problem : small_masks())
    for (std::int64_t query = 0; query < problem.query_seqlen; ++query) {
      const KeyRange keys = visible_keys(problem, query);
      for (std::int64_t key = 0; key < problem.kv_seqlen; ++key)
        ASSERT_EQ(key >= keys.first && key < keys.end, sees(problem, query, key))
            << to_string(problem) << " query " << query << " key " << key;
      ASSERT_LE(0, keys.first);
      ASSERT_LE(keys.first, keys.end);
      ASSERT_LE(keys.end, problem.kv_seqlen);
    }
}

TEST(VisibleKeys, HugeWindowSidesDoNotOverflow) {
  const Problem problem{.query_seqlen = 10, .kv_seqlen = 7, .window_left = huge, .window_right = huge};
  for (std::int64_t query = 0; query < 10; ++query) {
    EXPECT_EQ(visible_keys(problem, query).first, 0);
    EXPECT_EQ(visible_keys(problem, query).end, 7);
  }
}

TEST(VisibleKeys, CausalAlignsBottomRight) {
  const Problem longer_keys{.query_seqlen = 2, .kv_seqlen = 5, .causal = true};
  EXPECT_EQ(visible_keys(longer_keys, 0).end, 4);
  EXPECT_EQ(visible_keys(longer_keys, 1).end, 5);
  const Problem longer_queries{.query_seqlen = 5, .kv_seqlen = 2, .causal = true};
  EXPECT_TRUE(visible_keys(longer_queries, 2).empty());
  EXPECT_EQ(visible_keys(longer_queries, 3).end, 1);
}

TEST(Problem, ScaleIsOneOverRootOfHeadDimUnlessGiven) {
  EXPECT_DOUBLE_EQ(effective_softmax_scale({.head_dim = 64}), 0.125);
  EXPECT_DOUBLE_EQ(effective_softmax_scale({.head_dim = 64, .softmax_scale = 0.3}), 0.3);
}

TEST(Problem, CountsElements) {
  const Problem problem{
      .batch = 2, .query_heads = 6, .kv_heads = 3, .query_seqlen = 5, .kv_seqlen = 7, .head_dim = 16};
  EXPECT_EQ(query_elements(problem), 2 * 6 * 5 * 16);
  EXPECT_EQ(kv_elements(problem), 2 * 3 * 7 * 16);
}

TEST(Names, GoThereAndBack) {
  for (const Dtype dtype : {Dtype::fp16, Dtype::bf16, Dtype::fp32, Dtype::fp8_e4m3})
    EXPECT_EQ(dtype_named(name_of(dtype)), dtype);
  for (const Layout layout : {Layout::bhsd, Layout::bshd}) EXPECT_EQ(layout_named(name_of(layout)), layout);
  EXPECT_EQ(name_of(Dtype::bf16), "bf16");
  EXPECT_EQ(name_of(Layout::bhsd), "bhsd");
  EXPECT_EQ(dtype_named("float16"), std::nullopt);
  EXPECT_EQ(dtype_named(""), std::nullopt);
  EXPECT_EQ(layout_named("BSHD"), std::nullopt);
}

TEST(Names, BytesOfAnElement) {
  EXPECT_EQ(bytes_of(Dtype::fp16), 2);
  EXPECT_EQ(bytes_of(Dtype::bf16), 2);
  EXPECT_EQ(bytes_of(Dtype::fp32), 4);
  EXPECT_EQ(bytes_of(Dtype::fp8_e4m3), 1);
}

TEST(ToString, SaysWhatDiffersAndNoMore) {
  EXPECT_EQ(to_string(Problem{}), "B1 Hq16 Hkv16 S1024 D128 fp16 bshd");
  EXPECT_EQ(to_string({.batch = 2,
                       .query_heads = 32,
                       .kv_heads = 8,
                       .query_seqlen = 4096,
                       .kv_seqlen = 4096,
                       .causal = true}),
            "B2 Hq32 Hkv8 S4096 D128 fp16 causal bshd");
  EXPECT_EQ(to_string({.query_seqlen = 1,
                       .kv_seqlen = 9,
                       .head_dim = 64,
                       .dtype = Dtype::bf16,
                       .window_left = 4,
                       .layout = Layout::bhsd}),
            "B1 Hq16 Hkv16 Sq1 Skv9 D64 bf16 window 4,∞ bhsd");
  EXPECT_EQ(to_string({.window_right = 0, .softmax_scale = 0.5}),
            "B1 Hq16 Hkv16 S1024 D128 fp16 window ∞,0 scale 0.500000 bshd");
}

TEST(Problem, ComparesByValue) {
  Problem other;
  EXPECT_EQ(Problem{}, other);
  other.window_left = 0;
  EXPECT_NE(Problem{}, other);
}

}  // namespace
}  // namespace attnscope
