// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Q, K or V to e4m3 with one scale for each head of each batch entry, [batch, head, row, column], packed. Two
// launches: the first finds each head's largest magnitude, the second rounds. A warp takes a row at a time.
// Compiled with -D
//   HEAD_DIM (64, 128 or 256)   ELEMENT (Fp16 or Bf16: the source's)
//   ROUND (0: the first launch, 1: the second)
//   HADAMARD (1: rows are turned first, by a random-sign Hadamard matrix, which spreads outliers over a row
//   and leaves products of turned rows as they are)
#include "flash/common/parameters.cuh"
#include "tile/wgmma_e4m3.cuh"

struct QuantiseParameters {
  const uint16* source;
  Strides strides;
  int heads;
  int rows;
  unsigned char* target;
  uint32* largest;  // of each head, a float's bits, which order as the floats do; 0 at first
  float* scales;    // what 1 stands for
};

constexpr int lane_columns = HEAD_DIM / 32;
constexpr float largest_e4m3 = 448.0f;

template <typename Element>
ATTNSCOPE_DEVICE float widen(uint16 number);
template <>
ATTNSCOPE_DEVICE float widen<Fp16>(uint16 number) {
  float wide;
  asm("cvt.f32.f16 %0, %1;" : "=f"(wide) : "h"(number));
  return wide;
}
template <>
ATTNSCOPE_DEVICE float widen<Bf16>(uint16 number) {
  return __uint_as_float(static_cast<uint32>(number) << 16);
}

/// The sign of column `column`: a bit of a hash, the same for Q and K.
ATTNSCOPE_DEVICE float column_sign(uint32 column) {
  uint32 hash = (column + 1) * 0x9e3779b9u;
  hash = (hash ^ hash >> 15) * 0x85ebca6bu;
  return (hash ^ hash >> 13) & 1 ? -1.0f : 1.0f;
}

/// row := H · diag(signs) · row / √HEAD_DIM, the row spread over the warp.
ATTNSCOPE_DEVICE void turn(float (&row)[lane_columns], int lane) {
#pragma unroll
  for (int i = 0; i < lane_columns; ++i) row[i] *= column_sign(lane * lane_columns + i);
#pragma unroll
  for (int distance = 1; distance < lane_columns; distance *= 2) {
#pragma unroll
    for (int i = 0; i < lane_columns; ++i) {
      if (i & distance) continue;
      const float low = row[i];
      const float high = row[i + distance];
      row[i] = low + high;
      row[i + distance] = low - high;
    }
  }
#pragma unroll
  for (int distance = 1; distance < 32; distance *= 2) {
#pragma unroll
    for (int i = 0; i < lane_columns; ++i) {
      const float other = __shfl_xor_sync(~0u, row[i], distance);
      row[i] = lane & distance ? other - row[i] : row[i] + other;
    }
  }
#pragma unroll
  for (int i = 0; i < lane_columns; ++i) row[i] *= rsqrtf(static_cast<float>(HEAD_DIM));
}

extern "C" __global__ void __launch_bounds__(256)
    ATTNSCOPE_KERNEL(const __grid_constant__ QuantiseParameters parameters) {
  const int lane = threadIdx.x % 32;
  const int warps = blockDim.x / 32 * gridDim.x;
  const int batch_head = blockIdx.y;
  const int batch = batch_head / parameters.heads;
  const int head = batch_head - batch * parameters.heads;
  const uint16* const source =
      parameters.source + parameters.strides.offset(batch, head, 0) + lane * lane_columns;
  const float largest_here = ROUND ? __uint_as_float(parameters.largest[batch_head]) : 0.0f;
  // A head of zeros has no scale of its own.
  const float scale = largest_here > 0 ? largest_here / largest_e4m3 : 1.0f;
  float largest = 0;
  for (int number = blockIdx.x * (blockDim.x / 32) + threadIdx.x / 32; number < parameters.rows;
       number += warps) {
    float row[lane_columns];
#pragma unroll
    for (int i = 0; i < lane_columns; ++i)
      row[i] = widen<ELEMENT>(source[number * parameters.strides.row + i]);
    if (HADAMARD) turn(row, lane);
    if (ROUND) {
      unsigned char* const target = parameters.target +
                                    (static_cast<int64>(batch_head) * parameters.rows + number) * HEAD_DIM +
                                    lane * lane_columns;
#pragma unroll
      for (int i = 0; i < lane_columns; i += 2)
        *reinterpret_cast<uint16*>(target + i) = pack_e4m3_pair(row[i] / scale, row[i + 1] / scale);
    } else {
#pragma unroll
      for (int i = 0; i < lane_columns; ++i) largest = fmaxf(largest, fabsf(row[i]));
    }
  }
  if (ROUND) {
    if (blockIdx.x == 0 && threadIdx.x == 0) parameters.scales[batch_head] = scale;
  } else {
    atomicMax(parameters.largest + batch_head, __float_as_uint(largest));
  }
}
