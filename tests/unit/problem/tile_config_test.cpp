// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/problem/tile_config.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "kernels/problem/cost.h"
#include "tests/unit/problem/brute_force.h"

namespace attnscope {
namespace {

/// Tiles of one head, each score element looked at.
TileCounts counts_by_looking(const Problem& problem, const TileConfig& tile) {
  TileCounts counts;
  const auto tiles = [](std::int64_t length, std::int64_t block) { return (length + block - 1) / block; };
  for (std::int64_t m = 0; m < tiles(problem.query_seqlen, tile.block_m); ++m) {
    ++counts.query_tiles;
    // A kernel visits every tile between the first and the last that holds something.
    std::vector<int> visible;
    for (std::int64_t n = 0; n < tiles(problem.kv_seqlen, tile.block_n); ++n) {
      int pairs = 0;
      for (std::int64_t query = m * tile.block_m; query < (m + 1) * tile.block_m; ++query)
        for (std::int64_t key = n * tile.block_n; key < (n + 1) * tile.block_n; ++key)
          if (query < problem.query_seqlen && key < problem.kv_seqlen && sees(problem, query, key)) ++pairs;
      visible.push_back(pairs);
    }
    for (const int pairs : visible) {
      if (pairs == 0) {
        ++counts.skipped_tiles;
      } else if (pairs == tile.block_m * tile.block_n) {
        ++counts.full_tiles;
      } else {
        ++counts.partial_tiles;
      }
    }
  }
  return counts;
}

TEST(CountTiles, EqualLookingAtEveryElement) {
  for (const Problem& problem : small_masks())
    for (const auto& [block_m, block_n] : {std::pair{1, 1}, {4, 4}, {4, 2}, {2, 5}, {16, 16}}) {
      const TileConfig tile{.block_m = block_m, .block_n = block_n};
      const TileCounts found = count_tiles(problem, tile);
      const TileCounts expected = counts_by_looking(problem, tile);
      const std::int64_t heads = problem.batch * problem.query_heads;
      SCOPED_TRACE(to_string(problem) + " in " + to_string(tile));
      ASSERT_EQ(found.query_tiles, expected.query_tiles * heads);
      ASSERT_EQ(found.full_tiles, expected.full_tiles * heads);
      ASSERT_EQ(found.partial_tiles, expected.partial_tiles * heads);
      ASSERT_EQ(found.skipped_tiles, expected.skipped_tiles * heads);
      ASSERT_EQ(found.unmasked_pairs, unmasked_pairs(problem));
      ASSERT_EQ(found.computed_pairs, static_cast<double>((expected.full_tiles + expected.partial_tiles) *
                                                          heads * block_m * block_n));
      ASSERT_LE(found.mask_density(), 1);
    }
}

/// Heads packed into one tile are rows of a taller problem, in which each query stands packed_heads times.
TEST(CountTiles, OfPackedHeadsEqualLookingAtEveryRow) {
  for (Problem problem : small_masks()) {
    problem.query_heads = 6;
    problem.kv_heads = 2;
    const TileConfig tile{.block_m = 4, .block_n = 3, .packed_heads = 3, .kv_splits = 5};
    const TileCounts found = count_tiles(problem, tile);
    TileCounts expected;
    for (std::int64_t top = 0; top < 3 * problem.query_seqlen; top += 4) {
      std::int64_t seen_by_any = 0;
      for (std::int64_t left = 0; left < problem.kv_seqlen; left += 3) {
        int pairs = 0;
        for (std::int64_t row = top; row < std::min(top + 4, 3 * problem.query_seqlen); ++row)
          for (std::int64_t key = left; key < std::min(left + 3, problem.kv_seqlen); ++key)
            if (sees(problem, row / 3, key)) ++pairs;
        if (pairs == 12) ++expected.full_tiles;
        if (pairs > 0) ++seen_by_any;
      }
      expected.query_tiles += 5;
      expected.partial_tiles += seen_by_any;
    }
    expected.partial_tiles -= expected.full_tiles;
    SCOPED_TRACE(to_string(problem));
    constexpr int packs = 2 * 2;  // batch × KV heads
    ASSERT_EQ(found.query_tiles, expected.query_tiles * packs);
    ASSERT_EQ(found.full_tiles, expected.full_tiles * packs);
    ASSERT_EQ(found.partial_tiles, expected.partial_tiles * packs);
    ASSERT_EQ(found.unmasked_pairs, unmasked_pairs(problem));
    ASSERT_LE(found.mask_density(), 1);
  }
}

TEST(Balance, OfSplitKeysCountsEachSplit) {
  Problem problem;
  problem.batch = 1;
  problem.query_heads = problem.kv_heads = 2;
  problem.query_seqlen = 1;
  problem.kv_seqlen = 70;  // 7 blocks in splits of 3, 2 and 2, twice
  TileConfig tile{.block_m = 16, .block_n = 10, .kv_splits = 3};
  EXPECT_DOUBLE_EQ(balance(problem, tile, 6), 14.0 / (6 * 3));
  tile.kv_splits = 1;
  EXPECT_DOUBLE_EQ(balance(problem, tile, 6), 14.0 / (6 * 7));
}

TEST(CountTiles, KvBlocksCoverExactlyWhatTheTileSees) {
  for (const Problem& problem : small_masks()) {
    const TileConfig tile{.block_m = 3, .block_n = 4};
    for (std::int64_t m = 0; m * 3 < problem.query_seqlen; ++m) {
      std::int64_t first = problem.kv_seqlen;
      std::int64_t end = 0;
      for (std::int64_t query = m * 3; query < std::min(m * 3 + 3, problem.query_seqlen); ++query)
        for (std::int64_t key = 0; key < problem.kv_seqlen; ++key)
          if (sees(problem, query, key)) {
            first = std::min(first, key);
            end = std::max(end, key + 1);
          }
      const KeyRange blocks = kv_blocks_of_query_tile(problem, tile, m);
      if (end == 0) {
        ASSERT_TRUE(blocks.empty()) << to_string(problem) << " tile " << m;
      } else {
        ASSERT_EQ(blocks.first, first / 4) << to_string(problem) << " tile " << m;
        ASSERT_EQ(blocks.end, (end + 3) / 4) << to_string(problem) << " tile " << m;
      }
    }
  }
}

TEST(MaskDensity, OfCausalApproachesOneAsTilesShrink) {
  const Problem problem{
      .batch = 1, .query_heads = 1, .kv_heads = 1, .query_seqlen = 1024, .kv_seqlen = 1024, .causal = true};
  EXPECT_DOUBLE_EQ(count_tiles(problem, {.block_m = 1, .block_n = 1}).mask_density(), 1);
  const double coarse = count_tiles(problem, {.block_m = 512, .block_n = 512}).mask_density();
  const double fine = count_tiles(problem, {.block_m = 64, .block_n = 64}).mask_density();
  EXPECT_LT(coarse, fine);
  EXPECT_DOUBLE_EQ(coarse, 1024.0 * 1025 / 2 / (3 * 512 * 512));
  EXPECT_EQ(TileCounts{}.mask_density(), 0);
}

TEST(WaveFill, IsTheFullnessOfAllWaves) {
  EXPECT_DOUBLE_EQ(wave_fill(132, 132), 1);
  EXPECT_DOUBLE_EQ(wave_fill(133, 132), 133.0 / 264);
  EXPECT_DOUBLE_EQ(wave_fill(1, 264), 1.0 / 264);
  EXPECT_DOUBLE_EQ(wave_fill(660, 264), 660.0 / 792);
  EXPECT_EQ(wave_fill(0, 132), 0);
  EXPECT_EQ(wave_fill(5, 0), 0);
}

/// Balance by walking the work items in launch order and scanning all slots for the one free first.
double balance_by_walking(const Problem& problem, const TileConfig& tile, std::int64_t slots) {
  std::vector<std::int64_t> load(static_cast<std::size_t>(slots));
  const std::int64_t tiles = (problem.query_seqlen + tile.block_m - 1) / tile.block_m;
  for (std::int64_t step = 0; step < tiles; ++step)
    for (std::int64_t head = 0; head < problem.batch * problem.query_heads; ++head) {
      const KeyRange blocks =
          kv_blocks_of_query_tile(problem, tile, problem.causal ? tiles - 1 - step : step);
      *std::min_element(load.begin(), load.end()) += blocks.end - blocks.first;
    }
  const std::int64_t busiest = *std::max_element(load.begin(), load.end());
  double total = 0;
  for (const std::int64_t slot : load) total += static_cast<double>(slot);
  return busiest == 0 ? 0 : total / static_cast<double>(slots * busiest);
}

TEST(Balance, EqualsWalkingTheItems) {
  for (const Problem& problem : small_masks())
    for (const std::int64_t slots : {1, 2, 7, 40}) {
      const TileConfig tile{.block_m = 2, .block_n = 3};
      ASSERT_DOUBLE_EQ(balance(problem, tile, slots), balance_by_walking(problem, tile, slots))
          << to_string(problem) << " on " << slots;
    }
}

TEST(Balance, IsOneOnOneSlotAndFollowsWaveFillForEqualTiles) {
  const Problem problem{.batch = 1, .query_heads = 5, .kv_heads = 5, .query_seqlen = 512, .kv_seqlen = 512};
  const TileConfig tile{.block_m = 128, .block_n = 64};
  EXPECT_DOUBLE_EQ(balance(problem, tile, 1), 1);
  EXPECT_DOUBLE_EQ(balance(problem, tile, 12), wave_fill(20, 12));
  EXPECT_EQ(balance(problem, tile, 0), 0);
}

TEST(TileConfig, PrintsAsPeopleWriteIt) {
  EXPECT_EQ(to_string(TileConfig{.block_m = 128, .block_n = 64, .stages = 2, .warps = 8}),
            "128×64, 2 stages, 8 warps");
  EXPECT_EQ(to_string(TileConfig{.block_m = 64, .block_n = 32, .stages = 1, .warps = 4}),
            "64×32, 1 stage, 4 warps");
}

}  // namespace
}  // namespace attnscope
