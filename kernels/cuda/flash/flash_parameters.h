// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// What a flash kernel is told at launch, as parameters.cuh has it: same fields, same order.
#pragma once

#include <compare>
#include <cstdint>

#include "kernels/cuda/flash/flash_call.h"
#include "kernels/implementation/implementation.h"
#include "kernels/problem/strides.h"

namespace attnscope {

struct Divider {
  std::uint32_t divisor;
  std::uint32_t multiplier;
  std::uint32_t shift;
};

/// Zeros where the problem has none of the options.
struct ScoreParameters {
  float cap;
  float inverse_cap;
  float inverse_scale;
  float alibi_step;
  int alibi_heads;
  std::uint32_t dropout_threshold;
  float dropout_scale;
  std::uint32_t dropout_key[2];
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
  std::uint32_t work_items;
  ScoreParameters scores;
};

/// Exact for numbers below 2³¹ and divisors from 1 to 2³¹.
Divider divider(std::int64_t divisor);

/// All but the pointers.
FlashParameters flash_parameters(const FlashDevice& device, const Problem& problem, FlashForm form,
                                 const FlashTile& tile);

void set_pointers(FlashParameters& parameters, const Tensors& tensors, TileRecord* records);

/// What CTAs, or clusters of them, compute one after the other: query tiles of all (packed) heads and batch
/// entries, as many at a time as a cluster has CTAs, times KV splits.
std::int64_t work_items(const Problem& problem, const FlashTile& tile);

/// Heads whose K and V the L2 can hold at once, at least those of one KV head.
std::int64_t heads_per_section(const Problem& problem, std::int64_t l2_bytes);

/// The order in which heads' tiles are handed out where later rows see more keys: in sections of heads, the
/// last of a size of its own; within a section, all heads' longest tiles first.
struct HeadWalk {
  std::int64_t section = 1;
  std::int64_t last_section = 1;

  auto operator<=>(const HeadWalk&) const = default;
};

/// For CTAs that take item after item: a KV head at a time, since short tiles move as many bytes of Q and O
/// as long ones and should run beside those; at the end two rounds of tiles by length, so that all finish
/// together. Heads of about one round go in pairs: one at a time, all CTAs would read all of one's keys while
/// the next one's are wanted already, and that is more than the L2 holds.
HeadWalk persistent_walk(const Problem& problem, std::int64_t query_tiles, std::int64_t multiprocessors);

}  // namespace attnscope
