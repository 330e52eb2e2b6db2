// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Soft cap, ALiBi and dropout on one row of scores, as kernels/problem/score.h defines them.
#pragma once

#include "standard/arguments.cuh"
#include "standard/element.cuh"
#include "tile/philox.cuh"
#include "tile/score_flags.cuh"
#include "tile/tangent.cuh"

namespace attnscope {

class RowOptions {
 public:
  /// `head` counts over the batch.
  __device__ RowOptions(const ScoreArguments& options, const VisibleWindow& window, long long query,
                        long long head)
      : options_(options) {
    if (ALIBI) {
      const int place = static_cast<int>(head % options.query_heads);
      const float step = place < options.alibi_heads ? static_cast<float>(place + 1)
                                                     : static_cast<float>(place - options.alibi_heads) + 0.5f;
      slope_ = exp2_fast(options.alibi_step * step);
      position_ = static_cast<int>(query + window.kv_seqlen - window.query_seqlen);
    }
    if (DROPOUT) {
      row_counter_ = static_cast<unsigned>(query / 16 * 8 + query % 8);
      lower_rows_ = query % 16 >= 8;
      head_ = static_cast<unsigned>(head);
    }
  }

  /// A vector's scores, capped and biased. What is masked (−∞) stays so.
  __device__ void unpack(const Vector& packed, long long first_key,
                         float (&value)[Element::per_vector]) const {
    Element::unpack(packed, value);
    if (SOFT_CAP) {
#pragma unroll
      for (float& x : value)
        x = x == minus_infinity() ? x : options_.cap * tanh_accurate(x * options_.inverse_cap);
    }
    if (ALIBI) {
      const int distance = static_cast<int>(first_key) - position_;
#pragma unroll
      for (int i = 0; i < Element::per_vector; ++i)
        value[i] -= slope_ * fabsf(static_cast<float>(distance + i));
    }
  }

  /// Sets the probabilities that dropout drops to 0. `first_key` is a multiple of the vector's width, so
  /// that its pairs are of one half of 16 keys.
  __device__ void drop(float (&value)[Element::per_vector], long long first_key) const {
    if (!DROPOUT) return;
    const bool right = first_key % 16 >= 8;
    const unsigned first = static_cast<unsigned>(first_key / 16 * 4 + first_key % 8 / 2);
#pragma unroll
    for (int i = 0; i < Element::per_vector; i += 2) {
      const PhiloxWords draw =
          philox(first + i / 2, row_counter_, head_, options_.dropout_key[0], options_.dropout_key[1]);
      const unsigned left_word = lower_rows_ ? draw.at[2] : draw.at[0];
      const unsigned right_word = lower_rows_ ? draw.at[3] : draw.at[1];
      const unsigned bits = right ? right_word : left_word;
      if ((bits & 0xffffu) < options_.dropout_threshold) value[i] = 0;
      if (bits >> 16 < options_.dropout_threshold) value[i + 1] = 0;
    }
  }

 private:
  const ScoreArguments& options_;
  float slope_;
  int position_;
  unsigned row_counter_;
  bool lower_rows_;
  unsigned head_;
};

}  // namespace attnscope
