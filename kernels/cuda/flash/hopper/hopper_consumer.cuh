// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// The consumers of flash_sm90.cu. The first block's S = Q·Kᵀ stands alone; from then on the next block's S is
// computed together with this one's O += P·V, and the next one's softmax while that is under way.
#pragma once

#include "flash/common/score.cuh"
#include "flash/hopper/hopper_form.cuh"
#include "flash/hopper/tile_consumer.cuh"
#include "flash/hopper/warpgroup_softmax.cuh"
#include "tile/copy.cuh"
#include "tile/wgmma.cuh"

class HopperConsumer : public TileConsumer<HopperConsumer, HopperLayout> {
 public:
  ATTNSCOPE_DEVICE HopperConsumer(const HopperParameters& parameters, const HopperLayout& shared,
                                  int warpgroup)
      : TileConsumer(parameters.problem, shared, warpgroup) {}

 private:
  friend TileConsumer;

  struct Tile : ConsumerTile {
    HeadScores head;
  };

  static constexpr int output_groups = HEAD_DIM / 8;
  static constexpr int score_groups = BLOCK_N / 8;
  using ScoreProduct = WarpgroupProduct<ELEMENT, BLOCK_N>;
  using OutputProduct = WarpgroupProduct<ELEMENT, HEAD_DIM>;

  ATTNSCOPE_DEVICE void read_words(Tile&) const {}
  ATTNSCOPE_DEVICE void locate(Tile& tile) const {
    tile.head.locate(problem_, WorkItem(problem_, tile.item));
  }

  /// A tile's first block.
  ATTNSCOPE_DEVICE void start(const Tile& tile) {
    clear(output_);
    recorder_.start();
    wait_for_key();
    begin_products();
    start_query_key<ScoreProduct>(scores_, tile);
    wait_for_products<0>();
    hold(scores_);
    release_key(tile);
    change_scores(tile);
    softmax_.begin(scores_, problem_.scale_log2);
    drop(tile);
    round();
  }

  /// The next block of the tile.
  ATTNSCOPE_DEVICE void step(Tile& tile) {
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
  ATTNSCOPE_DEVICE void cross(const Tile& tile, const Tile& next) {
    start_both_products(next);
    WarpgroupSoftmax done = softmax_;
    change_scores(next);
    softmax_.begin(scores_, problem_.scale_log2);
    drop(next);
    done.finish();
    write_log_sum_exp(tile.item, done, problem_.softmax_scale);  // the branch again
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
  ATTNSCOPE_DEVICE void finish(const Tile& tile) {
    wait_for_value();
    begin_products();
    start_probability_value();
    softmax_.finish();
    write_log_sum_exp(tile.item, softmax_, problem_.softmax_scale);
    wait_for_products<0>();
    hold(output_);
    release_value();
    write_output(tile.item, softmax_);
    record(tile.item);
  }

  /// Starts S = Q·Kᵀ of `tile`'s block and O += P·V of the block before; returns when S is there.
  ATTNSCOPE_DEVICE void start_both_products(const Tile& tile) {
    wait_for_key();
    wait_for_turn();
    begin_products();
    start_query_key<ScoreProduct>(scores_, tile);
    wait_for_value();
    begin_products();
    start_probability_value();
    pass_turn();
    wait_for_products<1>();
    hold(scores_);
    release_key(tile);
  }

  /// Soft cap, ALiBi and mask.
  ATTNSCOPE_DEVICE void change_scores(const Tile& tile) {
    tile.head.change(scores_, problem_, Mask(problem_, tile.first_row).diagonal + row_, tile.block * BLOCK_N,
                     lane_);
    mask(scores_, tile);
  }

  ATTNSCOPE_DEVICE void drop(const Tile& tile) {
    tile.head.drop(scores_, problem_, tile.first_row + row_, tile.block * BLOCK_N, lane_);
  }

  /// O += P·V.
  ATTNSCOPE_DEVICE void start_probability_value() {
    const uint32 value = operand(shared_.value(value_.stage));
#pragma unroll
    for (int step = 0; step < BLOCK_N / 16; ++step)
      OutputProduct::template multiply<1>(output_, probabilities_[step],
                                          HopperLayout::KvTile::rows_descriptor(value, step));
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

  /// Normalises the rows and writes them.
  ATTNSCOPE_DEVICE void write_output(uint32 item, const WarpgroupSoftmax& softmax) const {
    const WorkItem work = located(item);
    const int quad_lane = lane_ % 4;
#pragma unroll
    for (int half = 0; half < 2; ++half) {
      const int row = work.query_tile * tile_rows + row_ + half * 8;
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

  FragmentC scores_[score_groups];
  FragmentA probabilities_[BLOCK_N / 16];
  FragmentC output_[output_groups];
  WarpgroupSoftmax softmax_;
};
