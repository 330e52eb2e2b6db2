// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/cuda/flash/decode/decode_tile.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <vector>

#include "kernels/cuda/flash/flash_parameters.h"
#include "tests/unit/cuda_compile/split_formulas.h"

namespace attnscope {
namespace {

constexpr ComputeCapability h100{9, 0};
constexpr std::int64_t h100_sms = 132;

Problem decode_problem(std::int64_t batch, std::int64_t kv_seqlen) {
  Problem problem;
  problem.batch = batch;
  problem.query_heads = 32;
  problem.kv_heads = 8;
  problem.query_seqlen = 1;
  problem.kv_seqlen = kv_seqlen;
  return problem;
}

TEST(SplitBlocks, GiveEachBlockToOneSplit) {
  for (const int first : {0, 3}) {
    for (const int blocks : {-2, 0, 1, 2, 7, 64, 1001}) {
      for (const int splits : {1, 2, 3, 7, 33}) {
        int next = first;
        int fewest = std::numeric_limits<int>::max();
        int most = 0;
        for (int split = 0; split < splits; ++split) {
          const device::BlockRange range = device::split_blocks(first, first + blocks, splits, split);
          EXPECT_EQ(range.first, next) << "split " << split << " of " << splits << ", blocks " << blocks;
          EXPECT_GE(range.end, range.first);
          fewest = std::min(fewest, range.end - range.first);
          most = std::max(most, range.end - range.first);
          next = range.end;
        }
        EXPECT_EQ(next, first + std::max(blocks, 0));
        EXPECT_LE(most - fewest, 1) << "empty ones only where there are fewer blocks than splits";
      }
    }
  }
}

/// Softmax-weighted sums of random keys' values: the parts merged, against all keys in fp64.
TEST(MergedRow, OfPartsEqualsTheWhole) {
  std::mt19937_64 random(3);
  std::normal_distribution<double> normal;
  for (const double spread : {1.0, 30.0, 300.0}) {
    for (const std::vector<int>& parts :
         {std::vector<int>{5}, {1, 1}, {0, 4, 0}, {3, 0, 17, 2, 1}, {0, 0, 9}}) {
      device::MergedRow merged;
      std::vector<double> scores;
      std::vector<double> values;
      const auto weighted = [](auto first, auto end, auto value) {
        const double largest = *std::max_element(first, end);
        double total = 0;
        double sum = 0;
        for (auto at = first; at != end; ++at, ++value) {
          total += std::exp2(*at - largest);
          sum += std::exp2(*at - largest) * *value;
        }
        return std::pair(largest + std::log2(total), sum / total);
      };
      for (const int keys : parts) {
        const auto start = static_cast<std::ptrdiff_t>(scores.size());
        for (int i = 0; i < keys; ++i) {
          scores.push_back(spread * normal(random));
          values.push_back(normal(random));
        }
        device::PartialRow part{-device::infinity, {0, 0, 0, 0}};
        if (keys > 0) {
          const auto [sum, value] = weighted(scores.begin() + start, scores.end(), values.begin() + start);
          const auto column = static_cast<float>(value);
          part = {static_cast<float>(sum), {column, 2 * column, 0, -column}};
        }
        merged.add(part);
      }
      const auto [sum, value] = weighted(scores.begin(), scores.end(), values.begin());
      const device::PartialRow result = merged.result();
      EXPECT_NEAR(result.log2_sum, sum, 1e-6 * std::abs(sum) + 1e-6);
      EXPECT_NEAR(result.at[0], value, 1e-4 * spread);
      EXPECT_NEAR(result.at[1], 2 * value, 2e-4 * spread);
      EXPECT_EQ(result.at[2], 0);
      EXPECT_NEAR(result.at[3], -value, 1e-4 * spread);
    }
  }
}

TEST(MergedRow, OfPartsThatSawNoKeyIsZeroAndMinusInfinity) {
  device::MergedRow merged;
  const auto expect_empty = [&] {
    const device::PartialRow result = merged.result();
    EXPECT_EQ(result.log2_sum, -device::infinity);
    for (const float column : result.at) EXPECT_EQ(column, 0);
  };
  expect_empty();
  for (int i = 0; i < 3; ++i) merged.add({-device::infinity, {0, 0, 0, 0}});
  expect_empty();
}

TEST(IsDecode, WhereTallTilesLeaveTheGpuIdle) {
  const auto decides = [](std::int64_t queries, std::int64_t batch, std::int64_t kv_heads) {
    Problem problem = decode_problem(batch, 8192);
    problem.query_seqlen = queries;
    problem.kv_heads = kv_heads;
    return is_decode(problem, h100, h100_sms);
  };
  EXPECT_TRUE(decides(1, 1, 8));
  EXPECT_TRUE(decides(1, 1024, 32)) << "one query is always bound by memory";
  EXPECT_TRUE(decides(8, 64, 8));
  EXPECT_TRUE(decides(128, 1, 8)) << "32 tall tiles for 132 SMs";
  EXPECT_FALSE(decides(128, 8, 8));
  EXPECT_FALSE(decides(4096, 1, 8));
  Problem few_keys = decode_problem(1, 512);
  few_keys.query_seqlen = 128;
  EXPECT_FALSE(is_decode(few_keys, h100, h100_sms)) << "not worth a split and a merge";

  Problem quantised = decode_problem(1, 8192);
  quantised.dtype = Dtype::fp8_e4m3;
  EXPECT_FALSE(is_decode(quantised, h100, h100_sms)) << "16-bit floats alone";
  EXPECT_FALSE(is_decode(decode_problem(1, 8192), {7, 5}, 40)) << "Turing has no asynchronous copies";
}

TEST(DecodeTile, PacksHeadsAndFillsTheGpu) {
  const FlashTile one = decode_tile(decode_problem(1, 8192), h100, h100_sms);
  EXPECT_EQ(one.cut.packed_heads, 4);
  EXPECT_EQ(one.cut.block_m, 16);
  EXPECT_GE(one.cut.kv_splits * 8, 64) << "half the SMs draw all the bandwidth";
  EXPECT_LE(one.cut.kv_splits * 8, h100_sms * one.ctas_per_sm) << "and all CTAs run at once";
  EXPECT_EQ(decode_tile(decode_problem(64, 4096), h100, h100_sms).cut.kv_splits, 1);
  EXPECT_EQ(decode_tile(decode_problem(1024, 4096), h100, h100_sms).cut.kv_splits, 1);
  EXPECT_EQ(decode_tile(decode_problem(1, 1), h100, h100_sms).cut.kv_splits, 1) << "nothing to split";

  Problem taller = decode_problem(1, 8192);
  taller.query_seqlen = 5;
  EXPECT_EQ(decode_tile(taller, h100, h100_sms).cut.block_m, 32);
  Problem blind = decode_problem(1, 4);
  blind.query_seqlen = 8;
  blind.causal = true;
  blind.kv_seqlen = 1;
  EXPECT_EQ(decode_tile(blind, h100, h100_sms).cut.kv_splits, 1);
}

TEST(DecodeTile, FitsEveryGpu) {
  for (const ComputeCapability capability :
       {ComputeCapability{8, 0}, ComputeCapability{8, 6}, ComputeCapability{8, 7}, ComputeCapability{8, 9},
        ComputeCapability{9, 0}, ComputeCapability{10, 0}, ComputeCapability{12, 0}}) {
    for (std::int64_t head_dim = min_head_dim; head_dim <= max_head_dim; head_dim += head_dim_multiple) {
      for (const std::int64_t queries : {1, 7, 100}) {
        Problem problem = decode_problem(1, 5000);
        problem.head_dim = head_dim;
        problem.query_seqlen = queries;
        const FlashTile tile = decode_tile(problem, capability, 100);
        SCOPED_TRACE(to_string(problem) + " on " + to_string(capability) + ": " + to_string(tile.cut));
        EXPECT_GE(tile.head_dim, head_dim);
        EXPECT_GE(tile.cut.stages, 2);
        EXPECT_LE(shared_bytes(FlashForm::decode, tile), shared_bytes_limit(capability));
        EXPECT_EQ(tile.cut.block_n % (std::int64_t{16} * tile.cut.warps), 0) << "keys go 16 at a time";
        // Accumulators of scores and output alone must leave room under 255 registers.
        EXPECT_LE(tile.cut.block_m * (tile.cut.block_n / tile.cut.warps + tile.head_dim) / 32, 200);
      }
    }
  }
}

TEST(DecodeScratch, HoldsTheRowsOfEverySplit) {
  Problem problem = decode_problem(2, 8192);
  FlashTile tile = decode_tile(problem, h100, h100_sms);
  tile.cut.kv_splits = 7;
  EXPECT_EQ(decode_scratch(problem, tile).outputs, std::uint64_t{2} * 8 * 7 * 4 * 128 * 4);
  EXPECT_EQ(decode_scratch(problem, tile).log2_sums, std::uint64_t{2} * 8 * 7 * 4 * 4);
  EXPECT_EQ(work_items(problem, tile), 2 * 8 * 7);
  problem.query_seqlen = 5;  // 20 rows: two tiles of 16 for each of 16 KV heads
  problem.head_dim = 200;
  tile = decode_tile(problem, h100, h100_sms);
  tile.cut.kv_splits = 3;
  EXPECT_EQ(decode_scratch(problem, tile).outputs, std::uint64_t{16} * 2 * 3 * 16 * 224 * 4);
  EXPECT_EQ(work_items(problem, tile), 16 * 2 * 3);
  tile.cut.kv_splits = 1;
  EXPECT_EQ(decode_scratch(problem, tile).bytes(), 0U);
}

TEST(DecodeTile, CountsPackedRowsOnce) {
  const Problem problem = decode_problem(2, 8192);
  const FlashTile tile = decode_tile(problem, h100, h100_sms);
  const TileCounts counts = count_tiles(problem, tile.cut);
  EXPECT_EQ(counts.query_tiles, work_items(problem, tile));
  EXPECT_DOUBLE_EQ(counts.mask_density(), 4.0 / 16) << "four heads in tiles of 16 rows";
}

}  // namespace
}  // namespace attnscope
