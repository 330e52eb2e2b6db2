// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// The copy engine of sm_90 (TMA): boxes of a tensor to shared memory, swizzled, zeros where the box leaves
// the tensor. One thread asks for a copy; an mbarrier learns when its bytes are there.
#pragma once

#include "tile/element.cuh"

/// What the driver's cuTensorMapEncodeTiled makes: base, extents, strides, box and swizzle of a tensor.
struct alignas(64) TensorMap {
  uint64 opaque[16];
};

/// How long the L2 should keep what a copy brings.
ATTNSCOPE_DEVICE uint64 keep_in_l2() {
  uint64 policy;
  asm volatile("createpolicy.fractional.L2::evict_last.b64 %0, 1.0;" : "=l"(policy));
  return policy;
}
ATTNSCOPE_DEVICE uint64 pass_through_l2() {
  uint64 policy;
  asm volatile("createpolicy.fractional.L2::evict_first.b64 %0, 1.0;" : "=l"(policy));
  return policy;
}

ATTNSCOPE_DEVICE void prefetch(const TensorMap& map) {
  asm volatile("prefetch.tensormap [%0];" ::"l"(&map) : "memory");
}

/// Starts copying the box at (column, row, head, batch).
ATTNSCOPE_DEVICE void copy_box(uint32 shared, const TensorMap& map, int column, int row, int head, int batch,
                               uint32 barrier, uint64 policy) {
  asm volatile(
      "cp.async.bulk.tensor.4d.shared::cluster.global.mbarrier::complete_tx::bytes.L2::cache_hint "
      "[%0], [%1, {%2, %3, %4, %5}], [%6], %7;" ::"r"(shared),
      "l"(&map), "r"(column), "r"(row), "r"(head), "r"(batch), "r"(barrier), "l"(policy)
      : "memory");
}

/// The same into the CTAs of the cluster whose bits are set in `ctas`: to the same place in each, on the
/// account of the barrier at the same place in each.
ATTNSCOPE_DEVICE void copy_box_to_ctas(uint32 shared, const TensorMap& map, int column, int row, int head,
                                       int batch, uint32 barrier, uint16 ctas, uint64 policy) {
  asm volatile(
      "cp.async.bulk.tensor.4d.shared::cluster.global.mbarrier::complete_tx::bytes.multicast::cluster"
      ".L2::cache_hint [%0], [%1, {%2, %3, %4, %5}], [%6], %7, %8;" ::"r"(shared),
      "l"(&map), "r"(column), "r"(row), "r"(head), "r"(batch), "r"(barrier), "h"(ctas), "l"(policy)
      : "memory");
}
