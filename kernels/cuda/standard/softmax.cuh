// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Mask and softmax of score rows in one pass: a row is read once, held in registers, and written once.
// Masked scores are not read; their probabilities are written as 0.
#pragma once

#include "standard/element.cuh"
#include "standard/options.cuh"
#include "standard/visible.cuh"

namespace attnscope {

__device__ inline float exp2_approximate(float x) {
  float y;
  asm("ex2.approx.ftz.f32 %0, %1;" : "=f"(y) : "f"(x));
  return y;
}

__device__ inline float log2_approximate(float x) {
  float y;
  asm("lg2.approx.f32 %0, %1;" : "=f"(y) : "f"(x));
  return y;
}

__device__ inline float warp_max(float x) {
#pragma unroll
  for (int distance = 16; distance > 0; distance /= 2) x = fmaxf(x, __shfl_xor_sync(~0u, x, distance));
  return x;
}

__device__ inline float warp_sum(float x) {
#pragma unroll
  for (int distance = 16; distance > 0; distance /= 2) x += __shfl_xor_sync(~0u, x, distance);
  return x;
}

/// Σ 2^(x − max) over a part of a row, together with that part's max, both in units of log₂.
struct PartialSoftmax {
  float max;
  float sum;

  /// What 2^x is divided by before it is summed; any number will do where every x is −∞.
  __device__ float offset() const { return max == minus_infinity() ? 0.0f : max; }
};

/// The partial softmax of all threads' parts.
__device__ inline PartialSoftmax combine_in_warp(const PartialSoftmax& part) {
  PartialSoftmax whole{warp_max(part.max), 0};
  whole.sum = warp_sum(part.sum * exp2_approximate(part.max - whole.offset()));
  return whole;
}

template <int warps>
__device__ PartialSoftmax combine_in_block(const PartialSoftmax& part, PartialSoftmax (&of_warp)[warps]) {
  const PartialSoftmax mine = combine_in_warp(part);
  const int lane = threadIdx.x % 32;
  if (lane == 0) of_warp[threadIdx.x / 32] = mine;
  __syncthreads();
  return combine_in_warp(lane < warps ? of_warp[lane] : PartialSoftmax{minus_infinity(), 0});
}

/// log₂ of the sum of the row's exponentials; −∞ where no key is visible.
__device__ inline float log2_sum_exp(const PartialSoftmax& row) {
  return row.max == minus_infinity() ? minus_infinity() : row.max + log2_approximate(row.sum);
}

__device__ inline Vector probabilities(const Vector& scores, const RowOptions& options, long long first_key,
                                       float log2_scale, float offset) {
  float value[Element::per_vector];
  options.unpack(scores, first_key, value);
#pragma unroll
  for (float& x : value) x = exp2_approximate(fmaf(x, log2_scale, -offset));
  options.drop(value, first_key);
  return Element::pack(value);
}

constexpr float log2_e = 1.4426950408889634f;
constexpr float ln_2 = 0.6931471805599453f;

/// A row, and the block's place in the grid: blocks along x take query rows, along y heads. The last rows
/// come first: the product before this kernel wrote them last, and the one after reads the first rows first,
/// so some of both are still in the L2.
struct RowOfBlock {
  long long query;
  long long head;
};

__device__ inline RowOfBlock first_row(const SoftmaxArguments& arguments, int rows_per_block, int row) {
  const long long from_the_end = static_cast<long long>(blockIdx.x) * rows_per_block + row;
  return {arguments.window.query_seqlen - 1 - from_the_end, arguments.heads - 1 - blockIdx.y};
}

/// `threads` threads hold a row of up to threads · vectors vectors; a block has `rows` such rows. Rows of
/// more than a warp have a block of their own.
template <int threads, int vectors, int rows>
__device__ void softmax_held(const SoftmaxArguments& arguments) {
  static_assert(!SOFT_CAP && !ALIBI && !DROPOUT, "their registers are not to be had beside a row");
  static_assert(threads == 32 || rows == 1, "a barrier spans the block");
  constexpr int width = Element::per_vector;
  const int lane = threadIdx.x % threads;
  auto [query, head] = first_row(arguments, rows, threadIdx.x / threads);
  if (query < 0) return;

  const VisibleKeys keys = visible_keys(arguments.window, query);
  const int first_vector = static_cast<int>(keys.first / width);
  const int end_vector = static_cast<int>((keys.end + width - 1) / width);
  const int row_vectors = static_cast<int>((arguments.window.kv_seqlen + width - 1) / width);
  const float log2_scale = arguments.score_scale * log2_e;

  __shared__ PartialSoftmax of_warp[2][threads / 32];
  for (int turn = 0; head >= 0; head -= gridDim.y, turn ^= 1) {
    const long long row = head * arguments.window.query_seqlen + query;
    const Vector* scores =
        static_cast<const Vector*>(arguments.scores) + row * (arguments.row_stride / width);

    Vector held[vectors];
#pragma unroll
    for (int v = 0; v < vectors; ++v) {
      const int index = lane + v * threads;
      held[v] = all_minus_infinity();
      if (index >= first_vector && index < end_vector) held[v] = scores[index];
    }
#pragma unroll
    for (int v = 0; v < vectors; ++v) {
      const int index = lane + v * threads;
      if (index == first_vector || index == end_vector - 1) {
        held[v] = masked(held[v], static_cast<int>(keys.first) - index * width,
                         static_cast<int>(keys.end) - index * width);
      }
    }

    const RowOptions options(arguments.options, arguments.window, query, head);
    PartialSoftmax part{minus_infinity(), 0};
#pragma unroll
    for (int v = 0; v < vectors; ++v) {
      float value[width];
      Element::unpack(held[v], value);
#pragma unroll
      for (const float x : value) part.max = fmaxf(part.max, x);
    }
    part.max *= log2_scale;
    const float offset = part.offset();
#pragma unroll
    for (int v = 0; v < vectors; ++v) {
      stay_packed(held[v], part.max);
      float value[width];
      Element::unpack(held[v], value);
#pragma unroll
      for (const float x : value) part.sum += exp2_approximate(fmaf(x, log2_scale, -offset));
    }

    // Two buffers in turn, so that one barrier a row is enough.
    PartialSoftmax whole;
    if constexpr (threads == 32) {
      whole = combine_in_warp(part);
    } else {
      whole = combine_in_block(part, of_warp[turn]);
    }
    const float log2_sum = log2_sum_exp(whole);
    if (lane == 0 && arguments.log_sum_exp != nullptr) arguments.log_sum_exp[row] = log2_sum * ln_2;

    Vector* out = static_cast<Vector*>(arguments.probabilities) + row * (arguments.row_stride / width);
    const float out_offset = whole.max == minus_infinity() ? 0.0f : log2_sum - arguments.probability_exponent;
#pragma unroll
    for (int v = 0; v < vectors; ++v) {
      const int index = lane + v * threads;
      stay_packed(held[v], whole.max);
      if (index < row_vectors)
        out[index] = probabilities(held[v], options, index * width, log2_scale, out_offset);
    }
  }
}

/// Rows too long for registers: once for the sum (online), once more for the probabilities.
template <int threads>
__device__ void softmax_long(const SoftmaxArguments& arguments) {
  constexpr int width = Element::per_vector;
  auto [query, head] = first_row(arguments, 1, 0);
  const VisibleKeys keys = visible_keys(arguments.window, query);
  const long long first_vector = keys.first / width;
  const long long end_vector = (keys.end + width - 1) / width;
  const long long row_vectors = (arguments.window.kv_seqlen + width - 1) / width;
  const float log2_scale = arguments.score_scale * log2_e;

  __shared__ PartialSoftmax of_warp[2][threads / 32];
  for (int turn = 0; head >= 0; head -= gridDim.y, turn ^= 1) {
    const long long row = head * arguments.window.query_seqlen + query;
    const Vector* scores =
        static_cast<const Vector*>(arguments.scores) + row * (arguments.row_stride / width);
    const auto load = [&](long long index) {
      Vector packed = all_minus_infinity();
      if (index < first_vector || index >= end_vector) return packed;
      packed = scores[index];
      if (index == first_vector || index == end_vector - 1) packed = masked_at(packed, keys, index * width);
      return packed;
    };

    const RowOptions options(arguments.options, arguments.window, query, head);
    PartialSoftmax part{minus_infinity(), 0};
#pragma unroll 4
    for (long long index = first_vector + threadIdx.x; index < end_vector; index += threads) {
      float value[width];
      options.unpack(load(index), index * width, value);
      PartialSoftmax longer = part;
#pragma unroll
      for (const float x : value) longer.max = fmaxf(longer.max, x * log2_scale);
      longer.sum *= exp2_approximate(part.max - longer.offset());
#pragma unroll
      for (const float x : value) longer.sum += exp2_approximate(fmaf(x, log2_scale, -longer.offset()));
      part = longer;
    }
    const PartialSoftmax whole = combine_in_block(part, of_warp[turn]);
    const float log2_sum = log2_sum_exp(whole);
    if (threadIdx.x == 0 && arguments.log_sum_exp != nullptr) arguments.log_sum_exp[row] = log2_sum * ln_2;

    // No barrier is needed before writing in place: a thread writes only what it read itself. Vectors are
    // dealt from first_vector on in both loops, those before it belong to nobody.
    Vector* out = static_cast<Vector*>(arguments.probabilities) + row * (arguments.row_stride / width);
    const float out_offset = whole.max == minus_infinity() ? 0.0f : log2_sum - arguments.probability_exponent;
    for (long long index = threadIdx.x; index < first_vector; index += threads) out[index] = Vector{};
#pragma unroll 4
    for (long long index = first_vector + threadIdx.x; index < row_vectors; index += threads)
      out[index] = probabilities(load(index), options, index * width, log2_scale, out_offset);
  }
}

}  // namespace attnscope
