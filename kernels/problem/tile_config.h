// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// How a tiled kernel cuts a problem up, and what that cut costs: tiles computed, partly masked and skipped.
#pragma once

#include <compare>
#include <cstdint>
#include <string>

#include "kernels/problem/problem.h"

namespace attnscope {

/// One CTA computes `block_m` query rows against KV blocks of `block_n` keys, `stages` deep in shared memory,
/// with `warps` warps. Where heads are packed, the rows of `packed_heads` neighbouring heads follow each
/// other query by query: row r of them is query r / packed_heads. Where keys are split, `kv_splits` CTAs
/// share out the KV blocks of one query tile.
struct TileConfig {
  std::int64_t block_m = 128;
  std::int64_t block_n = 64;
  int stages = 1;
  int warps = 4;
  bool persistent = false;  ///< grid = slots, each CTA loops over tiles
  int packed_heads = 1;     ///< query heads whose rows share tiles; divides those of one KV head
  int kv_splits = 1;        ///< work items that one query tile is cut into

  auto operator<=>(const TileConfig&) const = default;
};

/// Score tiles of one problem under one cut, summed over batch and query heads.
struct TileCounts {
  std::int64_t query_tiles = 0;    ///< query_tiles_of_all()
  std::int64_t full_tiles = 0;     ///< score tiles without any masked pair
  std::int64_t partial_tiles = 0;  ///< score tiles that straddle the mask or an end
  std::int64_t skipped_tiles = 0;  ///< score tiles that no query of the tile sees
  double unmasked_pairs = 0;       ///< query–key pairs that the mask lets through
  double computed_pairs = 0;       ///< score elements computed: (full + partial) · block_m · block_n

  /// Unmasked over computed score elements, 0 to 1; 0 where nothing is computed.
  double mask_density() const { return computed_pairs > 0 ? unmasked_pairs / computed_pairs : 0; }
};

/// Query tiles of one head, or of heads packed together.
std::int64_t query_tiles_of_head(const Problem& problem, const TileConfig& tile);

/// Query tiles of all (packed) heads and batch entries × KV splits.
std::int64_t query_tiles_of_all(const Problem& problem, const TileConfig& tile);

/// KV blocks [first, end) that query tile `tile` (0-based within one head, or heads packed together) must
/// visit.
KeyRange kv_blocks_of_query_tile(const Problem& problem, const TileConfig& tile, std::int64_t query_tile);

/// One row of a head's tile grid, in KV blocks: those that are computed, and those of them that the mask and
/// the ends leave whole. What is visited and not full is partial; what is not visited is skipped.
struct TileRow {
  KeyRange visited;
  KeyRange full;
};
TileRow tile_row(const Problem& problem, const TileConfig& tile, std::int64_t query_tile);

/// Query–key pairs of one tile that the mask lets through, of block_m · block_n.
std::int64_t unmasked_in_tile(const Problem& problem, const TileConfig& tile, std::int64_t query_tile,
                              std::int64_t kv_block);

/// Columns of a head's tile grid.
std::int64_t kv_blocks_of(const Problem& problem, const TileConfig& tile);

TileCounts count_tiles(const Problem& problem, const TileConfig& tile);

/// tiles / (waves × slots), 0 to 1: how full a uniform grid keeps the GPU. `slots` = SMs × CTAs per SM.
double wave_fill(std::int64_t tiles, std::int64_t slots);

/// Σ KV blocks / (slots × the busiest slot's KV blocks), 0 to 1, where each work item goes, in launch order,
/// to the slot that is free first: how evenly unequal tiles (causal, window) load the GPU.
double balance(const Problem& problem, const TileConfig& tile, std::int64_t slots);

std::string to_string(const TileConfig& tile);  ///< e.g. "128×64, 2 stages, 8 warps"

}  // namespace attnscope
