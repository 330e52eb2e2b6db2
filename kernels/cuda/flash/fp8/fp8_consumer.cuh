// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// The consumers of flash_sm90_fp8.cu: the first block's S = Q·Kᵀ and its softmax; then for each further block
// P·V of the one before and its own S, and its softmax.
#pragma once

#include "flash/fp8/fp8_form.cuh"
#include "flash/fp8/fp8_softmax.cuh"
#include "flash/hopper/tile_consumer.cuh"
#include "tile/copy.cuh"
#include "tile/wgmma_e4m3.cuh"

class Fp8Consumer : public TileConsumer<Fp8Consumer, Fp8Layout> {
 public:
  ATTNSCOPE_DEVICE Fp8Consumer(const Fp8Parameters& parameters, const Fp8Layout& shared, int warpgroup)
      : TileConsumer(parameters.problem, shared, warpgroup) {
    // A tile's first factors are 0, which wants finite numbers.
    clear(output_);
  }

 private:
  friend TileConsumer;

  struct Tile : ConsumerTile {
    float scale_log2;  // of its scores as the product gives them
    float value_scale;
  };

  static constexpr int output_groups = HEAD_DIM / 8;
  static constexpr int score_groups = BLOCK_N / 8;
  static constexpr int slice_groups = SLICE / 8;  // columns of the output that one product makes
  static constexpr int slices = HEAD_DIM / SLICE;
  // A narrower product than S in S's registers makes the assembler wait after each instruction.
  static constexpr bool shares_registers = !OVERLAP && SLICE == 128 && score_groups >= slice_groups;
  using Slice = FragmentC[slice_groups];

  ATTNSCOPE_DEVICE void read_words(Tile& tile) const {
    tile.scale_log2 = __uint_as_float(load_shared_word(shared_.scales(query_.stage)));
    tile.value_scale = __uint_as_float(load_shared_word(shared_.scales(query_.stage) + 4));
  }
  ATTNSCOPE_DEVICE void locate(Tile&) const {}

  /// A tile's first block.
  ATTNSCOPE_DEVICE void start(const Tile& tile) {
    recorder_.start();
    start_scores(tile);
    wait_for_products<0>();
    hold(scores_);
    release_key(tile);
    softmax_.restart();
    exponentiate(tile);
  }

  /// The next block of the tile.
  ATTNSCOPE_DEVICE void step(Tile& tile) {
    --tile.block;
    multiply(tile);
    wait_for_products<0>();
    hold(scores_);
    release_key(tile);
    exponentiate(tile);
  }

  /// The end of one tile and the first block of the next.
  ATTNSCOPE_DEVICE void cross(const Tile& tile, const Tile& next) {
    multiply(next);
    softmax_.finish();
    write_log_sum_exp(tile.item, softmax_, tile.scale_log2);
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
  ATTNSCOPE_DEVICE void finish(const Tile& tile) {
    wait_for_value();
#pragma unroll
    for (int slice = 0; slice < slices; ++slice) {
      start_probability_value(slice);
      wait_for_products<0>();
      hold(partial());
      add_to_output(slice);
    }
    release_value();
    softmax_.finish();
    write_log_sum_exp(tile.item, softmax_, tile.scale_log2);
    write_output(tile);
    record(tile.item);
  }

  /// O := factor · O + P·V of the block before, slice by slice, and starts S = Q·Kᵀ of `tile`'s block.
  ATTNSCOPE_DEVICE void multiply(const Tile& tile) {
    wait_for_value();
    wait_for_turn();
#pragma unroll
    for (int slice = 0; slice < slices; ++slice) {
      start_probability_value(slice);
      wait_for_products<0>();
      hold(partial());
      if (OVERLAP && slice == slices - 1) {
        start_scores(tile);
        pass_turn();
        hold(partial());
      }
      add_to_output(slice);
    }
    if (!OVERLAP) {
      start_scores(tile);
      pass_turn();
    }
    release_value();
  }

  /// P := softmax of the block's scores so far.
  ATTNSCOPE_DEVICE void exponentiate(const Tile& tile) {
    mask(scores_, tile);
    softmax_.update(scores_, probabilities_, tile.scale_log2);
  }

  /// S := Q·Kᵀ.
  ATTNSCOPE_DEVICE void start_scores(const Tile& tile) {
    wait_for_key();
    begin_products();
    start_query_key<E4m3Product<BLOCK_N>>(scores_, tile);
  }

  /// P·V of a slice of the output. On its own: sums inside the tensor cores keep too few bits for more than a
  /// block.
  ATTNSCOPE_DEVICE void start_probability_value(int slice) {
    const uint32 value = shared_.value(value_.stage);
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

  /// Normalises the rows and writes them. Of each 16 columns a lane holds 4t to 4t + 3, in the order in which
  /// the rows of Vᵀ stand.
  ATTNSCOPE_DEVICE void write_output(const Tile& tile) const {
    const WorkItem work = located(tile.item);
#pragma unroll
    for (int half = 0; half < 2; ++half) {
      const int row = work.query_tile * tile_rows + row_ + half * 8;
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

  FragmentC scores_[score_groups];
  FragmentA probabilities_[BLOCK_N / 32];
  FragmentC partial_[slice_groups];
  FragmentC output_[output_groups];
  Fp8Softmax softmax_;
};
