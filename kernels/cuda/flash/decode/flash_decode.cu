// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Flash attention forward where query rows are few (decode), for sm_80 and newer: bound by reading K and V.
//
// The query heads that share a KV head are rows of one tile, so that K and V are read once for all of them,
// and the keys are split over CTAs and, within a CTA, over warps. A warp takes its own keys through its own
// ring of asynchronous copies and waits for nobody. At the end the CTA merges its warps' results, and the
// last CTA of a row tile those of all splits, always in the same order. Compiled with -D
//   HEAD_DIM (a tile size)   PADDED (1 where the problem's is smaller: the rest is zeros)
//   BLOCK_M (rows: 16 or 32)   BLOCK_N (keys that the CTA takes at a time)   WARPS
//   STAGES (of a warp's ring)   MIN_CTAS (per SM, for the register allocator)   ELEMENT (Fp16 or Bf16)
//   and, where the problem has them, SOFT_CAP ALIBI DROPOUT (1)
#include "flash/common/online_softmax.cuh"
#include "flash/decode/decode_item.cuh"
#include "flash/decode/decode_score.cuh"
#include "flash/mma/products.cuh"
#include "tile/copy.cuh"
#include "tile/record.cuh"
#include "tile/shared_tile.cuh"
#include "tile/tile_copy.cuh"

constexpr int threads = WARPS * 32;
constexpr int row_groups = BLOCK_M / 16;
constexpr int warp_keys = BLOCK_N / WARPS;
using Layout = TileLayout<HEAD_DIM>;

constexpr uint32 query_bytes = BLOCK_M * Layout::row_bytes;
constexpr uint32 keys_bytes = warp_keys * Layout::row_bytes;
constexpr uint32 stage_bytes = 2 * keys_bytes;
constexpr uint32 ring_bytes = STAGES * stage_bytes;

// What the warps leave for the merge, where the rings were: rows of fp32, padded against bank conflicts.
constexpr int padded_columns = HEAD_DIM + 8;

/// Splits of a row tile that are done. Wraps to 0 with the last one, which makes it ready for the next
/// launch.
constexpr int most_split_tiles = 4096;
__device__ uint32 splits_done[most_split_tiles];

/// Whether all other splits of this row tile are done; what they wrote may then be read.
ATTNSCOPE_DEVICE bool is_last_split(uint32 row_tile, int splits) {
  uint32 before;
  asm volatile("atom.acq_rel.gpu.global.inc.u32 %0, [%1], %2;"
               : "=r"(before)
               : "l"(&splits_done[row_tile]), "r"(splits - 1)
               : "memory");
  return before == splits - 1;
}

/// From the L2, where other SMs' stores are.
ATTNSCOPE_DEVICE PartialRow load_partial(const float* log2_sum, const float* columns) {
  PartialRow part;
  asm volatile("ld.global.cg.f32 %0, [%1];" : "=f"(part.log2_sum) : "l"(log2_sum) : "memory");
  asm volatile("ld.global.cg.v4.f32 {%0, %1, %2, %3}, [%4];"
               : "=f"(part.at[0]), "=f"(part.at[1]), "=f"(part.at[2]), "=f"(part.at[3])
               : "l"(columns)
               : "memory");
  return part;
}

/// The tile's rows lie where their heads and queries do.
ATTNSCOPE_DEVICE void copy_query(uint32 shared, const FlashParameters& problem, const DecodeItem& item) {
  for (int index = threadIdx.x; index < BLOCK_M * Layout::chunks; index += threads) {
    const int row = index / Layout::chunks;
    const int chunk = index % Layout::chunks;
    const bool inside = row < item.rows && (!PADDED || chunk * chunk_elements < problem.head_dim);
    const int64 offset = inside ? item.query_offset(problem, row) + chunk * chunk_elements : 0;
    copy_chunk_async(shared + Layout::offset(row, chunk), problem.query + offset, inside);
  }
}

