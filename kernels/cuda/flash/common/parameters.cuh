// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// What a flash kernel is told at launch. The host's copy is FlashParameters in flash_parameters.h: same
// fields, same order.
#pragma once

#include "tile/record.cuh"

/// Distances in elements between neighbours in one tensor.
struct Strides {
  int64 batch;
  int64 head;
  int64 row;

  ATTNSCOPE_DEVICE int64 offset(int batch_index, int head_index, int row_index) const {
    return batch_index * batch + head_index * head + row_index * row;
  }
};

/// Divides numbers below 2³¹ by a divisor fixed at launch: one multiplication, which a CTA's uniform
/// registers can do and a division cannot.
struct Divider {
  uint32 divisor;
  uint32 multiplier;  // ⌈2^shift / divisor⌉
  uint32 shift;       // 31 + ⌈log2 divisor⌉

  ATTNSCOPE_DEVICE uint32 quotient(uint32 number) const {
    return static_cast<uint32>((static_cast<uint64>(number) * multiplier) >> shift);
  }
};

/// What variants with a soft cap, ALiBi or dropout are told beyond the rest (score.cuh). Raw scores are q·k.
struct ScoreParameters {
  float cap;                 // of raw scores
  float inverse_cap;         // 1 / cap
  float inverse_scale;       // 1 / softmax_scale
  float alibi_step;          // log2 of the ratio of two neighbouring heads' slopes
  int alibi_heads;           // that follow it from the first slope on; the others stand half a step before
  uint32 dropout_threshold;  // what 16 random bits are compared with, in the upper half
  float dropout_scale;       // of the probabilities that are kept
  uint32 dropout_key[2];
};

struct FlashParameters {
  const uint16* query;
  const uint16* key;
  const uint16* value;
  uint16* output;
  float* log_sum_exp;     // null where not wanted
  TileRecord* records;    // instrumented builds only
  Strides query_strides;  // of the output, too
  Strides kv_strides;
  int query_heads;
  int query_seqlen;
  int kv_seqlen;
  int head_dim;  // at most HEAD_DIM; the rest of a row is zeros
  int window_left;
  int window_right;  // 0 at most where causal
  float softmax_scale;
  float scale_log2;         // softmax_scale · log2 e
  int query_tiles;          // of one head
  int sections;             // of heads that are walked together, so that their K and V stay in L2
  int longest_tiles_first;  // later rows see more keys
  Divider section_tiles;    // CTAs in a section
  Divider section_heads;
  Divider last_section_heads;
  Divider heads_per_batch;
  Divider heads_per_kv_head;
  uint32 work_items;  // tiles of all heads and batch entries: what persistent CTAs share
  ScoreParameters scores;

  /// Of one query row in `log_sum_exp`.
  ATTNSCOPE_DEVICE int64 log_sum_exp_offset(int batch, int head, int row) const {
    return (static_cast<int64>(batch) * query_heads + head) * query_seqlen + row;
  }
};
