// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// What the 16-bit and the e4m3 form for Hopper have in common: who works in a CTA, and the rings of tiles in
// shared memory through which they pass their work on.
//
// As many CTAs as there are SMs, each with one producer warpgroup and BLOCK_M / 64 consumer warpgroups, go
// through query tiles, and each tile through the KV blocks of BLOCK_N keys that it sees. CLUSTER CTAs (1 or
// 2) share a tile: each computes BLOCK_M of its rows and brings its part of every KV block to all of them.
#pragma once

#include "flash/common/parameters.cuh"
#include "flash/common/work_item.cuh"
#include "tile/cluster.cuh"
#include "tile/copy.cuh"
#include "tile/mbarrier.cuh"
#include "tile/ring.cuh"
#include "tile/shared_tile.cuh"
#include "tile/tensor_copy.cuh"
#include "tile/warpgroup.cuh"

/// Q, K and V as the copy engine sees them.
struct TensorMaps {
  TensorMap query;  // boxes: one panel of a query tile
  TensorMap key;    // … of a KV block
  TensorMap value;
};

constexpr int consumers = BLOCK_M / warpgroup_rows;  // warpgroups that compute
constexpr int consumer_warps = consumers * 4;
constexpr int threads = (consumers + 1) * warpgroup_threads;

// All of an SM's registers: the producer needs few, the consumers get the rest.
constexpr int producer_registers = consumers == 2 ? 40 : 32;
constexpr int consumer_registers = consumers == 2 ? 232 : 160;

constexpr int tile_rows = CLUSTER * BLOCK_M;

using Mask = TileMask<MASK, tile_rows, BLOCK_N>;

/// This CTA's number among those that share a tile: its rows start at BLOCK_M times this number.
ATTNSCOPE_DEVICE int rank_in_tile() {
  if constexpr (CLUSTER == 1) {
    return 0;
  } else {
    return cluster_rank();
  }
}

/// Where a CTA's part of a tile is recorded: as parts of all heads and batch entries lie in memory, rows
/// beyond the last query left out.
struct RecordedPart {
  uint32 index;
  bool exists;

  ATTNSCOPE_DEVICE RecordedPart(const FlashParameters& problem, const WorkItem& work, int rank) {
    const uint32 parts = (problem.query_seqlen + BLOCK_M - 1) / BLOCK_M;
    const uint32 part = work.query_tile * CLUSTER + rank;
    index = (work.batch * problem.query_heads + work.head) * parts + part;
    exists = part < parts;
  }
};

/// All threads of the CTAs that share a tile wait for each other.
ATTNSCOPE_DEVICE void synchronize_tile() {
  if constexpr (CLUSTER == 1) {
    __syncthreads();
  } else {
    synchronize_cluster();
  }
}

/// The address of a product's operand: in a cluster, shared memory's addresses carry their CTA's number, for
/// which a descriptor has no room.
ATTNSCOPE_DEVICE uint32 operand(uint32 shared) {
  return CLUSTER == 1 ? shared : shared & 0xffffff;
}

/// The number of this thread's warp or warpgroup in the CTA: the same for all lanes, which the compiler does
/// not know of threadIdx.x / threads.
ATTNSCOPE_DEVICE uint32 uniform_index(int threads_each) {
  return __shfl_sync(~0u, threadIdx.x / threads_each, 0);
}

/// Addresses in shared memory: rings of Q, K and V tiles, as the products read them; for each tile a pair of
/// barriers (full: it is there; free: all consumer warps that read it are done with it, those of other CTAs,
/// too), and for each Q the work item that it belongs to. A form may have `staging_bytes` between K's and V's
/// tiles, more than these three words for each Q (`query_words`), and words behind all others.
template <typename Query, typename Kv, uint32 staging_bytes, uint32 query_words>
struct PipelineLayout {
  using QueryTile = Query;
  using KvTile = Kv;

  uint32 base;

  /// Swizzled tiles want multiples of 1024 bytes; the launch has as much to spare.
  ATTNSCOPE_DEVICE explicit PipelineLayout(const void* shared)
      : base((shared_address(shared) + 1023) & ~1023u) {}

  static constexpr uint32 key_tiles = QUERY_STAGES * QueryTile::bytes;
  static constexpr uint32 staging_tiles = key_tiles + STAGES * KvTile::bytes;
  static constexpr uint32 value_tiles = staging_tiles + staging_bytes;
  static constexpr uint32 words = value_tiles + STAGES * KvTile::bytes;

  ATTNSCOPE_DEVICE uint32 query(uint32 stage) const { return base + stage * QueryTile::bytes; }
  ATTNSCOPE_DEVICE uint32 key(uint32 stage) const { return base + key_tiles + stage * KvTile::bytes; }
  ATTNSCOPE_DEVICE uint32 value(uint32 stage) const { return base + value_tiles + stage * KvTile::bytes; }

  ATTNSCOPE_DEVICE uint32 query_full(uint32 stage) const { return word(stage); }
  ATTNSCOPE_DEVICE uint32 query_free(uint32 stage) const { return word(QUERY_STAGES + stage); }
  ATTNSCOPE_DEVICE uint32 work_item(uint32 stage) const { return word(2 * QUERY_STAGES + stage); }
  ATTNSCOPE_DEVICE uint32 key_full(uint32 stage) const { return kv_word(stage); }
  ATTNSCOPE_DEVICE uint32 key_free(uint32 stage) const { return kv_word(STAGES + stage); }
  ATTNSCOPE_DEVICE uint32 value_full(uint32 stage) const { return kv_word(2 * STAGES + stage); }
  ATTNSCOPE_DEVICE uint32 value_free(uint32 stage) const { return kv_word(3 * STAGES + stage); }

 protected:
  ATTNSCOPE_DEVICE uint32 word(uint32 index) const { return base + words + index * barrier_bytes; }
  ATTNSCOPE_DEVICE uint32 kv_word(uint32 index) const { return word(query_words * QUERY_STAGES + index); }

  /// `value_writers` arrivals make a V tile full.
  ATTNSCOPE_DEVICE void initialize_rings(uint32 value_writers) const {
#pragma unroll
    for (uint32 stage = 0; stage < QUERY_STAGES; ++stage) {
      initialize_barrier(query_full(stage), 1);
      initialize_barrier(query_free(stage), consumer_warps);
    }
#pragma unroll
    for (uint32 stage = 0; stage < STAGES; ++stage) {
      initialize_barrier(key_full(stage), 1);
      initialize_barrier(key_free(stage), CLUSTER * consumer_warps);
      initialize_barrier(value_full(stage), value_writers);
      initialize_barrier(value_free(stage), CLUSTER * consumer_warps);
    }
  }
};
