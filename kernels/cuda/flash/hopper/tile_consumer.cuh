// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// What the consumers of Hopper's forms have in common: warpgroups that take 64 query rows each through the KV
// blocks of a tile.
#pragma once

#include "flash/hopper/pipeline.cuh"
#include "tile/record.cuh"
#include "tile/wgmma.cuh"

/// A work item and how far it has got.
struct ConsumerTile {
  uint32 item;
  uint32 query_stage;
  int first_row;
  int block;          // whose probabilities are next; blocks are taken from the last to the first
  int unseen_blocks;  // behind the first that this warpgroup takes: only further ones' rows see them
  int first_block;
  int first_partial_block;  // from here on, and in front of first_full_block, some scores are masked
  int first_full_block;
};

/// `Consumer`, which derives from this, has a type Tile (a ConsumerTile) and
///   read_words(tile): what there is in shared memory of a work item beyond its number
///   locate(tile): what follows from where the tile lies
///   start(tile): a tile's first block   step(tile): the next block of the tile
///   finish(tile): the end of a tile, whose last probabilities are there
///   cross(tile, next): the end of one tile and the first block of the next
template <typename Consumer, typename Layout>
class TileConsumer {
 public:
  /// Tile after tile, block after block. With two buffers for Q, the next block may be the next tile's first.
  ///
  /// The loops ask before their first round, and a second time below: in this form the compiler sees that all
  /// lanes go the same way, and keeps buffers' addresses in uniform registers, where the products want them.
  ATTNSCOPE_DEVICE void run() {
    Consumer& self = consumer();
    if (PING_PONG && warpgroup_ == consumers - 1) arrive_at_named_barrier(1, turn_threads);
    typename Consumer::Tile tile;
    if (take(tile)) {
      if constexpr (QUERY_STAGES == 1) {
        do {
          self.start(tile);
          pass_unseen_values(tile);
          take_blocks(tile);
          self.finish(tile);
        } while (take(tile));
      } else {
        self.start(tile);
        pass_unseen_values(tile);
        take_blocks(tile);
        for (typename Consumer::Tile next; take(next); tile = next) {
          self.cross(tile, next);
          pass_unseen_values(next);
          take_blocks(next);
        }
        self.finish(tile);
      }
    }
    // The last turn is taken by nobody; a barrier is to be left as it was found.
    if (PING_PONG && warpgroup_ == 0) wait_at_named_barrier(1, turn_threads);
  }

 protected:
  ATTNSCOPE_DEVICE TileConsumer(const FlashParameters& problem, const Layout& shared, int warpgroup)
      : problem_(problem),
        work_items_(problem.work_items),
        shared_(shared),
        warpgroup_(warpgroup),
        warpgroup_row_(rank_in_tile() * BLOCK_M + warpgroup * warpgroup_rows),
        lane_(threadIdx.x % 32),
        row_(warpgroup_row_ + threadIdx.x / 32 % 4 * 16 + lane_ / 4) {}

  ATTNSCOPE_DEVICE void wait_for_turn() const {
    if (PING_PONG) wait_at_named_barrier(1 + warpgroup_, turn_threads);
  }
  ATTNSCOPE_DEVICE void pass_turn() const {
    if (PING_PONG) arrive_at_named_barrier(1 + (warpgroup_ + 1) % consumers, turn_threads);
  }

  ATTNSCOPE_DEVICE void wait_for_key() const { wait(shared_.key_full(key_.stage), key_.phase); }
  ATTNSCOPE_DEVICE void wait_for_value() const { wait(shared_.value_full(value_.stage), value_.phase); }

  /// S := Q·Kᵀ, after wait_for_key() and begin_products().
  template <typename Product>
  ATTNSCOPE_DEVICE void start_query_key(FragmentC (&scores)[BLOCK_N / 8], const ConsumerTile& tile) const {
    using QueryTile = typename Layout::QueryTile;
    using KvTile = typename Layout::KvTile;
    const uint32 query =
        operand(shared_.query(tile.query_stage)) + warpgroup_ * warpgroup_rows * QueryTile::row_bytes;
    const uint32 key = operand(shared_.key(key_.stage));
    Product::template multiply_transposed<0>(scores, QueryTile::columns_descriptor(query, 0),
                                             KvTile::columns_descriptor(key, 0));
#pragma unroll
    for (int step = 1; step < KvTile::steps; ++step)
      Product::template multiply_transposed<1>(scores, QueryTile::columns_descriptor(query, step),
                                               KvTile::columns_descriptor(key, step));
    commit_products();
  }

  ATTNSCOPE_DEVICE void mask(FragmentC (&scores)[BLOCK_N / 8], const ConsumerTile& tile) const {
    if (tile.block >= tile.first_partial_block || tile.block < tile.first_full_block)
      Mask(problem_, tile.first_row).apply(scores, tile.block, row_, lane_);
  }

  /// K after its product with Q, and Q after its product with the tile's last K.
  ATTNSCOPE_DEVICE void release_key(const ConsumerTile& tile) {
    release_key();
    if (tile.block == tile.first_block && lane_ == 0) arrive(shared_.query_free(tile.query_stage));
  }
  ATTNSCOPE_DEVICE void release_key() {
    release(shared_.key_free(key_.stage));
    key_.advance();
  }
  ATTNSCOPE_DEVICE void release_value() {
    release(shared_.value_free(value_.stage));
    value_.advance();
  }

  ATTNSCOPE_DEVICE void record(uint32 item) const {
    const int recording_thread = (consumers - 1) * warpgroup_threads;
    const RecordedPart part(problem_, WorkItem(problem_, item), rank_in_tile());
    recorder_.finish(problem_.records, part.index, part.exists && threadIdx.x == recording_thread);
  }

