// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// The consumers of flash_sm90.cu: warpgroups that take 64 query rows each through the KV blocks of a tile.
#pragma once

#include "flash/common/score.cuh"
#include "flash/hopper/hopper_parameters.cuh"
#include "flash/hopper/warpgroup_softmax.cuh"
#include "tile/copy.cuh"
#include "tile/record.cuh"
#include "tile/wgmma.cuh"

/// A work item and how far it has got.
struct ConsumerTile {
  uint32 item;
  uint32 query_stage;
  int first_row;
  int block;  // whose probabilities are next; blocks are taken from the last to the first
  int first_block;
  int first_partial_block;  // from here on, and in front of first_full_block, some scores are masked
  int first_full_block;
  HeadScores head;  // last: elsewhere it would change the machine code of variants that make no use of it
};

class Consumer {
 public:
  ATTNSCOPE_DEVICE Consumer(const HopperParameters& parameters, const SharedLayout& shared, int warpgroup)
      : problem_(parameters.problem),
        work_items_(parameters.problem.work_items),
        shared_(shared),
        warpgroup_(warpgroup),
        warpgroup_row_(warpgroup * warpgroup_rows),
        lane_(threadIdx.x % 32),
        row_(warpgroup * warpgroup_rows + threadIdx.x / 32 % 4 * 16 + lane_ / 4) {}

