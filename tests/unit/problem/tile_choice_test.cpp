// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/problem/tile_choice.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/problem/brute_force.h"

namespace attnscope {
namespace {

using testing::HasSubstr;

const Problem usual{.query_seqlen = 4096, .kv_seqlen = 4096, .head_dim = 128};

std::string tile_refusal(TiledKernel kernel, const TileChoice& choice, int capability) {
  const auto tile = complete_tile(kernel, usual, choice, capability);
  if (tile) return "taken as " + to_string(*tile);
  EXPECT_EQ(tile.error().kind, ErrorKind::unsupported);
  return tile.error().message;
}

TEST(TileChoice, IsReadAndWritten) {
  for (const char* text : {"128x64", "128×64"})
    EXPECT_EQ(parse_tile_choice(text).value(), (TileChoice{128, 64, {}, {}}));
  EXPECT_EQ(to_string(parse_tile_choice("192x80").value()), "192x80");
  for (const char* text :
       {"", "128", "x64", "128x", "128x64x2", "0x64", "-1x64", "128x99999999999999999999"}) {
    const auto tile = parse_tile_choice(text);
    ASSERT_FALSE(tile) << text;
    EXPECT_EQ(tile.error().kind, ErrorKind::usage);
    EXPECT_THAT(tile.error().message, HasSubstr("such as 128x64"));
  }
}

TEST(TileChoice, KernelsFollowFromTheGpu) {
  EXPECT_EQ(tiled_kernel("flash", {}), TiledKernel::host_cpu);
  EXPECT_EQ(tiled_kernel("flash", 75), TiledKernel::turing);
  EXPECT_EQ(tiled_kernel("flash", 89), TiledKernel::ampere);
  EXPECT_EQ(tiled_kernel("flash", 90), TiledKernel::hopper);
  EXPECT_EQ(tiled_kernel("flash", 120), TiledKernel::ampere);
  EXPECT_EQ(tiled_kernel("flash-sm80", 90), TiledKernel::ampere);
  EXPECT_EQ(tiled_kernel("flash-sm80", 75), std::nullopt);
  EXPECT_EQ(tiled_kernel("flash", 70), std::nullopt);
  EXPECT_EQ(tiled_kernel("standard", 90), std::nullopt);
  EXPECT_EQ(tiled_kernel("standard", {}), std::nullopt);
}

TEST(TileChoice, LeavesOpenWhatTheKernelKnows) {
  EXPECT_EQ(complete_tile(TiledKernel::hopper, usual, {192, 80, {}, {}}, 90).value(),
            (TileConfig{192, 80, 2, 16, true}));
  EXPECT_EQ(complete_tile(TiledKernel::ampere, usual, {128, 64, {}, {}}, 80).value(),
            (TileConfig{128, 64, 1, 4, false}));
  EXPECT_EQ(complete_tile(TiledKernel::ampere, usual, {128, 64, 2, 8}, 80).value(),
            (TileConfig{128, 64, 2, 8, false}));
  EXPECT_EQ(complete_tile(TiledKernel::host_cpu, usual, {64, 256, {}, {}}, 0).value(),
            (TileConfig{64, 256, 1, 1, false}));
}

TEST(TileChoice, IsRefusedInASentenceThatNamesTheRule) {
  EXPECT_THAT(tile_refusal(TiledKernel::hopper, {64, 64, {}, {}}, 90), HasSubstr("128 or 192 query rows"));
  EXPECT_THAT(tile_refusal(TiledKernel::hopper, {128, 64, {}, 8}, 90), HasSubstr("has 12 warps"));
  EXPECT_THAT(tile_refusal(TiledKernel::hopper, {128, 64, 1, {}}, 90), HasSubstr("2 to 4 stages"));
  EXPECT_THAT(tile_refusal(TiledKernel::hopper, {128, 72, {}, {}}, 90), HasSubstr("multiple of 16, not 72"));
  EXPECT_THAT(tile_refusal(TiledKernel::ampere, {100, 64, {}, {}}, 80), HasSubstr("multiple of 16, not 100"));
  EXPECT_THAT(tile_refusal(TiledKernel::ampere, {96, 64, {}, 4}, 80),
              HasSubstr("multiple of 64 (16 for each"));
  EXPECT_THAT(tile_refusal(TiledKernel::ampere, {128, 64, {}, 3}, 80), HasSubstr("1, 2, 4 or 8 warps"));
  EXPECT_THAT(tile_refusal(TiledKernel::ampere, {128, 64, 3, {}}, 80), HasSubstr("1 or 2 stages"));
  EXPECT_THAT(tile_refusal(TiledKernel::turing, {64, 64, 2, {}}, 75), HasSubstr("Turing"));
  EXPECT_THAT(tile_refusal(TiledKernel::ampere, {512, 64, {}, {}}, 80), HasSubstr("at most 256"));
  EXPECT_THAT(tile_refusal(TiledKernel::host_cpu, {64, 64, 2, {}}, 0), HasSubstr("1 stage"));
  EXPECT_THAT(tile_refusal(TiledKernel::host_cpu, {60, 64, {}, {}}, 0), HasSubstr("multiples of 16"));
}

TEST(TileChoice, KnowsTheLimitOfSharedMemory) {
  // Q 128 rows, K and V 128 keys in two stages, 128 columns of 2 bytes: 160 KiB.
  const TileChoice large{128, 128, 2, {}};
  EXPECT_EQ(complete_tile(TiledKernel::ampere, usual, large, 80).value().block_n, 128);
  EXPECT_EQ(tile_shared_bytes(TiledKernel::ampere, usual, {128, 128, 2, 4, false}), 160 * 1024);
  EXPECT_EQ(
      tile_refusal(TiledKernel::ampere, large, 86),
      "a tile of 128×128, 2 stages, 4 warps needs 160 KiB of shared memory, and this GPU gives a CTA 99 KiB");
  EXPECT_EQ(shared_memory_limit(90), 227 * 1024);
}

TEST(TileRow, SaysWhatEachTileIs) {
  for (const Problem& problem : small_masks())
    for (const auto& [block_m, block_n] : {std::pair{1, 1}, {4, 2}, {2, 5}, {16, 16}}) {
      const TileConfig tile{.block_m = block_m, .block_n = block_n};
      SCOPED_TRACE(to_string(problem) + " in " + to_string(tile));
      for (std::int64_t m = 0; m < query_tiles_of_head(problem, tile); ++m) {
        const TileRow row = tile_row(problem, tile, m);
        for (std::int64_t n = 0; n < kv_blocks_of(problem, tile); ++n) {
          std::int64_t pairs = 0;
          for (std::int64_t query = m * block_m; query < (m + 1) * block_m; ++query)
            for (std::int64_t key = n * block_n; key < (n + 1) * block_n; ++key)
              if (query < problem.query_seqlen && key < problem.kv_seqlen && sees(problem, query, key))
                ++pairs;
          ASSERT_EQ(unmasked_in_tile(problem, tile, m, n), pairs);
          ASSERT_EQ(n >= row.visited.first && n<row.visited.end, pairs> 0);
          ASSERT_EQ(n >= row.full.first && n < row.full.end, pairs == block_m * block_n);
        }
      }
    }
}

}  // namespace
}  // namespace attnscope
