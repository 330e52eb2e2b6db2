// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// What flash_sm90_fp8.cu is told at launch and how it lays out shared memory. The host's copy of the
// parameters is in fp8_call.h: same fields, same order.
#pragma once

#include "flash/common/parameters.cuh"
#include "flash/common/work_item.cuh"
#include "tile/copy.cuh"
#include "tile/mbarrier.cuh"
#include "tile/panel_tile.cuh"
#include "tile/ring.cuh"
#include "tile/shared_tile.cuh"
#include "tile/tensor_copy.cuh"
#include "tile/value_tile.cuh"
#include "tile/warpgroup.cuh"

struct Fp8Parameters {
  TensorMap query;  // boxes: one panel of a query tile
  TensorMap key;    // … of a KV block
  TensorMap value;
  FlashParameters problem;
  const float* query_scales;  // what an e4m3 number stands for, for each head of each batch entry
  const float* key_scales;
  const float* value_scales;
  int kv_heads;
};

constexpr int consumers = BLOCK_M / warpgroup_rows;  // warpgroups that compute
constexpr int threads = (consumers + 1) * warpgroup_threads;
constexpr int transposing_warps = 3;

// Panels count 16-bit columns, which hold two numbers each.
using QueryTile = PanelTile<BLOCK_M, HEAD_DIM / 2>;
using KvTile = PanelTile<BLOCK_N, HEAD_DIM / 2>;
using TransposedTile = TransposedValueTile<BLOCK_N, HEAD_DIM>;
using Mask = TileMask<MASK, BLOCK_M, BLOCK_N>;

/// Addresses in shared memory: rings of Q, K, V and Vᵀ tiles; for each tile a pair of barriers (full: it is
/// there; free: all warps that read it are done); for each Q the work item that it belongs to and its scales;
/// for each V whether it is the end instead.
struct SharedLayout {
  uint32 base;

  /// Swizzled tiles want multiples of 1024 bytes; the launch has as much to spare.
  ATTNSCOPE_DEVICE explicit SharedLayout(const void* shared)
      : base((shared_address(shared) + 1023) & ~1023u) {}

  static constexpr uint32 key_tiles = QUERY_STAGES * QueryTile::bytes;
  static constexpr uint32 value_tiles = key_tiles + STAGES * KvTile::bytes;
  static constexpr uint32 transposed_tiles = value_tiles + VALUE_STAGES * KvTile::bytes;
  static constexpr uint32 words = transposed_tiles + STAGES * TransposedTile::bytes;

  ATTNSCOPE_DEVICE uint32 query(uint32 stage) const { return base + stage * QueryTile::bytes; }
  ATTNSCOPE_DEVICE uint32 key(uint32 stage) const { return base + key_tiles + stage * KvTile::bytes; }
  ATTNSCOPE_DEVICE uint32 value(uint32 stage) const { return base + value_tiles + stage * KvTile::bytes; }
  ATTNSCOPE_DEVICE uint32 transposed(uint32 stage) const {
    return base + transposed_tiles + stage * TransposedTile::bytes;
  }

  ATTNSCOPE_DEVICE uint32 query_full(uint32 stage) const { return word(stage); }
  ATTNSCOPE_DEVICE uint32 query_free(uint32 stage) const { return word(QUERY_STAGES + stage); }
  ATTNSCOPE_DEVICE uint32 work_item(uint32 stage) const { return word(2 * QUERY_STAGES + stage); }
  ATTNSCOPE_DEVICE uint32 scales(uint32 stage) const { return word(3 * QUERY_STAGES + stage); }
  ATTNSCOPE_DEVICE uint32 key_full(uint32 stage) const { return kv_word(stage); }
  ATTNSCOPE_DEVICE uint32 key_free(uint32 stage) const { return kv_word(STAGES + stage); }
  ATTNSCOPE_DEVICE uint32 transposed_full(uint32 stage) const { return kv_word(2 * STAGES + stage); }
  ATTNSCOPE_DEVICE uint32 transposed_free(uint32 stage) const { return kv_word(3 * STAGES + stage); }
  ATTNSCOPE_DEVICE uint32 value_full(uint32 stage) const { return kv_word(4 * STAGES + stage); }
  ATTNSCOPE_DEVICE uint32 value_free(uint32 stage) const {
    return kv_word(4 * STAGES + VALUE_STAGES + stage);
  }
  ATTNSCOPE_DEVICE uint32 value_end(uint32 stage) const {
    return kv_word(4 * STAGES + 2 * VALUE_STAGES + stage);
  }

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
      initialize_barrier(transposed_full(stage), transposing_warps);
      initialize_barrier(transposed_free(stage), consumer_warps);
    }
#pragma unroll
    for (uint32 stage = 0; stage < VALUE_STAGES; ++stage) {
      initialize_barrier(value_full(stage), 1);
      initialize_barrier(value_free(stage), transposing_warps);
      store_shared_pair(value_end(stage), 0);
    }
    publish_barriers();
  }

 private:
  ATTNSCOPE_DEVICE uint32 word(uint32 index) const {
    return base + words + index * barrier_bytes;
  }
  ATTNSCOPE_DEVICE uint32 kv_word(uint32 index) const {
    return word(4 * QUERY_STAGES + index);
  }
};
