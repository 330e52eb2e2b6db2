// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// What flash_sm90.cu is told at launch, how it lays out shared memory, and what it has of its own to say to
// the loader. The host's copy of the parameters is in hopper_call.h: same fields, same order.
#pragma once

#include "flash/hopper/pipeline.cuh"
#include "tile/panel_tile.cuh"

struct HopperParameters {
  TensorMaps tensors;
  FlashParameters problem;
};

/// V is read where the copy engine puts it.
struct HopperLayout
    : PipelineLayout<PanelTile<BLOCK_M, HEAD_DIM>, PanelTile<BLOCK_N, HEAD_DIM>, 0, /*query_words=*/3> {
  using PipelineLayout::PipelineLayout;

  ATTNSCOPE_DEVICE uint32 loaded_value(uint32 stage) const { return value(stage); }
  ATTNSCOPE_DEVICE uint32 loaded_value_full(uint32 stage) const { return value_full(stage); }
  ATTNSCOPE_DEVICE uint32 loaded_value_free(uint32 stage) const { return value_free(stage); }

  // Where the first CTA of a cluster tells the second the next work item.
  ATTNSCOPE_DEVICE uint32 next_full() const { return kv_word(4 * STAGES); }
  ATTNSCOPE_DEVICE uint32 next_free() const { return kv_word(4 * STAGES + 1); }
  ATTNSCOPE_DEVICE uint32 next_item() const { return kv_word(4 * STAGES + 2); }

  /// By one thread, before the others go on.
  ATTNSCOPE_DEVICE void initialize_barriers() const {
    initialize_rings(1);
    if constexpr (CLUSTER > 1) {
      initialize_barrier(next_full(), 1);
      initialize_barrier(next_free(), 1);
    }
    publish_barriers();
  }
};

struct HopperForm {
  using Parameters = HopperParameters;
  using Layout = HopperLayout;
  using LoadedValue = RingPosition<STAGES>;
  static constexpr int panel_elements = Layout::KvTile::panel_columns;

  /// Nothing beyond a work item's number.
  struct ItemWords {
    ATTNSCOPE_DEVICE ItemWords(const Parameters&, const WorkItem&, int) {}
    ATTNSCOPE_DEVICE void store(const Parameters&, const Layout&, uint32) const {}
  };

  /// Nobody but the consumers waits for V, and they count.
  static ATTNSCOPE_DEVICE void end_values(const Layout&, const LoadedValue&) {}
};
