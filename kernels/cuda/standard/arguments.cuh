// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// What the host passes to the kernels, one struct a kernel. Read by the host's compiler and by
// NVRTC, so it includes nothing. Scores are [heads, query_seqlen, row_stride], heads being batch × query
// heads.
#pragma once

namespace attnscope {

/// Window sides that reach past every key are given as query_seqlen + kv_seqlen; causal is right = 0.
struct VisibleWindow {
  long long query_seqlen;
  long long kv_seqlen;
  long long left;
  long long right;
};

/// Soft cap, ALiBi and dropout (kernels/problem/score.h), where a kernel is compiled for them.
struct ScoreArguments {
  float cap;
  float inverse_cap;
  float alibi_step;  ///< log2 of the ratio of two neighbouring heads' slopes
  int alibi_heads;   ///< that follow it from the first slope on; the others stand half a step before
  int query_heads;
  unsigned dropout_threshold;
  float dropout_scale;  ///< of the probabilities that are kept
  unsigned dropout_key[2];
};

struct SoftmaxArguments {
  const void* scores;
  void* probabilities;  ///< may be `scores`
  float* log_sum_exp;   ///< may be null
  VisibleWindow window;
  long long heads;
  long long row_stride;  ///< elements, a multiple of 16 bytes
  float score_scale;     ///< softmax of score_scale · score
  /// Probabilities are written times 2^exponent: fp16 keeps their small ones as normal numbers so.
  float probability_exponent;
  ScoreArguments options;
};

struct ScaleArguments {
  const void* scores;
  void* scaled;
  long long vectors;  ///< of 16 bytes
  float scale;
};

struct MaskArguments {
  const void* scores;
  void* masked;
  VisibleWindow window;
  long long heads;
  long long row_stride;
};

/// Of a pass that adds ALiBi's biases, or drops probabilities.
struct RowArguments {
  const void* from;
  void* to;
  VisibleWindow window;
  long long heads;
  long long row_stride;
  ScoreArguments options;
};

/// repeated[outer][copy][chunk] = source[outer][chunk], counted in vectors of 16 bytes.
struct RepeatArguments {
  const void* source;
  void* repeated;
  long long outer;
  long long copies;
  long long chunk;
};

/// One table of pointers: entry i of `items` is base + Σ over dimensions of (index · stride), in bytes.
struct PointerTable {
  const void* base;
  long long stride[3];
};

/// Both products of a call: their A, B and C tables one after the other.
struct PointersArguments {
  static constexpr int tables = 6;
  PointerTable table[tables];
  long long count[3];  ///< of each dimension, outermost first
  long long items;     ///< the counts' product
  const void** pointers;
};

}  // namespace attnscope
