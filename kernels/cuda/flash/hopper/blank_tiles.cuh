// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Query tiles that see no key at all: an idle warp of the producer's warpgroup writes them, so that the
// consumers never meet one.
#pragma once

#include "flash/hopper/pipeline.cuh"
#include "tile/copy.cuh"
#include "tile/record.cuh"
#include "tile/shared_tile.cuh"

/// By one warp of each CTA, over all work items in turn.
ATTNSCOPE_DEVICE void write_blank_tiles(const FlashParameters& problem) {
  // Tiles further down see more, as far as the end of K goes.
  if (MASK == mask_ends || Mask(problem, 0).end_key(0) > 0) return;
  const int lane = threadIdx.x % 32;
#pragma unroll 1
  for (uint32 item = blockIdx.x; item < problem.work_items; item += gridDim.x) {
    const WorkItem work(problem, item);
    const int first_row = work.query_tile * tile_rows;
    const Mask mask(problem, first_row);
    if (mask.first_block() < mask.end_block()) continue;
    const ItemRecorder recorder;
    // At most 256 columns: a chunk for each lane. Small code, not fast code: the producer has few registers.
#pragma unroll 1
    for (int row = 0; row <= mask.last_row; ++row)
      if (lane * chunk_elements < problem.head_dim)
        store_chunk(problem.output + work.query_offset(problem, first_row + row) + lane * chunk_elements,
                    Chunk{});
    if (problem.log_sum_exp != nullptr) {
#pragma unroll 1
      for (int row = lane; row <= mask.last_row; row += 32)
        problem.log_sum_exp[work.log_sum_exp_offset(problem, first_row + row)] = -infinity;
    }
#pragma unroll
    for (int rank = 0; rank < CLUSTER; ++rank) {
      const RecordedPart part(problem, work, rank);
      recorder.finish(problem.records, part.index, part.exists && lane == 0);
    }
  }
}
