// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// The consumers of flash_sm90_fp8.cu: warpgroups that take 64 query rows each through the KV blocks of a
// tile.
#pragma once

#include "flash/fp8/fp8_parameters.cuh"
#include "flash/fp8/fp8_softmax.cuh"
#include "tile/copy.cuh"
#include "tile/record.cuh"
#include "tile/wgmma_e4m3.cuh"

/// A work item and how far it has got.
struct ConsumerTile {
  uint32 item;
  uint32 query_stage;
  float scale_log2;  // of its scores as the product gives them
  float value_scale;
  int first_row;
  int block;  // whose probabilities are next; blocks are taken from the last to the first
  int first_block;
  int first_partial_block;  // from here on, and in front of first_full_block, some scores are masked
  int first_full_block;
};

class Consumer {
 public:
  ATTNSCOPE_DEVICE Consumer(const Fp8Parameters& parameters, const SharedLayout& shared, int warpgroup)
      : problem_(parameters.problem),
        work_items_(parameters.problem.work_items),
        shared_(shared),
        warpgroup_(warpgroup),
        warpgroup_row_(warpgroup * warpgroup_rows),
        lane_(threadIdx.x % 32),
        row_(warpgroup * warpgroup_rows + threadIdx.x / 32 % 4 * 16 + lane_ / 4) {}

  /// Tile after tile: the first block's S = Q·Kᵀ and its softmax; then for each further block P·V of the one
  /// before and its own S, and its softmax. With two buffers for Q, the next block may be the next tile's
  /// first. The loops' form is that of hopper_consumer.cuh, for the same reason.
  ATTNSCOPE_DEVICE void run() {
    if (PING_PONG && warpgroup_ == consumers - 1) arrive_at_named_barrier(1, turn_threads);
    ConsumerTile tile;
    if (take(tile)) {
      clear();
      if constexpr (QUERY_STAGES == 1) {
        do {
          start(tile);
          while (tile.block > tile.first_block) step(tile);
          finish(tile);
        } while (take(tile));
      } else {
        start(tile);
        while (tile.block > tile.first_block) step(tile);
        for (ConsumerTile next; take(next); tile = next) {
          cross(tile, next);
          while (next.block > next.first_block) step(next);
        }
        finish(tile);
      }
    }
    // The last turn is taken by nobody; a barrier is to be left as it was found.
    if (PING_PONG && warpgroup_ == 0) wait_at_named_barrier(1, turn_threads);
  }

 private:
  static constexpr int output_groups = HEAD_DIM / 8;
  static constexpr int score_groups = BLOCK_N / 8;
  static constexpr int slice_groups = SLICE / 8;  // columns of the output that one product makes
  static constexpr int slices = HEAD_DIM / SLICE;
  // A narrower product than S in S's registers makes the assembler wait after each instruction.
  static constexpr bool shares_registers = !OVERLAP && SLICE == 128 && score_groups >= slice_groups;
  using Slice = FragmentC[slice_groups];
  static constexpr int turn_threads = 2 * warpgroup_threads;

  /// Waits for the next work item and its Q. False if there is none.
  ATTNSCOPE_DEVICE bool take(ConsumerTile& tile) {
    wait(shared_.query_full(query_.stage), query_.phase);
    tile.item = load_shared_word(shared_.work_item(query_.stage));
    tile.scale_log2 = __uint_as_float(load_shared_word(shared_.scales(query_.stage)));
    tile.value_scale = __uint_as_float(load_shared_word(shared_.scales(query_.stage) + 4));
    __syncwarp();
    if (tile.item >= work_items_) return false;
    tile.first_row = WorkItem(problem_, tile.item).query_tile * BLOCK_M;
    const Mask mask(problem_, tile.first_row);
    tile.block = mask.end_block() - 1;
    tile.first_block = mask.first_block();
    tile.first_partial_block = mask.first_partial_block(warpgroup_row_);
    tile.first_full_block = mask.first_full_block(min(warpgroup_row_ + warpgroup_rows - 1, mask.last_row));
    tile.query_stage = query_.stage;
    query_.advance();
    return true;
  }

  /// A tile's first block.
  ATTNSCOPE_DEVICE void start(const ConsumerTile& tile) {
    recorder_.start();
    start_query_key(tile);
    wait_for_products<0>();
    hold(scores_);
    release_key(tile);
    softmax_.restart();
    exponentiate(tile);
  }

