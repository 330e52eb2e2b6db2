// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/cuda/flash/decode/decode_tile.h"

#include <algorithm>
#include <limits>

namespace attnscope {
namespace {

constexpr std::int64_t bytes_of_element = 2;
constexpr std::int64_t bytes_of_float = 4;

// When low tiles and split keys are the better choice, measured on an H100 (gpu_decode_bench crossover).
// Reading K and V takes longer than all else up to so many rows …
constexpr std::int64_t rows_bound_by_memory = 32;
// … beyond, the time of the products decides: that of low tiles, spread evenly by splitting, against that of
// tall ones in whole rounds of the GPU, where the keys are many enough to be worth a split and a merge.
constexpr std::int64_t most_packed_rows = 1024;
constexpr std::int64_t keys_for_each_row = 8;
constexpr std::int64_t rows_of_tall_tile = 128;
constexpr double time_of_low_tile = 0.57;  // of a tall one's

/// As most_split_tiles in flash_decode.cu.
constexpr std::int64_t most_split_tiles = 4096;

std::int64_t ceil_of(std::int64_t dividend, std::int64_t divisor) {
  return (dividend + divisor - 1) / divisor;
}

std::int64_t row_tiles(const Problem& problem, const TileConfig& cut) {
  return query_tiles_of_head(problem, cut) * problem.kv_heads * problem.batch;
}

/// Keys of one warp's stage: about 8 KB of K and V, in whole pieces of an mma.
std::int64_t keys_of_warp(int head_dim) {
  if (head_dim <= 32) return 64;
  return head_dim <= 64 ? 32 : 16;
}

constexpr int fewest_stages = 2;

/// Stages with which an SM holds as many of the tile's CTAs as it asks for, four at most.
int stages_that_fit(FlashTile tile, std::int64_t limit) {
  // An SM has a kilobyte more than one CTA may take, and keeps one for each.
  constexpr std::int64_t kilobyte = 1024;
  for (tile.cut.stages = 4; tile.cut.stages >= fewest_stages; --tile.cut.stages)
    if (tile.ctas_per_sm * (decode_shared_bytes(tile) + kilobyte) <= limit + kilobyte) break;
  return tile.cut.stages;
}

/// The KV blocks of the longest row tile.
std::int64_t longest_blocks(const Problem& problem, const TileConfig& cut) {
  std::int64_t longest = 0;
  for (std::int64_t tile = 0; tile < query_tiles_of_head(problem, cut); ++tile) {
    const KeyRange blocks = kv_blocks_of_query_tile(problem, cut, tile);
    longest = std::max(longest, blocks.end - blocks.first);
  }
  return longest;
}

/// Rows of a tile: two groups of 16 rows' accumulators find room in the registers up to head dim 128.
int rows_of_low_tile(const Problem& problem) {
  return packed_rows(problem) > 16 && padded_head_dim(FlashForm::decode, problem.head_dim) <= 128 ? 32 : 16;
}

/// The number of splits with which the call should end first; the smallest of several. Times are in units of
/// what one SM's share of the memory bandwidth takes over a KV block, and were measured on an H100.
int choose_splits(const Problem& problem, const FlashTile& tile, std::int64_t multiprocessors) {
  const std::int64_t heads = problem.kv_heads * problem.batch;
  const std::int64_t tiles = row_tiles(problem, tile.cut);
  const std::int64_t blocks = longest_blocks(problem, tile.cut);
  if (tiles > most_split_tiles || blocks == 0) return 1;
  const std::int64_t slots = multiprocessors * tile.ctas_per_sm;
  const double reading = static_cast<double>(heads * blocks) / static_cast<double>(multiprocessors);
  double shortest = std::numeric_limits<double>::max();
  int best = 1;
  const std::int64_t most = std::min(ceil_of(2 * slots, tiles), blocks);
  for (int splits = 1; splits <= most; ++splits) {
    const std::int64_t blocks_of_split = ceil_of(blocks, splits);
    const std::int64_t waves = ceil_of(tiles * splits, slots);
    // One SM can draw a little more than its share.
    const double busiest_sm =
        static_cast<double>(ceil_of(heads * splits, multiprocessors) * blocks_of_split) / 1.25;
    const double products = 0.75 * static_cast<double>(waves * blocks_of_split);
    const double starts = 2.0 * static_cast<double>(waves);
    // The last CTA reads the others' fp32 rows: 64 of them weigh as much as a block.
    const double merge = splits == 1 ? 0 : 1 + static_cast<double>(rows_of_tile(problem, tile) * splits) / 64;
    const double time = std::max({reading, busiest_sm, products}) + starts + merge;
    if (time >= shortest) continue;
    shortest = time;
    best = splits;
  }
  return best;
}

}  // namespace

bool is_decode(const Problem& problem, ComputeCapability capability, std::int64_t multiprocessors) {
  if (capability < ComputeCapability{8, 0}) return false;
  if (problem.dtype != Dtype::fp16 && problem.dtype != Dtype::bf16) return false;
  const std::int64_t rows = packed_rows(problem);
  if (rows <= rows_bound_by_memory) return true;
  if (rows > most_packed_rows || problem.kv_seqlen < keys_for_each_row * rows) return false;
  const std::int64_t low_tiles = ceil_of(rows, rows_of_low_tile(problem)) * problem.kv_heads * problem.batch;
  const std::int64_t tall_tiles =
      ceil_of(problem.query_seqlen, rows_of_tall_tile) * problem.query_heads * problem.batch;
  return static_cast<double>(low_tiles) * time_of_low_tile <
         static_cast<double>(ceil_of(tall_tiles, multiprocessors) * multiprocessors);
}

FlashTile decode_tile(const Problem& problem, ComputeCapability capability, std::int64_t multiprocessors) {
  FlashTile tile;
  tile.head_dim = padded_head_dim(FlashForm::decode, problem.head_dim);
  tile.cut.block_m = rows_of_low_tile(problem);
  tile.cut.packed_heads = static_cast<int>(problem.query_heads / problem.kv_heads);

  // Two CTAs an SM, so that one's start and end lie beside the other's stream, unless that leaves no room.
  const std::int64_t limit = shared_bytes_limit(capability);
  for (const auto& [warps, ctas] : {std::pair{4, 2}, std::pair{4, 1}, std::pair{2, 1}}) {
    tile.cut.warps = warps;
    tile.ctas_per_sm = ctas;
    tile.cut.block_n = warps * keys_of_warp(tile.head_dim);
    tile.cut.stages = stages_that_fit(tile, limit);
    if (tile.cut.stages >= fewest_stages) break;
  }
  tile.cut.kv_splits = choose_splits(problem, tile, multiprocessors);
  return tile;
}

std::int64_t decode_shared_bytes(const FlashTile& tile) {
  const std::int64_t keys = tile.cut.block_n / tile.cut.warps;
  const std::int64_t ring = std::int64_t{2} * tile.cut.stages * keys * tile.head_dim * bytes_of_element;
  // The warps' results take the rings' place: rows padded by eight columns, and their sums.
  const std::int64_t results = tile.cut.block_m * (tile.head_dim + 9) * bytes_of_float;
  return tile.cut.block_m * tile.head_dim * bytes_of_element + tile.cut.warps * std::max(ring, results);
}

DecodeScratch decode_scratch(const Problem& problem, const FlashTile& tile) {
  if (tile.cut.kv_splits == 1) return {};
  const std::int64_t rows = row_tiles(problem, tile.cut) * tile.cut.kv_splits * rows_of_tile(problem, tile);
  return {static_cast<std::uint64_t>(rows * tile.head_dim * bytes_of_float),
          static_cast<std::uint64_t>(rows * bytes_of_float)};
}

std::int64_t packed_rows(const Problem& problem) {
  return problem.query_seqlen * (problem.query_heads / problem.kv_heads);
}

std::int64_t rows_of_tile(const Problem& problem, const FlashTile& tile) {
  return std::min(tile.cut.block_m, packed_rows(problem));
}

}  // namespace attnscope
