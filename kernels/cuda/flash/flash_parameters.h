// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// What a flash kernel is told at launch, as parameters.cuh has it: same fields, same order.
#pragma once

#include <cstdint>

#include "kernels/cuda/flash/flash_tiles.h"
#include "kernels/implementation/implementation.h"
#include "kernels/problem/strides.h"

namespace attnscope {

struct Divider {
  std::uint32_t divisor;
  std::uint32_t multiplier;
  std::uint32_t shift;
};

struct FlashParameters {
  const void* query;
  const void* key;
  const void* value;
  void* output;
  float* log_sum_exp;
  TileRecord* records;
  Strides query_strides;
  Strides kv_strides;
  int query_heads;
  int query_seqlen;
  int kv_seqlen;
  int head_dim;
  int window_left;
  int window_right;
  float softmax_scale;
  float scale_log2;
  int query_tiles;
  int sections;
  int longest_tiles_first;
  Divider section_tiles;
  Divider section_heads;
  Divider last_section_heads;
  Divider heads_per_batch;
  Divider heads_per_kv_head;
};

/// All but the pointers.
FlashParameters flash_parameters(const Problem& problem, FlashForm form, const FlashTile& tile,
                                 std::int64_t l2_bytes);

void set_pointers(FlashParameters& parameters, const Tensors& tensors, TileRecord* records);

/// Query tiles of all heads and batch entries.
std::int64_t work_items(const Problem& problem, const FlashTile& tile);

/// Heads whose K and V the L2 can hold at once, at least those of one KV head.
std::int64_t heads_per_section(const Problem& problem, std::int64_t l2_bytes);

/// About `most` heads a section, but sections of like size: where tiles are handed out longest first, a small
/// section at the end would bring long tiles when there is nothing left to run beside them.
std::int64_t even_section(const Problem& problem, std::int64_t most);

}  // namespace attnscope