  /// The next block of the tile.
  ATTNSCOPE_DEVICE void step(ConsumerTile& tile) {
    --tile.block;
    multiply(tile);
    wait_for_products<0>();
    hold(scores_);
    release_key(tile);
    exponentiate(tile);
  }

  /// The end of one tile and the first block of the next.
  ATTNSCOPE_DEVICE void cross(const ConsumerTile& tile, const ConsumerTile& next) {
    multiply(next);
    softmax_.finish();
    write_log_sum_exp(tile);
    write_output(tile);
    record(tile.item);
    recorder_.start();
    wait_for_products<0>();
    hold(scores_);
    release_key(next);
    softmax_.restart();
    exponentiate(next);
  }

  /// The end of a tile, whose last probabilities are there.
  ATTNSCOPE_DEVICE void finish(const ConsumerTile& tile) {
    wait(shared_.transposed_full(value_.stage), value_.phase);
#pragma unroll
    for (int slice = 0; slice < slices; ++slice) {
      start_probability_value(slice);
      wait_for_products<0>();
      hold(partial());
      add_to_output(slice);
    }
    release_value();
    softmax_.finish();
    write_log_sum_exp(tile);
    write_output(tile);
    record(tile.item);
  }

  /// O := factor · O + P·V of the block before, slice by slice, and starts S = Q·Kᵀ of `tile`'s block.
  ATTNSCOPE_DEVICE void multiply(const ConsumerTile& tile) {
    wait(shared_.transposed_full(value_.stage), value_.phase);
    if (PING_PONG) wait_at_named_barrier(1 + warpgroup_, turn_threads);
#pragma unroll
    for (int slice = 0; slice < slices; ++slice) {
      start_probability_value(slice);
      wait_for_products<0>();
      hold(partial());
      if (OVERLAP && slice == slices - 1) {
        start_query_key(tile);
        pass_turn();
        hold(partial());
      }
      add_to_output(slice);
    }
    if (!OVERLAP) {
      start_query_key(tile);
      pass_turn();
    }
    release_value();
  }

  ATTNSCOPE_DEVICE void pass_turn() const {
    if (PING_PONG) arrive_at_named_barrier(1 + (warpgroup_ + 1) % consumers, turn_threads);
  }

  /// P := softmax of the block's scores so far.
  ATTNSCOPE_DEVICE void exponentiate(const ConsumerTile& tile) {
    if (tile.block >= tile.first_partial_block || tile.block < tile.first_full_block)
      Mask(problem_, tile.first_row).apply(scores_, tile.block, row_, lane_);
    softmax_.update(scores_, probabilities_, tile.scale_log2);
  }

  /// S := Q·Kᵀ.
  ATTNSCOPE_DEVICE void start_query_key(const ConsumerTile& tile) {
    wait(shared_.key_full(key_.stage), key_.phase);
    const uint32 query = shared_.query(tile.query_stage) + warpgroup_row_ * QueryTile::row_bytes;
    const uint32 key = shared_.key(key_.stage);
    using Product = E4m3Product<BLOCK_N>;
    begin_products();
    Product::template multiply_transposed<0>(scores_, QueryTile::columns_descriptor(query, 0),
                                             KvTile::columns_descriptor(key, 0));
#pragma unroll
    for (int step = 1; step < HEAD_DIM / 32; ++step)
      Product::template multiply_transposed<1>(scores_, QueryTile::columns_descriptor(query, step),
                                               KvTile::columns_descriptor(key, step));
    commit_products();
  }

  /// P·V of a slice of the output. On its own: sums inside the tensor cores keep too few bits for more than a
  /// block.
  ATTNSCOPE_DEVICE void start_probability_value(int slice) {
    const uint32 value = shared_.transposed(value_.stage);
    using Product = E4m3Product<SLICE>;
    begin_products();
    Product::template multiply<0>(partial(), probabilities_[0],
                                  TransposedTile::descriptor(value, 0, slice * SLICE));
#pragma unroll
    for (int step = 1; step < BLOCK_N / 32; ++step)
      Product::template multiply<1>(partial(), probabilities_[step],
                                    TransposedTile::descriptor(value, step, slice * SLICE));
    commit_products();
  }

