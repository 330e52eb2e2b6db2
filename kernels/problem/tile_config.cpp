// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/problem/tile_config.h"

#include <algorithm>
#include <functional>
#include <queue>
#include <vector>

#include "kernels/problem/cost.h"

namespace attnscope {
namespace {

std::int64_t ceil_div(std::int64_t dividend, std::int64_t divisor) {
  return (dividend + divisor - 1) / divisor;
}

/// Keys that every query of [first, last] sees: what makes a tile full.
KeyRange keys_seen_by_all(const Problem& problem, std::int64_t first, std::int64_t last) {
  const KeyRange top = visible_keys(problem, first);
  const KeyRange bottom = visible_keys(problem, last);
  return KeyRange{std::max(top.first, bottom.first), std::min(top.end, bottom.end)};
}

/// Keys that at least one query of [first, last] sees. Both ends of the range move down with the query, so
/// the union of the outermost non-empty rows is the union of all.
KeyRange keys_seen_by_any(const Problem& problem, std::int64_t first, std::int64_t last) {
  while (first < last && visible_keys(problem, first).empty()) ++first;
  while (last > first && visible_keys(problem, last).empty()) --last;
  return KeyRange{visible_keys(problem, first).first, visible_keys(problem, last).end};
}

std::int64_t packed_heads_of_all(const Problem& problem, const TileConfig& tile) {
  return problem.batch * problem.query_heads / tile.packed_heads;
}

}  // namespace

std::int64_t query_tiles_of_head(const Problem& problem, const TileConfig& tile) {
  return ceil_div(problem.query_seqlen * tile.packed_heads, tile.block_m);
}

std::int64_t query_tiles_of_all(const Problem& problem, const TileConfig& tile) {
  return query_tiles_of_head(problem, tile) * packed_heads_of_all(problem, tile) * tile.kv_splits;
}

KeyRange kv_blocks_of_query_tile(const Problem& problem, const TileConfig& tile, std::int64_t query_tile) {
  const std::int64_t rows = problem.query_seqlen * tile.packed_heads;
  const std::int64_t first_row = query_tile * tile.block_m;
  const std::int64_t first = first_row / tile.packed_heads;
  const std::int64_t last = (std::min(first_row + tile.block_m, rows) - 1) / tile.packed_heads;
  const KeyRange keys = keys_seen_by_any(problem, first, last);
  if (keys.empty()) return KeyRange{0, 0};
  return KeyRange{keys.first / tile.block_n, ceil_div(keys.end, tile.block_n)};
}

TileRow tile_row(const Problem& problem, const TileConfig& tile, std::int64_t query_tile) {
  TileRow row{kv_blocks_of_query_tile(problem, tile, query_tile), {0, 0}};
  const std::int64_t first = query_tile * tile.block_m / tile.packed_heads;
  const std::int64_t last = ((query_tile + 1) * tile.block_m - 1) / tile.packed_heads;
  if (last >= problem.query_seqlen) return row;
  const KeyRange keys = keys_seen_by_all(problem, first, last);
  if (keys.empty()) return row;
  const KeyRange full{ceil_div(keys.first, tile.block_n), keys.end / tile.block_n};
  if (!full.empty()) row.full = full;
  return row;
}

std::int64_t unmasked_in_tile(const Problem& problem, const TileConfig& tile, std::int64_t query_tile,
                              std::int64_t kv_block) {
  const std::int64_t first_row = query_tile * tile.block_m;
  const std::int64_t end_row = std::min(first_row + tile.block_m, problem.query_seqlen * tile.packed_heads);
  const KeyRange block{kv_block * tile.block_n, (kv_block + 1) * tile.block_n};
  std::int64_t pairs = 0;
  for (std::int64_t row = first_row; row < end_row; ++row) {
    const KeyRange keys = visible_keys(problem, row / tile.packed_heads);
    pairs += std::max<std::int64_t>(std::min(keys.end, block.end) - std::max(keys.first, block.first), 0);
  }
  return pairs;
}

std::int64_t kv_blocks_of(const Problem& problem, const TileConfig& tile) {
  return ceil_div(problem.kv_seqlen, tile.block_n);
}

TileCounts count_tiles(const Problem& problem, const TileConfig& tile) {
  TileCounts counts;
  const std::int64_t heads = packed_heads_of_all(problem, tile);
  const std::int64_t query_tiles = query_tiles_of_head(problem, tile);
  const std::int64_t kv_tiles = kv_blocks_of(problem, tile);
  for (std::int64_t query_tile = 0; query_tile < query_tiles; ++query_tile) {
    const TileRow row = tile_row(problem, tile, query_tile);
    const std::int64_t full = row.full.end - row.full.first;
    const std::int64_t visited = row.visited.end - row.visited.first;
    counts.full_tiles += full;
    counts.partial_tiles += visited - full;
    counts.skipped_tiles += kv_tiles - visited;
  }
  counts.query_tiles = query_tiles_of_all(problem, tile);
  counts.full_tiles *= heads;
  counts.partial_tiles *= heads;
  counts.skipped_tiles *= heads;
  counts.unmasked_pairs = unmasked_pairs(problem);
  counts.computed_pairs = static_cast<double>(counts.full_tiles + counts.partial_tiles) *
                          static_cast<double>(tile.block_m) * static_cast<double>(tile.block_n);
  return counts;
}

double wave_fill(std::int64_t tiles, std::int64_t slots) {
  if (tiles <= 0 || slots <= 0) return 0;
  return static_cast<double>(tiles) / static_cast<double>(ceil_div(tiles, slots) * slots);
}

double balance(const Problem& problem, const TileConfig& tile, std::int64_t slots) {
  if (slots <= 0) return 0;
  const std::int64_t query_tiles = query_tiles_of_head(problem, tile);
  const std::int64_t items = packed_heads_of_all(problem, tile) * tile.kv_splits;
  std::priority_queue<std::int64_t, std::vector<std::int64_t>, std::greater<>> slot_load;
  for (std::int64_t slot = 0; slot < slots; ++slot) slot_load.push(0);
  double total = 0;
  std::int64_t busiest = 0;
  // Longest tiles first where causal: the order in which the kernels walk them.
  for (std::int64_t index = 0; index < query_tiles; ++index) {
    const std::int64_t query_tile = problem.causal ? query_tiles - 1 - index : index;
    const KeyRange blocks = kv_blocks_of_query_tile(problem, tile, query_tile);
    const std::int64_t count = blocks.end - blocks.first;
    for (std::int64_t item = 0; item < items; ++item) {
      // The first splits of a tile take the blocks that are left over.
      const bool longer = item % tile.kv_splits < count % tile.kv_splits;
      const std::int64_t own = count / tile.kv_splits + (longer ? 1 : 0);
      const std::int64_t load = slot_load.top() + own;
      slot_load.pop();
      slot_load.push(load);
      total += static_cast<double>(own);
      busiest = std::max(busiest, load);
    }
  }
  return busiest > 0 ? total / (static_cast<double>(slots) * static_cast<double>(busiest)) : 0;
}

std::string to_string(const TileConfig& tile) {
  return std::to_string(tile.block_m) + "×" + std::to_string(tile.block_n) + ", " +
         std::to_string(tile.stages) + (tile.stages == 1 ? " stage, " : " stages, ") +
         std::to_string(tile.warps) + " warps" +
         (tile.packed_heads > 1 ? ", " + std::to_string(tile.packed_heads) + " heads packed" : "") +
         (tile.kv_splits > 1 ? ", keys split in " + std::to_string(tile.kv_splits) : "");
}

}  // namespace attnscope
