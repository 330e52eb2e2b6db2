// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Works out where each matrix of a batch lies, for batches that no single stride can walk: bshd tensors of
// several batches. Doing so on the GPU keeps a call free of copies from the host.
#include "standard/arguments.cuh"

extern "C" __global__ void __launch_bounds__(256)
    ATTNSCOPE_KERNEL(const __grid_constant__ attnscope::PointersArguments arguments) {
  using namespace attnscope;
  const long long item = static_cast<long long>(blockIdx.x) * blockDim.x + threadIdx.x;
  if (item >= arguments.items) return;
  const long long inner = item % arguments.count[2];
  const long long middle = item / arguments.count[2] % arguments.count[1];
  const long long outer = item / arguments.count[2] / arguments.count[1];
#pragma unroll
  for (int t = 0; t < PointersArguments::tables; ++t) {
    const PointerTable& table = arguments.table[t];
    arguments.pointers[t * arguments.items + item] = static_cast<const char*>(table.base) +
                                                     outer * table.stride[0] + middle * table.stride[1] +
                                                     inner * table.stride[2];
  }
}
