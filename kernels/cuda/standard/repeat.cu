// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// `standard-eager` repeats K and V for grouped queries, as repeat_interleave does. Moves bytes: no DTYPE.
#include "standard/arguments.cuh"

namespace attnscope {

struct alignas(16) Bytes {
  unsigned word[4];
};

/// `Index` is 32 bits wide where it can be: 64-bit divisions cost as much as the copy.
template <typename Index>
__device__ void repeat(const RepeatArguments& arguments) {
  const Index chunk = static_cast<Index>(arguments.chunk);
  const Index copies = static_cast<Index>(arguments.copies);
  const Index total = static_cast<Index>(arguments.outer) * copies * chunk;
  const Bytes* source = static_cast<const Bytes*>(arguments.source);
  Bytes* repeated = static_cast<Bytes*>(arguments.repeated);
  const Index step = static_cast<Index>(gridDim.x) * blockDim.x;
  for (Index index = static_cast<Index>(blockIdx.x) * blockDim.x + threadIdx.x; index < total; index += step)
    repeated[index] = source[index / (chunk * copies) * chunk + index % chunk];
}

}  // namespace attnscope

extern "C" __global__ void __launch_bounds__(256)
    ATTNSCOPE_KERNEL(const __grid_constant__ attnscope::RepeatArguments arguments) {
  if (arguments.outer * arguments.copies * arguments.chunk < (1ll << 31)) {
    attnscope::repeat<unsigned>(arguments);
  } else {
    attnscope::repeat<unsigned long long>(arguments);
  }
}