/// One warp's rows, normalised to `total`, for the other warps to see.
ATTNSCOPE_DEVICE void store_warp_rows(float* columns, float* log2_sums,
                                      const FragmentC (&output)[row_groups][HEAD_DIM / 8],
                                      const OnlineSoftmax<row_groups>& softmax, int rows, float scale_log2,
                                      float total, int lane) {
#pragma unroll
  for (int m = 0; m < row_groups; ++m) {
#pragma unroll
    for (int half = 0; half < 2; ++half) {
      const int row = m * 16 + half * 8 + lane / 4;
      if (row >= rows) continue;
      const float normalizer = softmax.normalizer(m, half, total);
#pragma unroll
      for (int d = 0; d < HEAD_DIM / 8; ++d)
        *reinterpret_cast<float2*>(columns + row * padded_columns + d * 8 + lane % 4 * 2) = {
            output[m][d].at[half * 2] * normalizer, output[m][d].at[half * 2 + 1] * normalizer};
      if (lane % 4 == 0) log2_sums[row] = softmax.log2_sum(m, half, scale_log2);
    }
  }
}

ATTNSCOPE_DEVICE PartialRow merge_warps(const float* columns, const float* log2_sums, int row, int column) {
  MergedRow merged;
#pragma unroll
  for (int warp = 0; warp < WARPS; ++warp) {
    const float4 four =
        *reinterpret_cast<const float4*>(columns + (warp * BLOCK_M + row) * padded_columns + column);
    merged.add({log2_sums[warp * BLOCK_M + row], {four.x, four.y, four.z, four.w}});
  }
  return merged.result();
}

/// `row_sums` and `row_columns` are the first split's; loads are under way sixteen at a time.
ATTNSCOPE_DEVICE PartialRow merge_splits(const float* row_sums, const float* row_columns, int splits,
                                         int tile_rows) {
  constexpr int at_once = 16;
  MergedRow merged;
  for (int first = 0; first < splits; first += at_once) {
    PartialRow parts[at_once];
#pragma unroll
    for (int i = 0; i < at_once; ++i) {
      const int split = min(first + i, splits - 1);
      parts[i] = load_partial(row_sums + split * tile_rows, row_columns + split * tile_rows * HEAD_DIM);
    }
#pragma unroll
    for (int i = 0; i < at_once; ++i)
      if (first + i < splits) merged.add(parts[i]);
  }
  return merged.result();
}

ATTNSCOPE_DEVICE void write_row(const FlashParameters& problem, const DecodeItem& item, int row, int column,
                                const PartialRow& result) {
  constexpr float ln2 = 0.6931471805599453f;
  if (!PADDED || column < problem.head_dim)
    *reinterpret_cast<uint2*>(problem.output + item.query_offset(problem, row) + column) = {
        pack_pair<ELEMENT>(result.at[0], result.at[1]), pack_pair<ELEMENT>(result.at[2], result.at[3])};
  if (column == 0 && problem.log_sum_exp != nullptr)
    problem.log_sum_exp[item.log_sum_exp_offset(problem, row)] = result.log2_sum * ln2;
}

