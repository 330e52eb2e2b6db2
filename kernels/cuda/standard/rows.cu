// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Two passes of `standard-eager`, a warp a row: out = scores + bias (compiled with ALIBI=1), and out =
// dropout(probabilities) (compiled with DROPOUT=1). Compiled with DTYPE as well.
#include "standard/options.cuh"

extern "C" __global__ void __launch_bounds__(256)
    ATTNSCOPE_KERNEL(const __grid_constant__ attnscope::RowArguments arguments) {
  using namespace attnscope;
  constexpr int width = Element::per_vector;
  const long long query = static_cast<long long>(blockIdx.x) * (blockDim.x / 32) + threadIdx.x / 32;
  if (query >= arguments.window.query_seqlen) return;
  const long long row_vectors = arguments.row_stride / width;
  for (long long head = blockIdx.y; head < arguments.heads; head += gridDim.y) {
    const RowOptions options(arguments.options, arguments.window, query, head);
    const long long row = head * arguments.window.query_seqlen + query;
    const Vector* from = static_cast<const Vector*>(arguments.from) + row * row_vectors;
    Vector* to = static_cast<Vector*>(arguments.to) + row * row_vectors;
    for (long long index = threadIdx.x % 32; index < row_vectors; index += 32) {
      float value[width];
      options.unpack(from[index], index * width, value);
      if (DROPOUT) {
#pragma unroll
        for (float& x : value) x *= arguments.options.dropout_scale;
        options.drop(value, index * width);
      }
      to[index] = Element::pack(value);
    }
  }
}
