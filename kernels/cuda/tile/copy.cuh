// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// 16-byte copies between device memory and shared memory, asynchronous where the GPU can.
#pragma once

#include "tile/element.cuh"

struct alignas(16) Chunk {
  uint32 at[4];
};

ATTNSCOPE_DEVICE Chunk load_chunk(const void* global) {
  Chunk chunk;
  asm volatile("ld.global.v4.u32 {%0, %1, %2, %3}, [%4];"
               : "=r"(chunk.at[0]), "=r"(chunk.at[1]), "=r"(chunk.at[2]), "=r"(chunk.at[3])
               : "l"(global));
  return chunk;
}

ATTNSCOPE_DEVICE void store_chunk(void* global, const Chunk& chunk) {
  asm volatile("st.global.v4.u32 [%0], {%1, %2, %3, %4};" ::"l"(global), "r"(chunk.at[0]), "r"(chunk.at[1]),
               "r"(chunk.at[2]), "r"(chunk.at[3])
               : "memory");
}

ATTNSCOPE_DEVICE void store_words(void* global, uint32 first, uint32 second) {
  asm volatile("st.global.v2.u32 [%0], {%1, %2};" ::"l"(global), "r"(first), "r"(second) : "memory");
}

ATTNSCOPE_DEVICE Chunk load_shared_chunk(uint32 shared) {
  Chunk chunk;
  asm volatile("ld.shared.v4.u32 {%0, %1, %2, %3}, [%4];"
               : "=r"(chunk.at[0]), "=r"(chunk.at[1]), "=r"(chunk.at[2]), "=r"(chunk.at[3])
               : "r"(shared));
  return chunk;
}

ATTNSCOPE_DEVICE void store_shared_chunk(uint32 shared, const Chunk& chunk) {
  asm volatile("st.shared.v4.u32 [%0], {%1, %2, %3, %4};" ::"r"(shared), "r"(chunk.at[0]), "r"(chunk.at[1]),
               "r"(chunk.at[2]), "r"(chunk.at[3])
               : "memory");
}

ATTNSCOPE_DEVICE uint32 load_shared_word(uint32 shared) {
  uint32 word;
  asm volatile("ld.shared.u32 %0, [%1];" : "=r"(word) : "r"(shared) : "memory");
  return word;
}

ATTNSCOPE_DEVICE void store_shared_pair(uint32 shared, uint32 pair) {
  asm volatile("st.shared.u32 [%0], %1;" ::"r"(shared), "r"(pair) : "memory");
}

#if __CUDA_ARCH__ >= 800
/// Copies 16 bytes without passing through registers; writes zeros and reads nothing unless `inside`.
ATTNSCOPE_DEVICE void copy_chunk_async(uint32 shared, const void* global, bool inside) {
  asm volatile("cp.async.cg.shared.global.L2::128B [%0], [%1], 16, %2;" ::"r"(shared), "l"(global),
               "r"(inside ? 16 : 0)
               : "memory");
}

ATTNSCOPE_DEVICE void commit_copies() {
  asm volatile("cp.async.commit_group;" ::: "memory");
}

/// Waits until at most `pending` of this thread's committed groups are under way.
template <int pending>
ATTNSCOPE_DEVICE void wait_for_copies() {
  asm volatile("cp.async.wait_group %0;" ::"n"(pending) : "memory");
}
#endif
