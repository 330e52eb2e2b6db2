// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Warpgroups (four consecutive warps, sm_90a): their share of the registers, and barriers between them.
#pragma once

#include "tile/element.cuh"

constexpr int warpgroup_threads = 128;
constexpr int warpgroup_rows = 64;  // of one product

/// Gives registers back, or waits for others to do so; every warp of the warpgroup calls it.
template <int registers>
ATTNSCOPE_DEVICE void shrink_registers() {
  asm volatile("setmaxnreg.dec.sync.aligned.u32 %0;" ::"n"(registers));
}
template <int registers>
ATTNSCOPE_DEVICE void grow_registers() {
  asm volatile("setmaxnreg.inc.sync.aligned.u32 %0;" ::"n"(registers));
}

/// Hardware barrier `id` (1 to 15; 0 is __syncthreads), completed by `threads` arrivals and waits in all.
ATTNSCOPE_DEVICE void arrive_at_named_barrier(int id, int threads) {
  asm volatile("bar.arrive %0, %1;" ::"r"(id), "r"(threads) : "memory");
}
ATTNSCOPE_DEVICE void wait_at_named_barrier(int id, int threads) {
  asm volatile("bar.sync %0, %1;" ::"r"(id), "r"(threads) : "memory");
}
