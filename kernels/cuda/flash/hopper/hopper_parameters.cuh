// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// What flash_sm90.cu is told at launch and how it lays out shared memory. The host's copy of the parameters
// is in hopper_call.h: same fields, same order.
#pragma once

#include "flash/common/parameters.cuh"
#include "flash/common/work_item.cuh"
#include "tile/mbarrier.cuh"
#include "tile/panel_tile.cuh"
#include "tile/ring.cuh"
#include "tile/shared_tile.cuh"
#include "tile/tensor_copy.cuh"
#include "tile/warpgroup.cuh"

struct HopperParameters {
  TensorMap query;  // boxes: one panel of a query tile
  TensorMap key;    // … of a KV block
  TensorMap value;
  FlashParameters problem;
};

constexpr int consumers = BLOCK_M / warpgroup_rows;  // warpgroups that compute
constexpr int threads = (consumers + 1) * warpgroup_threads;

using QueryTile = PanelTile<BLOCK_M, HEAD_DIM>;
using KvTile = PanelTile<BLOCK_N, HEAD_DIM>;
using Mask = TileMask<MASK, BLOCK_M, BLOCK_N>;

/// Addresses in shared memory: rings of Q, K and V tiles, for each tile a pair of barriers (full: bytes are
/// there; free: all consumer warps are done with them), and for each Q the work item that it belongs to.
struct SharedLayout {
  uint32 base;

  /// Swizzled tiles want multiples of 1024 bytes; the launch has as much to spare.
  ATTNSCOPE_DEVICE explicit SharedLayout(const void* shared)
      : base((shared_address(shared) + 1023) & ~1023u) {}

  static constexpr uint32 key_tiles = QUERY_STAGES * QueryTile::bytes;
  static constexpr uint32 value_tiles = key_tiles + STAGES * KvTile::bytes;
  static constexpr uint32 barriers = value_tiles + STAGES * KvTile::bytes;

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

  /// By one thread, before the others go on.
  ATTNSCOPE_DEVICE void initialize_barriers() const {
    constexpr uint32 consumer_warps = consumers * 4;
#pragma unroll
    for (uint32 stage = 0; stage < QUERY_STAGES; ++stage) {
      initialize_barrier(query_full(stage), 1);
      initialize_barrier(query_free(stage), consumer_warps);
    }
#pragma unroll
    for (uint32 stage = 0; stage < STAGES; ++stage) {
      initialize_barrier(key_full(stage), 1);
      initialize_barrier(key_free(stage), consumer_warps);
      initialize_barrier(value_full(stage), 1);
      initialize_barrier(value_free(stage), consumer_warps);
    }
    publish_barriers();
  }

 private:
  ATTNSCOPE_DEVICE uint32 word(uint32 index) const {
    return base + barriers + index * barrier_bytes;
  }
  ATTNSCOPE_DEVICE uint32 kv_word(uint32 index) const {
    return word(3 * QUERY_STAGES + index);
  }
};
