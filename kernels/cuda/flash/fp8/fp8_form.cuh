// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// What flash_sm90_fp8.cu is told at launch, how it lays out shared memory, and what it has of its own to say
// to the loader. The host's copy of the parameters is in fp8_call.h: same fields, same order.
#pragma once

#include "flash/hopper/pipeline.cuh"
#include "tile/panel_tile.cuh"
#include "tile/value_tile.cuh"

struct Fp8Parameters {
  TensorMaps tensors;
  FlashParameters problem;
  const float* query_scales;  // what an e4m3 number stands for, for each head of each batch entry
  const float* key_scales;
  const float* value_scales;
  int kv_heads;
};

constexpr int transposing_warps = 3;

using TransposedTile = TransposedValueTile<BLOCK_N, HEAD_DIM>;

// Panels count 16-bit columns, which hold two numbers each.
using Fp8QueryTile = PanelTile<BLOCK_M, HEAD_DIM / 2>;
using Fp8KvTile = PanelTile<BLOCK_N, HEAD_DIM / 2>;
static_assert(TransposedTile::bytes == Fp8KvTile::bytes);

/// The products read Vᵀ, made of V tiles that have a ring of their own in front of it: full when V is there,
/// free when all that transpose it are done; and for each whether it is the end instead. For each Q, two
/// scales.
struct Fp8Layout
    : PipelineLayout<Fp8QueryTile, Fp8KvTile, VALUE_STAGES * Fp8KvTile::bytes, /*query_words=*/4> {
  using PipelineLayout::PipelineLayout;

  ATTNSCOPE_DEVICE uint32 scales(uint32 stage) const { return word(3 * QUERY_STAGES + stage); }
  ATTNSCOPE_DEVICE uint32 loaded_value(uint32 stage) const {
    return base + staging_tiles + stage * KvTile::bytes;
  }
  ATTNSCOPE_DEVICE uint32 loaded_value_full(uint32 stage) const { return kv_word(4 * STAGES + stage); }
  ATTNSCOPE_DEVICE uint32 loaded_value_free(uint32 stage) const {
    return kv_word(4 * STAGES + VALUE_STAGES + stage);
  }
  ATTNSCOPE_DEVICE uint32 value_end(uint32 stage) const {
    return kv_word(4 * STAGES + 2 * VALUE_STAGES + stage);
  }

  /// By one thread, before the others go on.
  ATTNSCOPE_DEVICE void initialize_barriers() const {
    initialize_rings(transposing_warps);
#pragma unroll
    for (uint32 stage = 0; stage < VALUE_STAGES; ++stage) {
      initialize_barrier(loaded_value_full(stage), 1);
      initialize_barrier(loaded_value_free(stage), transposing_warps);
      store_shared_pair(value_end(stage), 0);
    }
    publish_barriers();
  }
};

struct Fp8Form {
  using Parameters = Fp8Parameters;
  using Layout = Fp8Layout;
  using LoadedValue = RingPosition<VALUE_STAGES>;
  static constexpr int panel_elements = Layout::KvTile::row_bytes;

  /// What the scores' and the output's numbers are to be multiplied by.
  struct ItemWords {
    float score_scale;
    float value_scale;

    ATTNSCOPE_DEVICE ItemWords(const Parameters& parameters, const WorkItem& work, int kv_head) {
      const int head = work.batch * parameters.problem.query_heads + work.head;
      const int batch_kv_head = work.batch * parameters.kv_heads + kv_head;
      score_scale = parameters.query_scales[head] * parameters.key_scales[batch_kv_head];
      value_scale = parameters.value_scales[batch_kv_head];
    }

    ATTNSCOPE_DEVICE void store(const Parameters& parameters, const Layout& shared, uint32 stage) const {
      store_shared_pair(shared.scales(stage), __float_as_uint(score_scale * parameters.problem.scale_log2));
      store_shared_pair(shared.scales(stage) + 4, __float_as_uint(value_scale));
    }
  };

  /// The warps that transpose V do not count tiles.
  static ATTNSCOPE_DEVICE void end_values(const Layout& shared, const LoadedValue& value) {
    wait(shared.loaded_value_free(value.stage), value.phase ^ 1);
    store_shared_pair(shared.value_end(value.stage), 1);
    arrive(shared.loaded_value_full(value.stage));
  }
};
