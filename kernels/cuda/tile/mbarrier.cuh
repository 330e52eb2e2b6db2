// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Barriers in shared memory that count arrivals and copied bytes (sm_90). A barrier goes through phases 0, 1,
// 0, …; waiting for a phase returns once that phase is complete, and for phase 1 of a fresh barrier at once.
#pragma once

#include "tile/element.cuh"

constexpr int barrier_bytes = 8;

ATTNSCOPE_DEVICE void initialize_barrier(uint32 barrier, uint32 arrivals) {
  asm volatile("mbarrier.init.shared::cta.b64 [%0], %1;" ::"r"(barrier), "r"(arrivals) : "memory");
}

/// Makes initialised barriers known to the copy engine; before the CTA's other threads may use them.
ATTNSCOPE_DEVICE void publish_barriers() {
  asm volatile("fence.mbarrier_init.release.cluster;" ::: "memory");
}

ATTNSCOPE_DEVICE void arrive(uint32 barrier) {
  asm volatile("mbarrier.arrive.shared::cta.b64 _, [%0];" ::"r"(barrier) : "memory");
}

/// Arrives, and keeps the phase open until the copy engine has written `bytes` on this barrier's account.
ATTNSCOPE_DEVICE void arrive_expecting(uint32 barrier, uint32 bytes) {
  asm volatile("mbarrier.arrive.expect_tx.shared::cta.b64 _, [%0], %1;" ::"r"(barrier), "r"(bytes)
               : "memory");
}

ATTNSCOPE_DEVICE bool is_complete(uint32 barrier, uint32 phase) {
  uint32 complete;
  asm volatile(
      "{\n.reg .pred p;\nmbarrier.try_wait.parity.shared::cta.b64 p, [%1], %2;\nselp.u32 %0, 1, 0, p;\n}"
      : "=r"(complete)
      : "r"(barrier), "r"(phase)
      : "memory");
  return complete != 0;
}

ATTNSCOPE_DEVICE void wait(uint32 barrier, uint32 phase) {
#ifdef ATTNSCOPE_GIVE_UP_WAITING
  // For debugging: wrong results instead of a hang. (A trap would make the compiler serialise the products.)
  for (int tries = 0; tries < 1 << 15 && !is_complete(barrier, phase); ++tries) {
  }
#else
  while (!is_complete(barrier, phase)) {
  }
#endif
}
