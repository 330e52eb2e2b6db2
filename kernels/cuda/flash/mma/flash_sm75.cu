// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// FlashAttention-2 forward for Turing (sm_75): fp16, at most 64 KB of shared memory, no asynchronous copies.
// What comes next is loaded into registers while the tensor cores work, and put into shared memory when its
// place is free.
//
// Compiled with -D HEAD_DIM PADDED BLOCK_M BLOCK_N WARPS MIN_CTAS MASK, as flash_sm80.cu.
#include "flash/mma/row_tile.cuh"
#include "tile/record.cuh"
#include "tile/tile_copy.cuh"

/// This thread's share of one tile, on its way from device memory to shared memory.
template <int rows>
struct TileInFlight {
  using Copy = TileCopy<rows, HEAD_DIM, threads, PADDED>;
  Chunk chunks[Copy::steps];

  ATTNSCOPE_DEVICE void load(const uint16* global, int64 row_stride, int valid_rows, int head_dim) {
    Copy::for_each(global, row_stride, valid_rows, head_dim,
                   [&](int step, uint32, const void* pointer, bool inside) {
                     chunks[step] = inside ? load_chunk(pointer) : Chunk{};
                   });
  }

  ATTNSCOPE_DEVICE void store(uint32 shared) const {
    Copy::for_each(nullptr, 0, 0, 0, [&](int step, uint32 offset, const void*, bool) {
      store_shared_chunk(shared + offset, chunks[step]);
    });
  }
};

extern "C" __global__ void __launch_bounds__(threads, MIN_CTAS)
    ATTNSCOPE_KERNEL(const __grid_constant__ FlashParameters problem) {
  extern __shared__ __align__(128) unsigned char shared[];
  const TileRecorder recorder;
  const int lane = threadIdx.x % 32;
  const int warp = threadIdx.x / 32;

  const WorkItem work(problem);
  const int first_row = work.query_tile * BLOCK_M;
  const int64 kv_offset = work.kv_offset(problem);
  const uint32 query_tile = shared_address(shared);
  const uint32 key_tile = query_tile + query_bytes;
  const uint32 value_tile = key_tile + kv_bytes;
  const auto load_block = [&](TileInFlight<BLOCK_N>& tile, const uint16* tensor, int block) {
    tile.load(tensor + kv_offset + block * BLOCK_N * problem.kv_strides.row, problem.kv_strides.row,
              problem.kv_seqlen - block * BLOCK_N, problem.head_dim);
  };

  const Mask mask(problem, first_row);
  const int end_block = mask.end_block();
  const int first_full_block = mask.first_full_block();
  int block = mask.first_block();

  const uint32 warp_query = query_tile + warp * warp_rows * Layout::row_bytes;
  const uint32 query_address = lane_address_a<HEAD_DIM>(warp_query, lane);
  const uint32 key_address = lane_address_b<HEAD_DIM>(key_tile, lane);
  const uint32 value_address = lane_address_b_transposed<HEAD_DIM>(value_tile, lane);

  Output output = {};
  OnlineSoftmax<row_groups> softmax;

  if (block < end_block) {
    TileInFlight<BLOCK_M> query;
    query.load(problem.query + work.query_offset(problem, first_row), problem.query_strides.row,
               problem.query_seqlen - first_row, problem.head_dim);
    query.store(query_tile);
    TileInFlight<BLOCK_N> key;
    load_block(key, problem.key, block);
    key.store(key_tile);
  }
  for (; block < end_block; ++block) {
    TileInFlight<BLOCK_N> next;
    load_block(next, problem.value, block);
    __syncthreads();  // K is there; everybody is done with the last V.
    Scores scores;
    multiply_query_key<Fp16, HEAD_DIM>(scores, query_address, key_address);
    next.store(value_tile);

    if (block + 1 < end_block) load_block(next, problem.key, block + 1);
    __syncthreads();  // V is there; everybody is done with K.
    take_scores(scores, output, softmax, problem, block, end_block, first_full_block, warp, lane);
    multiply_probability_value<Fp16, HEAD_DIM>(output, scores, value_address);
    if (block + 1 < end_block) next.store(key_tile);
  }

  const uint32 done = write_rows<Fp16>(output, softmax, warp_query, problem, warp, lane);
  recorder.finish(problem.records, done);
}
