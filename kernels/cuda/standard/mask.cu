// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// The masking pass of `standard-eager`: out = visible ? scores : −∞. A warp takes a row, so that which keys
// the row sees is worked out once. Compiled with DTYPE.
#include "standard/visible.cuh"

extern "C" __global__ void __launch_bounds__(256)
    ATTNSCOPE_KERNEL(const __grid_constant__ attnscope::MaskArguments arguments) {
  using namespace attnscope;
  constexpr int width = Element::per_vector;
  const long long query = static_cast<long long>(blockIdx.x) * (blockDim.x / 32) + threadIdx.x / 32;
  if (query >= arguments.window.query_seqlen) return;
  const VisibleKeys keys = visible_keys(arguments.window, query);
  const long long row_vectors = arguments.row_stride / width;
  for (long long head = blockIdx.y; head < arguments.heads; head += gridDim.y) {
    const long long row = head * arguments.window.query_seqlen + query;
    const Vector* scores = static_cast<const Vector*>(arguments.scores) + row * row_vectors;
    Vector* out = static_cast<Vector*>(arguments.masked) + row * row_vectors;
#pragma unroll 4
    for (long long index = threadIdx.x % 32; index < row_vectors; index += 32) {
      const long long start = index * width;
      Vector packed = scores[index];
      if (start < keys.first || start + width > keys.end) packed = masked_at(packed, keys, start);
      out[index] = packed;
    }
  }
}
