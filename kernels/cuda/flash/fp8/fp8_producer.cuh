// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// The producers of flash_sm90_fp8.cu: one thread that hands out work items and keeps the copy engine busy,
// and three warps that transpose V.
#pragma once

#include "flash/fp8/fp8_parameters.cuh"
#include "flash/hopper/work_counter.cuh"

class Loader {
 public:
  ATTNSCOPE_DEVICE Loader(const Fp8Parameters& parameters, const SharedLayout& shared)
      : parameters_(parameters), shared_(shared) {
    prefetch(parameters.query);
    prefetch(parameters.key);
    prefetch(parameters.value);
  }

  /// Query tiles and their KV blocks, last block first, until there are no work items left. K is one block
  /// ahead of V, across tiles, too, as it is in the consumers.
  ATTNSCOPE_DEVICE void run() {
    const FlashParameters& problem = parameters_.problem;
    uint32 item = blockIdx.x;
    while (item < problem.work_items) {
      // Asked for a tile ahead: the answer takes as long as a short tile.
      const uint32 next = next_work_item(problem.work_items);
      const WorkItem work(problem, item);
      const int first_row = work.query_tile * BLOCK_M;
      const Mask mask(problem, first_row);
      const int first_block = mask.first_block();
      int block = mask.end_block() - 1;
      if (block >= first_block) {
        const int kv_head = work.kv_head(problem);
        // With one buffer, Q has to wait until the last tile's is done with, and nothing else should.
        if (QUERY_STAGES == 2) load_query(item, work, kv_head, first_row);
        load_key(block, kv_head, work.batch);
        load_last_value();
        if (QUERY_STAGES == 1) load_query(item, work, kv_head, first_row);
        for (; block > first_block; --block) {
          load_key(block - 1, kv_head, work.batch);
          load_value(block, kv_head, work.batch);
        }
        last_block_ = first_block;
        last_kv_head_ = kv_head;
        last_batch_ = work.batch;
      }
      item = next;
    }
    load_last_value();
    wait(shared_.value_free(value_.stage), value_.phase ^ 1);
    store_shared_pair(shared_.value_end(value_.stage), 1);
    arrive(shared_.value_full(value_.stage));
    hand_out(item);
    arrive(shared_.query_full(query_.stage));
  }

 private:
  /// Waits until the consumers are done with what was in Q's buffer, and tells them the number of the next
  /// item.
  ATTNSCOPE_DEVICE void hand_out(uint32 item) const {
    wait(shared_.query_free(query_.stage), query_.phase ^ 1);
    store_shared_pair(shared_.work_item(query_.stage), item);
  }

  ATTNSCOPE_DEVICE void load_query(uint32 item, const WorkItem& work, int kv_head, int row) {
    const FlashParameters& problem = parameters_.problem;
    const int head = work.batch * problem.query_heads + work.head;
    const int batch_kv_head = work.batch * parameters_.kv_heads + kv_head;
    const float score_scale = parameters_.query_scales[head] * parameters_.key_scales[batch_kv_head];
    const float value_scale = parameters_.value_scales[batch_kv_head];
    hand_out(item);
    store_shared_pair(shared_.scales(query_.stage), __float_as_uint(score_scale * problem.scale_log2));
    store_shared_pair(shared_.scales(query_.stage) + 4, __float_as_uint(value_scale));
    const uint64 policy = pass_through_l2();
    const uint32 full = shared_.query_full(query_.stage);
    arrive_expecting(full, QueryTile::bytes);
#pragma unroll
    for (int panel = 0; panel < QueryTile::panels; ++panel)
      copy_box(shared_.query(query_.stage) + panel * QueryTile::panel_bytes, parameters_.query,
               panel * QueryTile::row_bytes, row, work.head, work.batch, full, policy);
    query_.advance();
  }

  ATTNSCOPE_DEVICE void load_key(int block, int kv_head, int batch) {
    load(parameters_.key, block, kv_head, batch, shared_.key(key_.stage), shared_.key_full(key_.stage),
         shared_.key_free(key_.stage), key_.phase);
    key_.advance();
  }
  ATTNSCOPE_DEVICE void load_value(int block, int kv_head, int batch) {
    load(parameters_.value, block, kv_head, batch, shared_.value(value_.stage),
         shared_.value_full(value_.stage), shared_.value_free(value_.stage), value_.phase);
    value_.advance();
  }
  /// The V that the last tile still lacks.
  ATTNSCOPE_DEVICE void load_last_value() {
    if (last_block_ >= 0) load_value(last_block_, last_kv_head_, last_batch_);
    last_block_ = -1;
  }

  ATTNSCOPE_DEVICE void load(const TensorMap& map, int block, int kv_head, int batch, uint32 tile,
                             uint32 full, uint32 free, uint32 phase) const {
    wait(free, phase ^ 1);
    arrive_expecting(full, KvTile::bytes);
    const uint64 policy = keep_in_l2();
#pragma unroll
    for (int panel = 0; panel < KvTile::panels; ++panel)
      copy_box(tile + panel * KvTile::panel_bytes, map, panel * KvTile::row_bytes, block * BLOCK_N, kv_head,
               batch, full, policy);
  }

  const Fp8Parameters& parameters_;
  const SharedLayout& shared_;
  RingPosition<QUERY_STAGES> query_;
  RingPosition<STAGES> key_;
  RingPosition<VALUE_STAGES> value_;
  int last_block_ = -1;
  int last_kv_head_ = 0;
  int last_batch_ = 0;
};

/// Vᵀ of V after V until the loader says that there are no more; by warp `warp` of those that do so.
ATTNSCOPE_DEVICE void transpose_values(const SharedLayout& shared, int warp) {
  const int lane = threadIdx.x % 32;
  RingPosition<VALUE_STAGES> value;
  RingPosition<STAGES> transposed;
#pragma unroll 1
  while (true) {
    wait(shared.value_full(value.stage), value.phase);
    if (load_shared_word(shared.value_end(value.stage)) != 0) break;
    wait(shared.transposed_free(transposed.stage), transposed.phase ^ 1);
    TransposedTile::transpose(shared.value(value.stage), shared.transposed(transposed.stage), warp,
                              transposing_warps, lane);
    publish_to_products();
    __syncwarp();
    if (lane == 0) {
      arrive(shared.value_free(value.stage));
      arrive(shared.transposed_full(transposed.stage));
    }
    value.advance();
    transposed.advance();
  }
}