  /// Tile after tile. The first block's S = Q·Kᵀ stands alone; from then on the next block's S is computed
  /// together with this one's O += P·V, and the next one's softmax while that is under way. With two buffers
  /// for Q, the next block may be the next tile's first.
  ///
  /// The loops ask before their first round, and a second time below: in this form the compiler sees that all
  /// lanes go the same way, and keeps buffers' addresses in uniform registers, where the products want them.
  ATTNSCOPE_DEVICE void run() {
    if (PING_PONG && warpgroup_ == consumers - 1) arrive_at_named_barrier(1, turn_threads);
    ConsumerTile tile;
    if (take(tile)) {
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
  static constexpr int turn_threads = 2 * warpgroup_threads;
  using Scores = FragmentC[score_groups];
  using Output = FragmentC[output_groups];
  using Probabilities = FragmentA[BLOCK_N / 16];

  /// Waits for the next work item and its Q. False if there is none.
  ATTNSCOPE_DEVICE bool take(ConsumerTile& tile) {
    wait(shared_.query_full(query_.stage), query_.phase);
    tile.item = load_shared_word(shared_.work_item(query_.stage));
    __syncwarp();
    if (tile.item >= work_items_) return false;
    tile.first_row = WorkItem(problem_, tile.item).query_tile * BLOCK_M;
    tile.head.locate(problem_, WorkItem(problem_, tile.item));
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
    clear(output_);
    recorder_.start();
    wait(shared_.key_full(key_.stage), key_.phase);
    begin_products();
    start_query_key(tile);
    wait_for_products<0>();
    hold(scores_);
    release_key(tile);
    change_scores(tile);
    softmax_.begin(scores_, problem_.scale_log2);
    drop(tile);
    round();
  }

  /// The next block of the tile.
  ATTNSCOPE_DEVICE void step(ConsumerTile& tile) {
    --tile.block;
    start_both_products(tile);
    change_scores(tile);
    const bool rescaled = softmax_.update(scores_, problem_.scale_log2);
    drop(tile);
    // Rarely taken; and a branch here is what keeps the wait behind the exponentials.
    if (rescaled) {
      wait_for_products<0>();
      hold(output_);
      softmax_.rescale(output_);
    }
    wait_for_products<0>();
    hold(output_);
    hold(scores_);
    release_value();
    round();
  }

  /// The end of one tile and the first block of the next.
  ATTNSCOPE_DEVICE void cross(const ConsumerTile& tile, const ConsumerTile& next) {
    start_both_products(next);
    WarpgroupSoftmax done = softmax_;
    change_scores(next);
    softmax_.begin(scores_, problem_.scale_log2);
    drop(next);
    done.finish();
    write_log_sum_exp(tile.item, done);  // the branch again
    wait_for_products<0>();
    hold(output_);
    hold(scores_);
    release_value();
    round();
    write_output(tile.item, done);
    record(tile.item);
    clear(output_);
    recorder_.start();
  }

  /// The end of a tile, whose last probabilities are there.
  ATTNSCOPE_DEVICE void finish(const ConsumerTile& tile) {
    wait(shared_.value_full(value_.stage), value_.phase);
    begin_products();
    start_probability_value();
    softmax_.finish();
    write_log_sum_exp(tile.item, softmax_);
    wait_for_products<0>();
    hold(output_);
    release_value();
    write_output(tile.item, softmax_);
    record(tile.item);
  }

  /// Starts S = Q·Kᵀ of `tile`'s block and O += P·V of the block before; returns when S is there.
  ATTNSCOPE_DEVICE void start_both_products(const ConsumerTile& tile) {
    wait(shared_.key_full(key_.stage), key_.phase);
    if (PING_PONG) wait_at_named_barrier(1 + warpgroup_, turn_threads);
    begin_products();
    start_query_key(tile);
    wait(shared_.value_full(value_.stage), value_.phase);
    begin_products();
    start_probability_value();
    if (PING_PONG) arrive_at_named_barrier(1 + (warpgroup_ + 1) % consumers, turn_threads);
    wait_for_products<1>();
    hold(scores_);
    release_key(tile);
  }

  /// Soft cap, ALiBi and mask.
  ATTNSCOPE_DEVICE void change_scores(const ConsumerTile& tile) {
    tile.head.change(scores_, problem_, Mask(problem_, tile.first_row).diagonal + row_, tile.block * BLOCK_N,
                     lane_);
    if (tile.block >= tile.first_partial_block || tile.block < tile.first_full_block)
      Mask(problem_, tile.first_row).apply(scores_, tile.block, row_, lane_);
  }

  ATTNSCOPE_DEVICE void drop(const ConsumerTile& tile) {
    tile.head.drop(scores_, problem_, tile.first_row + row_, tile.block * BLOCK_N, lane_);
  }

  /// S := Q·Kᵀ.
  ATTNSCOPE_DEVICE void start_query_key(const ConsumerTile& tile) {
    const uint32 query = shared_.query(tile.query_stage) + warpgroup_row_ * QueryTile::row_bytes;
    const uint32 key = shared_.key(key_.stage);
    using Product = WarpgroupProduct<ELEMENT, BLOCK_N>;
    Product::template multiply_transposed<0>(scores_, QueryTile::columns_descriptor(query, 0),
                                             KvTile::columns_descriptor(key, 0));
#pragma unroll
    for (int step = 1; step < HEAD_DIM / 16; ++step)
      Product::template multiply_transposed<1>(scores_, QueryTile::columns_descriptor(query, step),
                                               KvTile::columns_descriptor(key, step));
    commit_products();
  }

  /// O += P·V.
  ATTNSCOPE_DEVICE void start_probability_value() {
    const uint32 value = shared_.value(value_.stage);
#pragma unroll
    for (int step = 0; step < BLOCK_N / 16; ++step)
      WarpgroupProduct<ELEMENT, HEAD_DIM>::template multiply<1>(output_, probabilities_[step],
                                                                KvTile::rows_descriptor(value, step));
    commit_products();
  }

  /// P := S, rounded. An accumulator's lanes are an A operand's lanes.
  ATTNSCOPE_DEVICE void round() {
#pragma unroll
    for (int step = 0; step < BLOCK_N / 16; ++step) {
      const FragmentC& left = scores_[step * 2];
      const FragmentC& right = scores_[step * 2 + 1];
      probabilities_[step] = {
          pack_pair<ELEMENT>(left.at[0], left.at[1]), pack_pair<ELEMENT>(left.at[2], left.at[3]),
          pack_pair<ELEMENT>(right.at[0], right.at[1]), pack_pair<ELEMENT>(right.at[2], right.at[3])};
    }
  }

  static ATTNSCOPE_DEVICE void clear(Output& output) {
#pragma unroll
    for (int d = 0; d < output_groups; ++d) output[d] = {};
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
    release(shared_.value_free(value_.stage));
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

  ATTNSCOPE_DEVICE void write_log_sum_exp(uint32 item, const WarpgroupSoftmax& softmax) const {
    if (problem_.log_sum_exp == nullptr || lane_ % 4 != 0) return;
    const WorkItem work = located(item);
    const int row = work.query_tile * BLOCK_M + row_;
    float* const first = problem_.log_sum_exp + work.log_sum_exp_offset(problem_, row);
#pragma unroll
    for (int half = 0; half < 2; ++half)
      if (row + half * 8 < problem_.query_seqlen)
        first[half * 8] = softmax.log_sum_exp(half, problem_.softmax_scale);
  }

  /// Normalises the rows and writes them.
  ATTNSCOPE_DEVICE void write_output(uint32 item, const WarpgroupSoftmax& softmax) const {
    const WorkItem work = located(item);
    const int quad_lane = lane_ % 4;
#pragma unroll
    for (int half = 0; half < 2; ++half) {
      const int row = work.query_tile * BLOCK_M + row_ + half * 8;
      const bool inside = row < problem_.query_seqlen;
      const float normalizer = softmax.normalizer(half, probability_total(problem_));
      uint16* const row_start = problem_.output + work.query_offset(problem_, row);
#pragma unroll
      for (int d = 0; d < output_groups; d += 4) {
        Chunk chunk;
#pragma unroll
        for (int i = 0; i < 4; ++i)
          chunk.at[i] = pack_pair<ELEMENT>(output_[d + i].at[half * 2] * normalizer,
                                           output_[d + i].at[half * 2 + 1] * normalizer);
        transpose_quad(chunk, quad_lane);
        const int column = (d + quad_lane) * 8;
        if (inside && (!PADDED || column < problem_.head_dim)) store_chunk(row_start + column, chunk);
      }
    }
  }

  /// Lane i's word j for lane j's word i, within each four lanes: pairs of columns become 16 bytes of a row.
  static ATTNSCOPE_DEVICE void transpose_quad(Chunk& chunk, int quad_lane) {
    const auto exchange = [](uint32& low, uint32& high, int distance, bool upper) {
      const uint32 received = __shfl_xor_sync(~0u, upper ? low : high, distance);
      (upper ? low : high) = received;
    };
    exchange(chunk.at[0], chunk.at[1], 1, quad_lane & 1);
    exchange(chunk.at[2], chunk.at[3], 1, quad_lane & 1);
    exchange(chunk.at[0], chunk.at[2], 2, quad_lane & 2);
    exchange(chunk.at[1], chunk.at[3], 2, quad_lane & 2);
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
  Scores scores_;
  Probabilities probabilities_;
  Output output_;
  WarpgroupSoftmax softmax_;
  ItemRecorder recorder_;
};
