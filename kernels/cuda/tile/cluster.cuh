// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// CTAs of a cluster (sm_90): which one this is, and barriers and words in another's shared memory.
#pragma once

#include "tile/element.cuh"

/// 0 … of this CTA in its cluster.
ATTNSCOPE_DEVICE uint32 cluster_rank() {
  uint32 rank;
  asm("mov.u32 %0, %%cluster_ctarank;" : "=r"(rank));
  return rank;
}

/// 0 … of this CTA's cluster in a grid of one dimension, and how many there are.
ATTNSCOPE_DEVICE uint32 cluster_index() {
  uint32 index;
  asm("mov.u32 %0, %%clusterid.x;" : "=r"(index));
  return index;
}
ATTNSCOPE_DEVICE uint32 cluster_count() {
  uint32 count;
  asm("mov.u32 %0, %%nclusterid.x;" : "=r"(count));
  return count;
}

/// All threads of the cluster's CTAs wait for each other.
ATTNSCOPE_DEVICE void synchronize_cluster() {
  asm volatile("barrier.cluster.arrive.release;\nbarrier.cluster.wait.acquire;" ::: "memory");
}

/// Where CTA `rank` of the cluster has what lies at `address` in this one's shared memory.
ATTNSCOPE_DEVICE uint32 address_in_cta(uint32 address, uint32 rank) {
  uint32 remote;
  asm("mapa.shared::cluster.u32 %0, %1, %2;" : "=r"(remote) : "r"(address), "r"(rank));
  return remote;
}

/// As arrive() of mbarrier.cuh, at an address of address_in_cta(). Tells that a buffer was read, not that
/// memory was written: that would take a fence for the whole GPU.
ATTNSCOPE_DEVICE void arrive_in_cta(uint32 barrier) {
  asm volatile("mbarrier.arrive.shared::cluster.b64 _, [%0];" ::"r"(barrier) : "memory");
}

/// Stores a word there; the barrier in the same CTA takes its four bytes into account once it is there.
ATTNSCOPE_DEVICE void store_word_in_cta(uint32 address, uint32 word, uint32 barrier) {
  asm volatile("st.async.shared::cluster.mbarrier::complete_tx::bytes.u32 [%0], %1, [%2];" ::"r"(address),
               "r"(word), "r"(barrier)
               : "memory");
}
