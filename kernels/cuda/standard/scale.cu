// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// The scaling pass of `standard-eager`: out = scale · scores; compiled with TANH=1, out = tanh(scores).
// Compiled with DTYPE as well.
#include "standard/arguments.cuh"
#include "standard/element.cuh"
#include "tile/tangent.cuh"

#ifndef TANH
#define TANH 0
#endif

namespace attnscope {

__device__ Vector scaled(const Vector& packed, float scale) {
  float value[Element::per_vector];
  Element::unpack(packed, value);
#pragma unroll
  for (float& x : value) x = TANH ? tanh_accurate(x) : x * scale;
  return Element::pack(value);
}

}  // namespace attnscope

extern "C" __global__ void __launch_bounds__(256)
    ATTNSCOPE_KERNEL(const __grid_constant__ attnscope::ScaleArguments arguments) {
  using namespace attnscope;
  constexpr int vectors = 4;
  const Vector* scores = static_cast<const Vector*>(arguments.scores);
  Vector* out = static_cast<Vector*>(arguments.scaled);
  const long long step = static_cast<long long>(gridDim.x) * blockDim.x * vectors;
  for (long long start = static_cast<long long>(blockIdx.x) * blockDim.x * vectors + threadIdx.x;
       start < arguments.vectors; start += step) {
    Vector held[vectors];
#pragma unroll
    for (int v = 0; v < vectors; ++v) {
      const long long index = start + v * static_cast<int>(blockDim.x);
      if (index < arguments.vectors) held[v] = scores[index];
    }
#pragma unroll
    for (int v = 0; v < vectors; ++v) {
      const long long index = start + v * static_cast<int>(blockDim.x);
      if (index < arguments.vectors) out[index] = scaled(held[v], arguments.scale);
    }
  }
}
