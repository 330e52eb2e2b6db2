// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Where and when a CTA ran: written by instrumented builds (-DATTNSCOPE_INSTRUMENTED), nothing otherwise.
// The layout is that of TileRecord in kernels/implementation/implementation.h.
#pragma once

#include "tile/element.cuh"

struct TileRecord {
  uint32 sm;
  uint32 work_item;
  uint64 start_ns;
  uint64 end_ns;
};

ATTNSCOPE_DEVICE uint64 global_time_ns() {
  uint64 time;
  asm volatile("mov.u64 %0, %%globaltimer;" : "=l"(time)::"memory");
  return time;
}

ATTNSCOPE_DEVICE void write_record(TileRecord* records, uint32 work_item, uint64 start_ns) {
  uint32 sm;
  asm volatile("mov.u32 %0, %%smid;" : "=r"(sm));
  records[work_item] = {sm, work_item, start_ns, global_time_ns()};
}

/// Lives from a CTA's first instruction to its last.
class TileRecorder {
 public:
#ifdef ATTNSCOPE_INSTRUMENTED
  ATTNSCOPE_DEVICE TileRecorder() : start_(global_time_ns()) {}

  /// Called by every thread once its part of work item `work_item` is done.
  ATTNSCOPE_DEVICE void finish(TileRecord* records, uint32 work_item) const {
    __syncthreads();
    if (threadIdx.x == 0) write_record(records, work_item, start_);
  }

 private:
  uint64 start_;
#else
  ATTNSCOPE_DEVICE void finish(TileRecord*, uint32) const {}
#endif
};

/// The same where a CTA goes through several work items: from the moment that one of its warpgroups takes an
/// item up to the moment that it has written its part. The same warpgroup for all items: then they do not
/// overlap.
class ItemRecorder {
 public:
#ifdef ATTNSCOPE_INSTRUMENTED
  ATTNSCOPE_DEVICE ItemRecorder() {
    start();
  }

  ATTNSCOPE_DEVICE void start() {
    start_ = global_time_ns();
  }

  /// `writes` in one thread.
  ATTNSCOPE_DEVICE void finish(TileRecord* records, uint32 work_item, bool writes) const {
    if (writes) write_record(records, work_item, start_);
  }

 private:
  uint64 start_;
#else
  ATTNSCOPE_DEVICE void start() {}
  ATTNSCOPE_DEVICE void finish(TileRecord*, uint32, bool) const {}
#endif
};
