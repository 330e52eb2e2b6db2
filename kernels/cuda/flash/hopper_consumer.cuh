// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// The consumers of flash_sm90.cu: warpgroups that take 64 query rows each through the KV blocks of a tile.
#pragma once

#include "flash/hopper_parameters.cuh"
#include "flash/warpgroup_softmax.cuh"
#include "tile/copy.cuh"
#include "tile/record.cuh"
#include "tile/wgmma.cuh"

class Consumer {
 public:
  ATTNSCOPE_DEVICE Consumer(const HopperParameters& parameters, const SharedLayout& shared, int warpgroup)
      : problem_(parameters.problem),
        work_items_(parameters.work_items),
        shared_(shared),
        warpgroup_(warpgroup),
        warpgroup_row_(warpgroup * warpgroup_rows),
        query_(shared.query() + warpgroup * warpgroup_rows * QueryTile::row_bytes),
        lane_(threadIdx.x % 32),
        row_(warpgroup * warpgroup_rows + threadIdx.x / 32 % 4 * 16 + lane_ / 4) {}

  ATTNSCOPE_DEVICE void run() {
    if (PING_PONG && warpgroup_ == consumers - 1) arrive_at_named_barrier(1, turn_threads);
    for (uint32 query_phase = 0;; query_phase ^= 1) {
      wait(shared_.query_full(), query_phase);
      const uint32 item = load_shared_word(shared_.work_item());
      __syncwarp();
      if (item >= work_items_) break;
      attend(item);
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

  /// One work item. The first block's S = Q·Kᵀ stands alone; from then on the next block's S is computed
  /// together with this one's O += P·V, and the next one's softmax while that is under way.
  ATTNSCOPE_DEVICE void attend(uint32 item) {
    Output output = {};
    WarpgroupSoftmax softmax;
    const WorkItem work(problem_, item);
    const ItemRecorder recorder(warpgroup_ == 0);
    const Mask mask(problem_, work.query_tile * BLOCK_M);
    const int first_block = mask.first_block();
    const int first_partial_block = mask.first_partial_block(warpgroup_row_);
    const int first_full_block =
        mask.first_full_block(min(warpgroup_row_ + warpgroup_rows - 1, mask.last_row));
    const auto mask_scores = [&](Scores& scores, int block) {
      if (block >= first_partial_block || block < first_full_block) mask.apply(scores, block, row_, lane_);
    };
    int block = mask.end_block() - 1;

    if (block < first_block) {
      release(shared_.query_free());
    } else {
      Scores scores;
      Probabilities probabilities;
      wait(shared_.key_full(key_.stage), key_.phase);
      begin_products();
      start_query_key(scores);
      wait_for_products<0>();
      hold(scores);
      release_key();
      mask_scores(scores, block);
      softmax.update(scores, problem_.scale_log2);
      round(scores, probabilities);

      while (--block >= first_block) {
        wait(shared_.key_full(key_.stage), key_.phase);
        if (PING_PONG) wait_at_named_barrier(1 + warpgroup_, turn_threads);
        begin_products();
        start_query_key(scores);
        wait(shared_.value_full(value_.stage), value_.phase);
        begin_products();
        start_probability_value(probabilities, output);
        if (PING_PONG) arrive_at_named_barrier(1 + (warpgroup_ + 1) % consumers, turn_threads);
        wait_for_products<1>();
        hold(scores);
        release_key();
        mask_scores(scores, block);
        if (softmax.update(scores, problem_.scale_log2)) {
          wait_for_products<0>();
          hold(output);
          softmax.rescale(output);
        }
        wait_for_products<0>();
        hold(output);
        hold(scores);
        release_value();
        round(scores, probabilities);
      }
      release(shared_.query_free());

      wait(shared_.value_full(value_.stage), value_.phase);
      begin_products();
      start_probability_value(probabilities, output);
      softmax.finish();
      wait_for_products<0>();
      hold(output);
      release_value();
    }
    write(item, output, softmax);
    recorder.finish(problem_.records, work.index, warpgroup_ == consumers - 1);
  }

  /// S := Q·Kᵀ.
  ATTNSCOPE_DEVICE void start_query_key(Scores& scores) const {
    const uint32 key = shared_.key(key_.stage);
    using Product = WarpgroupProduct<ELEMENT, BLOCK_N>;
    Product::template multiply_transposed<0>(scores, QueryTile::columns_descriptor(query_, 0),
                                             KvTile::columns_descriptor(key, 0));
#pragma unroll
    for (int step = 1; step < HEAD_DIM / 16; ++step)
      Product::template multiply_transposed<1>(scores, QueryTile::columns_descriptor(query_, step),
                                               KvTile::columns_descriptor(key, step));
    commit_products();
  }

  /// O += P·V.
  ATTNSCOPE_DEVICE void start_probability_value(const Probabilities& probabilities, Output& output) const {
    const uint32 value = shared_.value(value_.stage);
#pragma unroll
    for (int step = 0; step < BLOCK_N / 16; ++step)
      WarpgroupProduct<ELEMENT, HEAD_DIM>::template multiply<1>(output, probabilities[step],
                                                                KvTile::rows_descriptor(value, step));
    commit_products();
  }

  /// An accumulator's lanes are an A operand's lanes.
  static ATTNSCOPE_DEVICE void round(const Scores& scores, Probabilities& probabilities) {
#pragma unroll
    for (int step = 0; step < BLOCK_N / 16; ++step) {
      const FragmentC& left = scores[step * 2];
      const FragmentC& right = scores[step * 2 + 1];
      probabilities[step] = {
          pack_pair<ELEMENT>(left.at[0], left.at[1]), pack_pair<ELEMENT>(left.at[2], left.at[3]),
          pack_pair<ELEMENT>(right.at[0], right.at[1]), pack_pair<ELEMENT>(right.at[2], right.at[3])};
    }
  }

  ATTNSCOPE_DEVICE void release(uint32 barrier) const {
    if (lane_ == 0) arrive(barrier);
  }
  ATTNSCOPE_DEVICE void release_key() {
    release(shared_.key_free(key_.stage));
    key_.advance();
  }
  ATTNSCOPE_DEVICE void release_value() {
    release(shared_.value_free(value_.stage));
    value_.advance();
  }

  /// Normalises the rows and writes them and their log-sum-exps.
  ATTNSCOPE_DEVICE void write(uint32 item, const Output& output, const WarpgroupSoftmax& softmax) const {
    const WorkItem work(problem_, item);
    const int quad_lane = lane_ % 4;
#pragma unroll
    for (int half = 0; half < 2; ++half) {
      const int row = work.query_tile * BLOCK_M + row_ + half * 8;
      const bool inside = row < problem_.query_seqlen;
      const float normalizer = softmax.normalizer(half);
      uint16* const row_start = problem_.output + work.query_offset(problem_, row);
#pragma unroll
      for (int d = 0; d < output_groups; d += 4) {
        Chunk chunk;
#pragma unroll
        for (int i = 0; i < 4; ++i)
          chunk.at[i] = pack_pair<ELEMENT>(output[d + i].at[half * 2] * normalizer,
                                           output[d + i].at[half * 2 + 1] * normalizer);
        transpose_quad(chunk, quad_lane);
        const int column = (d + quad_lane) * 8;
        if (inside && (!PADDED || column < problem_.head_dim)) store_chunk(row_start + column, chunk);
      }
      if (inside && quad_lane == 0 && problem_.log_sum_exp != nullptr)
        problem_.log_sum_exp[work.log_sum_exp_offset(problem_, row)] =
            softmax.log_sum_exp(half, problem_.softmax_scale);
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
  const uint32 query_;
  const int lane_;
  const int row_;  // of this lane within the tile; its other one is 8 further down
  RingPosition key_;
  RingPosition value_;
};
