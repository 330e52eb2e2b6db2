// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/cuda/flash/flash_tiles.h"

#include <gtest/gtest.h>

#include "kernels/cuda/flash/flash_call.h"

namespace attnscope {
namespace {

TEST(FlashTile, FitsEveryGpuThatItIsChosenFor) {
  for (const ComputeCapability capability :
       {ComputeCapability{7, 5}, ComputeCapability{8, 0}, ComputeCapability{8, 6}, ComputeCapability{8, 7},
        ComputeCapability{8, 9}, ComputeCapability{9, 0}, ComputeCapability{10, 0},
        ComputeCapability{12, 0}}) {
    for (std::int64_t head_dim = min_head_dim; head_dim <= max_head_dim; head_dim += head_dim_multiple) {
      for (const bool causal : {false, true}) {
        for (const std::int64_t seqlen : {1, 1024, 100000}) {
          Problem problem;
          problem.head_dim = head_dim;
          problem.causal = causal;
          problem.query_seqlen = problem.kv_seqlen = seqlen;
          const FlashTile tile = flash_tile(problem, flash_form(capability), capability);
          SCOPED_TRACE(to_string(problem) + " on " + to_string(capability));
          EXPECT_GE(tile.head_dim, head_dim);
          EXPECT_LT(tile.head_dim, head_dim + 32);
          EXPECT_LE(shared_bytes(tile), shared_bytes_limit(capability));
          // Warps own whole groups of 16 rows, and the products take keys 16 at a time.
          EXPECT_EQ(tile.cut.block_m % (tile.cut.warps * 16), 0);
          EXPECT_EQ(tile.cut.block_n % 16, 0);
          // Registers: accumulators of scores and output alone must leave room under 255.
          const std::int64_t rows = tile.cut.block_m / tile.cut.warps;
          EXPECT_LE(rows * (tile.cut.block_n + tile.head_dim) / 32, 200);
        }
      }
    }
  }
}

TEST(FlashTile, TuringsFormFitsTuringWhereverItRuns) {
  for (std::int64_t head_dim = min_head_dim; head_dim <= max_head_dim; head_dim += head_dim_multiple) {
    Problem problem;
    problem.head_dim = head_dim;
    EXPECT_LE(shared_bytes(flash_tile(problem, FlashForm::sm75, {9, 0})), 64 * 1024);
  }
}

TEST(HeadsPerSection, KeepsKAndVInTheL2) {
  Problem problem;
  problem.batch = 1;
  problem.query_heads = 16;
  problem.kv_heads = 4;
  problem.kv_seqlen = 16384;
  problem.head_dim = 128;  // 8 MiB of K and V a KV head
  EXPECT_EQ(heads_per_section(problem, std::int64_t{50} << 20), 3 * 4);
  EXPECT_EQ(heads_per_section(problem, std::int64_t{6} << 20), 4) << "at least the heads of one KV head";
  problem.kv_seqlen = 16;
  EXPECT_EQ(heads_per_section(problem, std::int64_t{50} << 20), 16) << "at most all heads";
}

}  // namespace
}  // namespace attnscope
