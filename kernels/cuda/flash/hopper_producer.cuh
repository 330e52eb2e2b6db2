// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// The producer of flash_sm90.cu: one thread that hands out work items and keeps the copy engine busy.
#pragma once

#include "flash/hopper_parameters.cuh"

/// Work items that were handed out beyond each CTA's first. Wraps to 0 with the launch's last request, which
/// makes it ready for the next launch.
__device__ uint32 items_handed_out;

ATTNSCOPE_DEVICE uint32 next_work_item(uint32 work_items) {
  uint32 before;
  asm volatile("atom.global.inc.u32 %0, [%1], %2;"
               : "=r"(before)
               : "l"(&items_handed_out), "r"(work_items - 1)
               : "memory");
  return gridDim.x + before;
}

class Producer {
 public:
  ATTNSCOPE_DEVICE Producer(const HopperParameters& parameters, const SharedLayout& shared)
      : parameters_(parameters), shared_(shared), keep_(keep_in_l2()) {
    prefetch(parameters.query);
    prefetch(parameters.key);
    prefetch(parameters.value);
  }

  /// Query tiles and their KV blocks, last block first, until there are no work items left.
  ATTNSCOPE_DEVICE void run() {
    const FlashParameters& problem = parameters_.problem;
    uint32 item = blockIdx.x;
    while (item < parameters_.work_items) {
      const WorkItem work(problem, item);
      const int first_row = work.query_tile * BLOCK_M;
      const Mask mask(problem, first_row);
      const int first_block = mask.first_block();
      int block = mask.end_block() - 1;
      kv_head_ = work.kv_head(problem);
      batch_ = work.batch;
      if (block < first_block) {
        hand_out(item);
        arrive(shared_.query_full());
        item = next_work_item(parameters_.work_items);
        continue;
      }
      // K first: its buffer is free before that of Q.
      load_key(block);
      hand_out(item);
      load_query(work.head, first_row);
      for (; block > first_block; --block) {
        load_key(block - 1);
        load_value(block);
      }
      item = next_work_item(parameters_.work_items);
      load_value(first_block);
    }
    hand_out(item);
    arrive(shared_.query_full());
  }

 private:
  /// Waits until the consumers are done with the last item's Q, and tells them the number of the next.
  ATTNSCOPE_DEVICE void hand_out(uint32 item) {
    wait(shared_.query_free(), query_phase_ ^ 1);
    query_phase_ ^= 1;
    store_shared_pair(shared_.work_item(), item);
  }

  ATTNSCOPE_DEVICE void load_query(int head, int row) const {
    const uint64 policy = pass_through_l2();
    arrive_expecting(shared_.query_full(), QueryTile::bytes);
#pragma unroll
    for (int panel = 0; panel < QueryTile::panels; ++panel)
      copy_box(shared_.query() + panel * QueryTile::panel_bytes, parameters_.query,
               panel * QueryTile::panel_columns, row, head, batch_, shared_.query_full(), policy);
  }

  ATTNSCOPE_DEVICE void load_key(int block) {
    load(parameters_.key, block, shared_.key(key_.stage), shared_.key_full(key_.stage),
         shared_.key_free(key_.stage), key_.phase);
    key_.advance();
  }
  ATTNSCOPE_DEVICE void load_value(int block) {
    load(parameters_.value, block, shared_.value(value_.stage), shared_.value_full(value_.stage),
         shared_.value_free(value_.stage), value_.phase);
    value_.advance();
  }

  ATTNSCOPE_DEVICE void load(const TensorMap& map, int block, uint32 tile, uint32 full, uint32 free,
                             uint32 phase) const {
    wait(free, phase ^ 1);
    arrive_expecting(full, KvTile::bytes);
#pragma unroll
    for (int panel = 0; panel < KvTile::panels; ++panel)
      copy_box(tile + panel * KvTile::panel_bytes, map, panel * KvTile::panel_columns, block * BLOCK_N,
               kv_head_, batch_, full, keep_);
  }

  const HopperParameters& parameters_;
  const SharedLayout& shared_;
  uint64 keep_;
  RingPosition key_;
  RingPosition value_;
  uint32 query_phase_ = 0;
  int kv_head_ = 0;
  int batch_ = 0;
};
