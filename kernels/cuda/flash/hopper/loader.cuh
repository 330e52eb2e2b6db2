// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// The producer of Hopper's forms: one thread that hands out work items and keeps the copy engine busy.
#pragma once

#include "flash/hopper/pipeline.cuh"
#include "flash/hopper/work_counter.cuh"

/// `Form` is HopperForm or Fp8Form: its parameters and layout, where V is loaded to (LoadedValue), elements
/// in a panel's row, what a work item comes with (ItemWords), and what V's end looks like.
template <typename Form>
class Loader {
  using Parameters = typename Form::Parameters;
  using Layout = typename Form::Layout;

 public:
  ATTNSCOPE_DEVICE Loader(const Parameters& parameters, const Layout& shared)
      : parameters_(parameters), shared_(shared) {
    prefetch(parameters.tensors.query);
    prefetch(parameters.tensors.key);
    prefetch(parameters.tensors.value);
  }

  /// Query tiles and their KV blocks, last block first, until there are no work items left. K is one block
  /// ahead of V, across tiles, too, as it is in the consumers.
  ATTNSCOPE_DEVICE void run() {
    const FlashParameters& problem = parameters_.problem;
    uint32 item = CLUSTER == 1 ? blockIdx.x : cluster_index();
    while (item < problem.work_items) {
      const WorkItem work(problem, item);
      const int first_row = work.query_tile * tile_rows;
      const Mask mask(problem, first_row);
      const int first_block = mask.first_block();
      int block = mask.end_block() - 1;
      // The answer takes as long as a block. Asked for any earlier, items would start in another order than
      // they are handed out in, and what the CTAs read at a time would be more of K and V than the L2 holds.
      uint32 next = 0;
      if (block <= first_block) next = next_item();
      if (block >= first_block) {
        const int kv_head = work.kv_head(problem);
        // With one buffer, Q has to wait until the last tile's is done with, and nothing else should.
        if (QUERY_STAGES == 2) load_query(item, work, kv_head, first_row);
        load_key(block, kv_head, work.batch);
        load_last_value();
        if (QUERY_STAGES == 1) load_query(item, work, kv_head, first_row);
        for (; block > first_block; --block) {
          if (block == first_block + 1) next = next_item();
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
    Form::end_values(shared_, value_);
    hand_out(item);
    arrive(shared_.query_full(query_.stage));
  }

 private:
  /// The first CTA of a cluster asks for both.
  ATTNSCOPE_DEVICE uint32 next_item() {
    if constexpr (CLUSTER == 1) {
      return next_work_item(parameters_.problem.work_items, gridDim.x);
    } else {
      uint32 item;
      if (rank_ == 0) {
        item = next_work_item(parameters_.problem.work_items, cluster_count());
        wait(shared_.next_free(), next_phase_ ^ 1);
        store_word_in_cta(address_in_cta(shared_.next_item(), 1), item,
                          address_in_cta(shared_.next_full(), 1));
      } else {
        arrive_expecting(shared_.next_full(), 4);
        wait(shared_.next_full(), next_phase_);
        item = load_shared_word(shared_.next_item());
        arrive_in_cta(address_in_cta(shared_.next_free(), 0));
      }
      next_phase_ ^= 1;
      return item;
    }
  }

  /// Waits until the consumers are done with what was in Q's buffer, and tells them the number of the next
  /// item.
  ATTNSCOPE_DEVICE void hand_out(uint32 item) const {
    wait(shared_.query_free(query_.stage), query_.phase ^ 1);
    store_shared_pair(shared_.work_item(query_.stage), item);
  }

  ATTNSCOPE_DEVICE void load_query(uint32 item, const WorkItem& work, int kv_head, int row) {
    using Tile = typename Layout::QueryTile;
    const typename Form::ItemWords words(parameters_, work, kv_head);
    hand_out(item);
    words.store(parameters_, shared_, query_.stage);
    const uint64 policy = pass_through_l2();
    const uint32 full = shared_.query_full(query_.stage);
    arrive_expecting(full, Tile::bytes);
#pragma unroll
    for (int panel = 0; panel < Tile::panels; ++panel)
      copy_box(shared_.query(query_.stage) + panel * Tile::panel_bytes, parameters_.tensors.query,
               panel * Form::panel_elements, row + rank_ * BLOCK_M, work.head, work.batch, full, policy);
    query_.advance();
  }

  ATTNSCOPE_DEVICE void load_key(int block, int kv_head, int batch) {
    load(parameters_.tensors.key, block, kv_head, batch, shared_.key(key_.stage),
         shared_.key_full(key_.stage), shared_.key_free(key_.stage), key_.phase);
    key_.advance();
  }
  ATTNSCOPE_DEVICE void load_value(int block, int kv_head, int batch) {
    load(parameters_.tensors.value, block, kv_head, batch, shared_.loaded_value(value_.stage),
         shared_.loaded_value_full(value_.stage), shared_.loaded_value_free(value_.stage), value_.phase);
    value_.advance();
  }
  /// The V that the last tile still lacks.
  ATTNSCOPE_DEVICE void load_last_value() {
    if (last_block_ >= 0) load_value(last_block_, last_kv_head_, last_batch_);
    last_block_ = -1;
  }

  ATTNSCOPE_DEVICE void load(const TensorMap& map, int block, int kv_head, int batch, uint32 tile,
                             uint32 full, uint32 free, uint32 phase) const {
    using Tile = typename Layout::KvTile;
    wait(free, phase ^ 1);
    arrive_expecting(full, Tile::bytes);
    const uint64 policy = keep_in_l2();
    constexpr int rows = BLOCK_N / CLUSTER;
    const int first_row = rank_ * rows;
#pragma unroll
    for (int panel = 0; panel < Tile::panels; ++panel) {
      const uint32 place = tile + panel * Tile::panel_bytes + first_row * Tile::row_bytes;
      const int row = block * BLOCK_N + first_row;
      if constexpr (CLUSTER == 1) {
        copy_box(place, map, panel * Form::panel_elements, row, kv_head, batch, full, policy);
      } else {
        copy_box_to_ctas(place, map, panel * Form::panel_elements, row, kv_head, batch, full, 3, policy);
      }
    }
  }

  const Parameters& parameters_;
  const Layout& shared_;
  const int rank_ = rank_in_tile();
  uint32 next_phase_ = 0;
  RingPosition<QUERY_STAGES> query_;
  RingPosition<STAGES> key_;
  typename Form::LoadedValue value_;
  int last_block_ = -1;
  int last_kv_head_ = 0;
  int last_batch_ = 0;
};
