// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/cuda/flash/flash_tiles.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "kernels/cuda/flash/flash_parameters.h"

namespace attnscope {
namespace {

/// Every head dim, mask and a few lengths.
std::vector<Problem> problems() {
  std::vector<Problem> all;
  for (std::int64_t head_dim = min_head_dim; head_dim <= max_head_dim; head_dim += head_dim_multiple) {
    for (const bool causal : {false, true}) {
      for (const std::int64_t seqlen : {1, 1024, 100000}) {
        Problem problem;
        problem.head_dim = head_dim;
        problem.causal = causal;
        problem.query_seqlen = problem.kv_seqlen = seqlen;
        all.push_back(problem);
      }
    }
  }
  return all;
}

TEST(FlashTile, FitsEveryGpuThatItIsChosenFor) {
  for (const ComputeCapability capability :
       {ComputeCapability{7, 5}, ComputeCapability{8, 0}, ComputeCapability{8, 6}, ComputeCapability{8, 7},
        ComputeCapability{8, 9}, ComputeCapability{9, 0}, ComputeCapability{10, 0},
        ComputeCapability{12, 0}}) {
    for (const Problem& problem : problems()) {
      const FlashForm form = std::min(flash_form(capability), FlashForm::sm80);
      const FlashTile tile = flash_tile(problem, form, capability);
      SCOPED_TRACE(to_string(problem) + " on " + to_string(capability));
      EXPECT_GE(tile.head_dim, problem.head_dim);
      EXPECT_LT(tile.head_dim, problem.head_dim + 32);
      EXPECT_LE(shared_bytes(form, tile), shared_bytes_limit(capability));
      // Warps own whole groups of 16 rows, and the products take keys 16 at a time.
      EXPECT_EQ(tile.cut.block_m % (std::int64_t{16} * tile.cut.warps), 0);
      EXPECT_EQ(tile.cut.block_n % 16, 0);
      EXPECT_FALSE(tile.cut.persistent);
      // Registers: accumulators of scores and output alone must leave room under 255.
      const std::int64_t rows = tile.cut.block_m / tile.cut.warps;
      EXPECT_LE(rows * (tile.cut.block_n + tile.head_dim) / 32, 200);
    }
  }
}

TEST(FlashTile, HoppersFormFitsHopper) {
  for (const Problem& problem : problems()) {
    const FlashTile tile = flash_tile(problem, FlashForm::sm90, {9, 0});
    SCOPED_TRACE(to_string(problem));
    EXPECT_GE(tile.head_dim, problem.head_dim);
    EXPECT_LT(tile.head_dim, std::max<std::int64_t>(problem.head_dim + 32, 65));
    EXPECT_EQ(tile.head_dim % panel_columns(FlashForm::sm90, tile), 0);
    EXPECT_LE(shared_bytes(FlashForm::sm90, tile), shared_bytes_limit({9, 0}));
    EXPECT_TRUE(tile.cut.persistent);
    // A warpgroup for each 64 rows and one that copies; boxes of a copy have at most 256 rows.
    EXPECT_EQ(tile.cut.block_m % 64, 0);
    EXPECT_EQ(tile.cut.warps, (tile.cut.block_m / 64 + 1) * 4);
    EXPECT_LE(std::max(tile.cut.block_m, tile.cut.block_n), 256);
    // Scores, their rounded copy and the output, against what a warpgroup's threads get.
    const std::int64_t registers = tile.cut.block_n / 2 + tile.cut.block_n / 4 + tile.head_dim / 2;
    EXPECT_LE(registers, tile.cut.block_m == 128 ? 210 : 130);
  }
}

TEST(FlashTile, CtasWorkInPairsWhereBothHaveRowsAndKvIsLong) {
  const auto cluster = [](std::int64_t query_seqlen, std::int64_t kv_seqlen, std::int64_t head_dim,
                          bool causal, std::optional<std::int64_t> window = {}) {
    Problem problem;
    problem.query_seqlen = query_seqlen;
    problem.kv_seqlen = kv_seqlen;
    problem.head_dim = head_dim;
    problem.causal = causal;
    problem.window_left = window;
    const FlashTile tile = flash_tile(problem, FlashForm::sm90, {9, 0});
    EXPECT_EQ(tile.cut.block_n % (std::int64_t{8} * tile.cluster), 0) << "each brings whole groups of rows";
    return tile.cluster;
  };
  EXPECT_EQ(cluster(4096, 4096, 256, true), 2);
  EXPECT_EQ(cluster(4096, 4096, 192, false), 2);
  EXPECT_EQ(cluster(512, 512, 128, false), 2);
  EXPECT_EQ(cluster(4096, 4096, 128, false), 1) << "192 rows";
  EXPECT_EQ(cluster(4096, 4096, 64, true), 1) << "192 rows";
  EXPECT_EQ(cluster(1024, 1024, 256, true), 1) << "short";
  EXPECT_EQ(cluster(128, 4096, 256, false), 1) << "the second CTA would have no rows";
  EXPECT_EQ(cluster(384, 4096, 256, false), 1) << "the fourth CTA would have no rows";
  EXPECT_EQ(cluster(2100, 4096, 256, false), 2) << "one of 18 has none";
  EXPECT_EQ(cluster(4096, 4096, 256, true, 1000), 1) << "a window makes tiles short";
}

TEST(FlashTile, TheFp8FormFitsHopper) {
  for (const Problem& problem : problems()) {
    if (problem.head_dim != 64 && problem.head_dim != 128 && problem.head_dim != 256) continue;
    const FlashTile tile = flash_tile(problem, FlashForm::sm90_fp8, {9, 0});
    SCOPED_TRACE(to_string(problem));
    EXPECT_EQ(tile.head_dim, problem.head_dim);
    EXPECT_LE(shared_bytes(FlashForm::sm90_fp8, tile), shared_bytes_limit({9, 0}));
    EXPECT_EQ(tile.cut.block_m % 64, 0);
    EXPECT_EQ(tile.cut.warps, (tile.cut.block_m / 64 + 1) * 4);
    EXPECT_LE(std::max(tile.cut.block_m, tile.cut.block_n), 256);
    EXPECT_EQ(tile.cut.block_n % 32, 0) << "products take keys 32 at a time";
    EXPECT_EQ(tile.head_dim % tile.slice, 0);
    // The output, and scores and their rounded copy or a slice beside what is left of them.
    const std::int64_t scores = tile.cut.block_n / 2 + (tile.overlap ? tile.slice / 2 : 0);
    const std::int64_t registers = scores + tile.cut.block_n / 8 + tile.head_dim / 2;
    EXPECT_LE(registers, tile.cut.block_m == 128 ? 210 : 165);
  }
}

TEST(FlashForm, IsTheNewestThatTheGpuRuns) {
  EXPECT_EQ(flash_form({7, 5}), FlashForm::sm75);
  EXPECT_EQ(flash_form({8, 9}), FlashForm::sm80);
  EXPECT_EQ(flash_form({9, 0}), FlashForm::sm90);
  EXPECT_EQ(flash_form({10, 0}), FlashForm::sm80) << "Hopper's instructions exist on Hopper alone";
}

TEST(FlashTile, TuringsFormFitsTuringWhereverItRuns) {
  for (const Problem& problem : problems())
    EXPECT_LE(shared_bytes(FlashForm::sm75, flash_tile(problem, FlashForm::sm75, {9, 0})), 64 * 1024);
}

TEST(PersistentWalk, GoesHeadByHeadAndEndsWithTwoRoundsByLength) {
  Problem problem;
  problem.batch = 1;
  problem.query_heads = problem.kv_heads = 16;
  EXPECT_EQ(persistent_walk(problem, 86, 132), (HeadWalk{1, 4}));
  problem.batch = 32;
  EXPECT_EQ(persistent_walk(problem, 4, 132), (HeadWalk{1, 66}));
  EXPECT_EQ(persistent_walk(problem, 1000, 132), (HeadWalk{1, 1}));
  problem.kv_heads = 2;
  EXPECT_EQ(persistent_walk(problem, 4, 132), (HeadWalk{8, 72})) << "heads of one KV head stay together";
  problem.batch = 1;
  EXPECT_EQ(persistent_walk(problem, 4, 132), (HeadWalk{8, 16})) << "at most all heads";
}

TEST(PersistentWalk, TakesHeadsOfAboutOneRoundInPairs) {
  Problem problem;
  problem.batch = 1;
  problem.query_heads = problem.kv_heads = 16;
  EXPECT_EQ(persistent_walk(problem, 128, 132), (HeadWalk{2, 2}));
  problem.query_heads = problem.kv_heads = 5;
  EXPECT_EQ(persistent_walk(problem, 128, 132), (HeadWalk{2, 3}));
  problem.query_heads = problem.kv_heads = 1;
  EXPECT_EQ(persistent_walk(problem, 128, 132), (HeadWalk{1, 1}));
  problem.query_heads = 16;
  problem.kv_heads = 4;
  EXPECT_EQ(persistent_walk(problem, 32, 132), (HeadWalk{8, 8})) << "those of one KV head count as one";
}

/// What WorkItem in work_item.cuh makes of a position: (head over batch and heads, query tile).
std::pair<std::int64_t, std::int64_t> work_item(const FlashParameters& parameters, std::uint32_t position) {
  const auto quotient = [](const Divider& by, std::uint32_t number) {
    return static_cast<std::uint32_t>((std::uint64_t{number} * by.multiplier) >> by.shift);
  };
  const std::uint32_t section = std::min(quotient(parameters.section_tiles, position),
                                         static_cast<std::uint32_t>(parameters.sections - 1));
  const std::uint32_t within = position - section * parameters.section_tiles.divisor;
  const Divider& heads = static_cast<int>(section) + 1 == parameters.sections ? parameters.last_section_heads
                                                                              : parameters.section_heads;
  const std::uint32_t order = quotient(heads, within);
  const std::uint32_t head = section * parameters.section_heads.divisor + within - order * heads.divisor;
  return {head, parameters.longest_tiles_first != 0 ? parameters.query_tiles - 1 - order : order};
}

TEST(FlashParameters, EveryWorkItemIsHandedOutOnce) {
  // In pairs of CTAs at head dim 256 where it is long.
  for (const auto& [form, head_dim] :
       {std::pair{FlashForm::sm80, 128}, {FlashForm::sm90, 128}, {FlashForm::sm90, 256}}) {
    for (const std::int64_t seqlen : {1, 700, 4000, 5000}) {
      for (const bool causal : {false, true}) {
        Problem problem;
        problem.batch = 5;
        problem.query_heads = 12;
        problem.kv_heads = 3;
        problem.query_seqlen = problem.kv_seqlen = seqlen;
        problem.head_dim = head_dim;
        problem.causal = causal;
        const FlashDevice device{nullptr, {9, 0}, std::int64_t{1} << 20, 132};
        const FlashTile tile = flash_tile(problem, form, {9, 0});
        const FlashParameters parameters = flash_parameters(device, problem, form, tile);
        std::set<std::pair<std::int64_t, std::int64_t>> seen;
        for (std::int64_t i = 0; i < work_items(problem, tile); ++i) {
          const auto item = work_item(parameters, static_cast<std::uint32_t>(i));
          EXPECT_LT(item.first, 60);
          EXPECT_LT(item.second, parameters.query_tiles);
          EXPECT_TRUE(seen.insert(item).second) << "position " << i;
        }
        const std::int64_t rows = parameters.query_tiles * tile.cut.block_m * tile.cluster;
        EXPECT_GE(rows, seqlen);
        EXPECT_LT(rows - seqlen, tile.cut.block_m * tile.cluster);
      }
    }
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