  /// Where a slice of P·V comes to lie: in S's registers, free by then, where that can be. The compiler would
  /// not find them.
  ATTNSCOPE_DEVICE Slice& partial() {
    return reinterpret_cast<Slice&>(shares_registers ? scores_[0] : partial_[0]);
  }

  ATTNSCOPE_DEVICE void add_to_output(int slice) {
#pragma unroll
    for (int n = 0; n < slice_groups; ++n)
#pragma unroll
      for (int i = 0; i < 4; ++i) {
        float& sum = output_[slice * slice_groups + n].at[i];
        sum = fmaf(sum, softmax_.factor(i / 2), partial()[n].at[i]);
      }
  }

  /// A tile's first factors are 0, which wants finite numbers.
  ATTNSCOPE_DEVICE void clear() {
#pragma unroll
    for (int d = 0; d < output_groups; ++d) output_[d] = {};
  }

  ATTNSCOPE_DEVICE void release(uint32 barrier) const {
    if (lane_ == 0) arrive(barrier);
  }
  /// K after its product with Q, and Q after its product with the tile's last K.
  ATTNSCOPE_DEVICE void release_key(const ConsumerTile& tile) {
    release(shared_.key_free(key_.stage));
    key_.advance();
    if (tile.block == tile.first_block) release(shared_.query_free(tile.query_stage));
  }
  ATTNSCOPE_DEVICE void release_value() {
    release(shared_.transposed_free(value_.stage));
    value_.advance();
  }

  ATTNSCOPE_DEVICE void record(uint32 item) const {
    const int recording_thread = (consumers - 1) * warpgroup_threads;
    recorder_.finish(problem_.records, WorkItem(problem_, item).index, threadIdx.x == recording_thread);
  }

  /// Where an item's output lies, computed when it is needed: the compiler would do it early, and has no
  /// registers to keep it in.
  ATTNSCOPE_DEVICE WorkItem located(uint32 item) const {
    asm volatile("" : "+r"(item)::"memory");
    return WorkItem(problem_, item);
  }

  ATTNSCOPE_DEVICE void write_log_sum_exp(const ConsumerTile& tile) const {
    if (problem_.log_sum_exp == nullptr || lane_ % 4 != 0) return;
    const WorkItem work = located(tile.item);
    const int row = work.query_tile * BLOCK_M + row_;
    float* const first = problem_.log_sum_exp + work.log_sum_exp_offset(problem_, row);
#pragma unroll
    for (int half = 0; half < 2; ++half)
      if (row + half * 8 < problem_.query_seqlen)
        first[half * 8] = softmax_.log_sum_exp(half, tile.scale_log2);
  }

  /// Normalises the rows and writes them. Of each 16 columns a lane holds 4t to 4t + 3, in the order in which
  /// the rows of Vᵀ stand.
  ATTNSCOPE_DEVICE void write_output(const ConsumerTile& tile) const {
    const WorkItem work = located(tile.item);
#pragma unroll
    for (int half = 0; half < 2; ++half) {
      const int row = work.query_tile * BLOCK_M + row_ + half * 8;
      if (row >= problem_.query_seqlen) continue;
      const float normalizer = softmax_.normalizer(half) * tile.value_scale;
      uint16* const first = problem_.output + work.query_offset(problem_, row) + lane_ % 4 * 4;
#pragma unroll
      for (int d = 0; d < output_groups; d += 2) {
        const float* const even = output_[d].at + half * 2;
        const float* const odd = output_[d + 1].at + half * 2;
        store_words(first + d * 8, pack_pair<ELEMENT>(even[0] * normalizer, odd[0] * normalizer),
                    pack_pair<ELEMENT>(even[1] * normalizer, odd[1] * normalizer));
      }
    }
  }

  const FlashParameters& problem_;
  const uint32 work_items_;
  const SharedLayout& shared_;
  const int warpgroup_;
  const int warpgroup_row_;
  const int lane_;
  const int row_;  // of this lane within the tile; its other one is 8 further down
  RingPosition<QUERY_STAGES> query_;
  RingPosition<STAGES> key_;
  RingPosition<STAGES> value_;
  FragmentC scores_[score_groups];
  FragmentA probabilities_[BLOCK_N / 32];
  FragmentC partial_[slice_groups];
  FragmentC output_[output_groups];
  Fp8Softmax softmax_;
  ItemRecorder recorder_;
};
