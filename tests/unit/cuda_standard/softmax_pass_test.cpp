// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/cuda/standard/softmax_pass.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <random>
#include <string>
#include <vector>

namespace attnscope {
namespace {

/// As visible.cuh works it out.
KeyRange seen_through(const VisibleWindow& window, std::int64_t query) {
  const std::int64_t diagonal = query + window.kv_seqlen - window.query_seqlen;
  const std::int64_t first = std::max<std::int64_t>(0, diagonal - window.left);
  const std::int64_t end = std::min<std::int64_t>(window.kv_seqlen, diagonal + window.right + 1);
  return first < end ? KeyRange{first, end} : KeyRange{0, 0};
}

TEST(VisibleWindow, SeesWhatTheProblemSays) {
  std::mt19937 random(7);
  const auto side = [&]() -> std::optional<std::int64_t> {
    switch (random() % 4) {
      case 0:
        return std::nullopt;
      case 1:
        return 0;
      case 2:
        return std::numeric_limits<std::int64_t>::max();
      default:
        return static_cast<std::int64_t>(random() % 40);
    }
  };
  for (int trial = 0; trial < 500; ++trial) {
    Problem problem;
    problem.query_seqlen = 1 + static_cast<std::int64_t>(random() % 40);
    problem.kv_seqlen = 1 + static_cast<std::int64_t>(random() % 40);
    problem.causal = random() % 2 == 0;
    problem.window_left = side();
    problem.window_right = side();
    SCOPED_TRACE(to_string(problem));
    const VisibleWindow window = visible_window(problem);
    for (std::int64_t query = 0; query < problem.query_seqlen; ++query) {
      const KeyRange expected = visible_keys(problem, query);
      const KeyRange seen = seen_through(window, query);
      ASSERT_EQ(seen.empty(), expected.empty()) << query;
      if (expected.empty()) continue;
      ASSERT_EQ(seen.first, expected.first) << query;
      ASSERT_EQ(seen.end, expected.end) << query;
    }
    for (std::int64_t query = 0; query < problem.query_seqlen; ++query) {
      const KeyRange all = seen_through(open_window(problem), query);
      ASSERT_EQ(all.first, 0);
      ASSERT_EQ(all.end, problem.kv_seqlen);
    }
  }
}

TEST(SoftmaxForm, HoldsTheRowOrReadsItTwice) {
  for (const Dtype dtype : {Dtype::fp16, Dtype::bf16, Dtype::fp32}) {
    Problem problem;
    problem.dtype = dtype;
    for (problem.kv_seqlen = 1; problem.kv_seqlen < 300000; problem.kv_seqlen += 1 + problem.kv_seqlen / 7) {
      const SoftmaxForm form = softmax_form(problem);
      const std::int64_t row_bytes = problem.kv_seqlen * bytes_of(dtype);
      EXPECT_EQ(form.row_vectors.has_value(), row_bytes <= 128 * 1024) << problem.kv_seqlen;
      EXPECT_LE(form.block_threads(), 1024U);
      if (!form.row_vectors) continue;
      EXPECT_GE(std::int64_t{form.row_threads} * *form.row_vectors * 16, row_bytes) << problem.kv_seqlen;
      // Rows of more than a warp meet at a barrier of the block.
      EXPECT_TRUE(form.row_threads == 32 || form.block_rows == 1);
    }
  }
}

TEST(SoftmaxForm, GridCoversEveryRow) {
  Problem problem;
  problem.query_seqlen = 1001;
  problem.batch = 100;
  problem.query_heads = 1000;
  const LaunchGrid grid = score_row_grid(problem, 8);
  EXPECT_EQ(grid.x, 126U);
  EXPECT_EQ(grid.y, 65535U);
  EXPECT_EQ(grid.z, 1U);
}

TEST(DefaultVariants, HoldWhatADefaultSweepAsksFor) {
  const std::vector<KernelVariant> baked = default_standard_variants({9, 0});
  Problem problem;
  for (problem.kv_seqlen = 129; problem.kv_seqlen <= 16384; problem.kv_seqlen += 37) {
    for (const char* entry : {"standard_softmax", "eager_softmax"}) {
      const KernelVariant wanted = softmax_variant(problem, entry, "sm_90a");
      EXPECT_NE(std::find(baked.begin(), baked.end(), wanted), baked.end()) << problem.kv_seqlen;
    }
  }
}

TEST(DefaultVariants, AreNoneOfBf16OnTuring) {
  for (const KernelVariant& variant : default_standard_variants({7, 5})) {
    EXPECT_EQ(variant.target, "sm_75");
    EXPECT_EQ(variant.entry.find("bf16"), std::string::npos) << variant.entry;
  }
}

TEST(HasMask, WhereTheProblemAsksForOne) {
  Problem problem;
  EXPECT_FALSE(has_mask(problem));
  problem.causal = true;
  EXPECT_TRUE(has_mask(problem));
  problem.causal = false;
  problem.window_right = 0;
  EXPECT_TRUE(has_mask(problem));
}

}  // namespace
}  // namespace attnscope