  /// Where an item's output lies, computed when it is needed: the compiler would do it early, and has no
  /// registers to keep it in.
  ATTNSCOPE_DEVICE WorkItem located(uint32 item) const {
    asm volatile("" : "+r"(item)::"memory");
    return WorkItem(problem_, item);
  }

  /// `scale` is what `softmax` wants to know of the scores' scale.
  template <typename Softmax>
  ATTNSCOPE_DEVICE void write_log_sum_exp(uint32 item, const Softmax& softmax, float scale) const {
    if (problem_.log_sum_exp == nullptr || lane_ % 4 != 0) return;
    const WorkItem work = located(item);
    const int row = work.query_tile * tile_rows + row_;
    float* const first = problem_.log_sum_exp + work.log_sum_exp_offset(problem_, row);
#pragma unroll
    for (int half = 0; half < 2; ++half)
      if (row + half * 8 < problem_.query_seqlen) first[half * 8] = softmax.log_sum_exp(half, scale);
  }

  const FlashParameters& problem_;
  const uint32 work_items_;
  const Layout& shared_;
  const int warpgroup_;
  const int warpgroup_row_;
  const int lane_;
  const int row_;  // of this lane within the tile; its other one is 8 further down
  RingPosition<QUERY_STAGES> query_;
  RingPosition<STAGES> key_;
  RingPosition<STAGES> value_;
  ItemRecorder recorder_;

 private:
  /// Wider blocks have something to see for all rows, if the diagonal meets tiles at their corners.
  static constexpr bool leaves_out_blocks = MASK != mask_ends && BLOCK_N < tile_rows;
  // The loader, in the order in which it brings K and V, must come to the first K that is taken while V of
  // the tile before and of all blocks left out but the last still lie there. With one buffer for Q the tile
  // before has ended, and V is passed on beside K.
  static_assert(!leaves_out_blocks || QUERY_STAGES == 1 ||
                (tile_rows - warpgroup_rows + BLOCK_N - 1) / BLOCK_N <= STAGES);

  static constexpr int turn_threads = 2 * warpgroup_threads;

  ATTNSCOPE_DEVICE Consumer& consumer() {
    return static_cast<Consumer&>(*this);
  }

  /// Waits for the next work item and its Q; false if there is none.
  template <typename Tile>
  ATTNSCOPE_DEVICE bool take(Tile& tile) {
    wait(shared_.query_full(query_.stage), query_.phase);
    tile.item = load_shared_word(shared_.work_item(query_.stage));
    consumer().read_words(tile);
    __syncwarp();
    if (tile.item >= work_items_) return false;
    tile.first_row = WorkItem(problem_, tile.item).query_tile * tile_rows;
    consumer().locate(tile);
    const Mask mask(problem_, tile.first_row);
    tile.first_block = mask.first_block();
    tile.block = mask.end_block() - 1;
    const int last_row = min(warpgroup_row_ + warpgroup_rows - 1, mask.last_row);
    if constexpr (leaves_out_blocks) {
      const int last_seen = max(mask.end_block(last_row) - 1, tile.first_block);
      tile.unseen_blocks = tile.block - last_seen;
      tile.block = last_seen;
    }
    tile.first_partial_block = mask.first_partial_block(warpgroup_row_);
    tile.first_full_block = mask.first_full_block(last_row);
    tile.query_stage = query_.stage;
    query_.advance();
    pass_unseen_keys(tile);
    return true;
  }

  /// A tile's blocks after the first, which a warpgroup of rows beyond the last query only passes on.
  template <typename Tile>
  ATTNSCOPE_DEVICE void take_blocks(Tile& tile) {
    if (tile.first_row + warpgroup_row_ >= problem_.query_seqlen) {
#pragma unroll 1
      while (tile.block > tile.first_block) pass_block(tile);
    }
    while (tile.block > tile.first_block) consumer().step(tile);
  }

  /// What a step waits for and releases, without its products.
  ATTNSCOPE_DEVICE void pass_block(ConsumerTile& tile) {
    --tile.block;
    wait_for_key();
    wait_for_turn();
    wait_for_value();
    pass_turn();
    release_key(tile);
    release_value();
  }

  /// Blocks that this warpgroup has no use for, and its turns at them. V's follow once that of the last tile
  /// is done with.
  ATTNSCOPE_DEVICE void pass_unseen_keys(const ConsumerTile& tile) {
    if constexpr (leaves_out_blocks) {
#pragma unroll 1
      for (int passed = 0; passed < tile.unseen_blocks; ++passed) {
        if (QUERY_STAGES == 1 && passed > 0) pass_value();
        wait_for_key();
        release_key();
        wait_for_turn();
        pass_turn();
      }
    }
  }
  ATTNSCOPE_DEVICE void pass_unseen_values(const ConsumerTile& tile) {
    if constexpr (leaves_out_blocks) {
#pragma unroll 1
      for (int passed = QUERY_STAGES == 1 ? max(tile.unseen_blocks - 1, 0) : 0; passed < tile.unseen_blocks;
           ++passed)
        pass_value();
    }
  }
  ATTNSCOPE_DEVICE void pass_value() {
    wait_for_value();
    release_value();
  }

  /// Tells all CTAs that fill the buffer.
  ATTNSCOPE_DEVICE void release(uint32 barrier) const {
    if constexpr (CLUSTER == 1) {
      if (lane_ == 0) arrive(barrier);
    } else {
      if (lane_ < CLUSTER) arrive_in_cta(address_in_cta(barrier, lane_));
    }
  }
};

template <int groups>
ATTNSCOPE_DEVICE void clear(FragmentC (&fragments)[groups]) {
#pragma unroll
  for (int n = 0; n < groups; ++n) fragments[n] = {};
}