extern "C" __global__ void __launch_bounds__(threads, MIN_CTAS)
    ATTNSCOPE_KERNEL(const __grid_constant__ DecodeParameters parameters) {
  extern __shared__ __align__(128) unsigned char shared[];
  const TileRecorder recorder;
  const FlashParameters& problem = parameters.problem;
  const int lane = threadIdx.x % 32;
  const int warp = threadIdx.x / 32;
  const DecodeItem item(parameters);

  const uint32 query_tile = shared_address(shared);
  const uint32 rings = query_tile + query_bytes;
  const uint32 ring = rings + warp * ring_bytes;
  const uint16* const key = problem.key + item.kv_offset(problem);
  const uint16* const value = problem.value + item.kv_offset(problem);
  const BlockRange blocks = item.blocks(parameters);
  const int end_key = item.end_key(problem, item.rows - 1);
  const auto load_rows = [&](const uint16* tensor, int first, uint32 tile) {
    copy_tile_async<warp_keys, HEAD_DIM, 32, PADDED>(tile, tensor + first * problem.kv_strides.row,
                                                     problem.kv_strides.row, end_key - first,
                                                     problem.head_dim, lane);
  };
  const auto load_keys = [&](int block, int stage) {
    const int first = block * BLOCK_N + warp * warp_keys;
    load_rows(key, first, ring + stage * stage_bytes);
    load_rows(value, first, ring + stage * stage_bytes + keys_bytes);
  };

  copy_query(query_tile, problem, item);
  commit_copies();
  int next = blocks.first;
#pragma unroll
  for (int stage = 0; stage < STAGES - 1; ++stage) {
    if (next < blocks.end) load_keys(next++, stage);
    commit_copies();
  }
  wait_for_copies<STAGES - 1>();
  __syncthreads();

  // Keys that all rows see need no mask.
  const int first_unmasked = item.first_key(problem, item.rows - 1);
  const int end_unmasked = item.end_key(problem, 0);
  const uint32 query_address = lane_address_a<HEAD_DIM>(query_tile, lane);
  const uint32 key_address = lane_address_b<HEAD_DIM>(ring, lane);
  const uint32 value_address = lane_address_b_transposed<HEAD_DIM>(ring + keys_bytes, lane);
  FragmentC output[row_groups][HEAD_DIM / 8] = {};
  OnlineSoftmax<row_groups> softmax;
  int stage = 0;
  for (int block = blocks.first; block < blocks.end; ++block) {
    wait_for_copies<STAGES - 2>();
    __syncwarp();
    // Into the stage that the iteration before has left.
    if (next < blocks.end) load_keys(next++, stage == 0 ? STAGES - 1 : stage - 1);
    commit_copies();

    FragmentC scores[row_groups][warp_keys / 8];
    multiply_query_key<ELEMENT, HEAD_DIM>(scores, query_address, key_address + stage * stage_bytes);
    const int first = block * BLOCK_N + warp * warp_keys;
    change_row_scores(scores, problem, item, first, lane);
    if (first < first_unmasked || first + warp_keys > end_unmasked) item.mask(problem, scores, first, lane);
    softmax.update(scores, output, problem.scale_log2);
    drop_row_probabilities(scores, problem, item, first, lane);
    multiply_probability_value<ELEMENT, HEAD_DIM>(output, scores, value_address + stage * stage_bytes);
    stage = stage + 1 == STAGES ? 0 : stage + 1;
  }
  softmax.finish();
  wait_for_copies<0>();
  __syncthreads();

  float* const columns = reinterpret_cast<float*>(shared + query_bytes);
  float* const log2_sums = columns + WARPS * BLOCK_M * padded_columns;
  store_warp_rows(columns + warp * BLOCK_M * padded_columns, log2_sums + warp * BLOCK_M, output, softmax,
                  item.rows, problem.scale_log2, probability_total(problem), lane);
  __syncthreads();

  constexpr int fours = HEAD_DIM / 4;
  const int64 first_partial = static_cast<int64>(item.index) * parameters.tile_rows;
  for (int index = threadIdx.x; index < item.rows * fours; index += threads) {
    const int row = index / fours;
    const int column = index % fours * 4;
    const PartialRow result = merge_warps(columns, log2_sums, row, column);
    if (parameters.splits == 1) {
      write_row(problem, item, row, column, result);
    } else {
      *reinterpret_cast<float4*>(parameters.partial_outputs + (first_partial + row) * HEAD_DIM + column) = {
          result.at[0], result.at[1], result.at[2], result.at[3]};
      if (column == 0) parameters.partial_log2_sums[first_partial + row] = result.log2_sum;
    }
  }
  if (parameters.splits > 1) {
    __syncthreads();
    const bool last = threadIdx.x == 0 && is_last_split(item.row_tile, parameters.splits);
    if (__syncthreads_or(last)) {
      const int64 first_split = static_cast<int64>(item.row_tile) * parameters.splits * parameters.tile_rows;
      for (int index = threadIdx.x; index < item.rows * fours; index += threads) {
        const int row = index / fours;
        const int column = index % fours * 4;
        write_row(problem, item, row, column,
                  merge_splits(parameters.partial_log2_sums + first_split + row,
                               parameters.partial_outputs + (first_split + row) * HEAD_DIM + column,
                               parameters.splits, parameters.tile_rows));
      }
    }
  }
  recorder.finish(problem.records, blockIdx.x);
}
