// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// How persistent CTAs share a launch's work items among themselves: a counter that readies itself.
#pragma once

#include "tile/element.cuh"

/// Work items that were handed out beyond the first ones, one for each CTA or cluster. Wraps to 0 with the
/// launch's last request, which makes it ready for the next launch.
__device__ uint32 items_handed_out;

ATTNSCOPE_DEVICE uint32 next_work_item(uint32 work_items, uint32 first_items) {
  uint32 before;
  asm volatile("atom.global.inc.u32 %0, [%1], %2;"
               : "=r"(before)
               : "l"(&items_handed_out), "r"(work_items - 1)
               : "memory");
  return first_items + before;
}
