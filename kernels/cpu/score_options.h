// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// A problem's soft cap, ALiBi and dropout as the inner loops want them told.
#pragma once

#include <cstdint>

#include "kernels/cpu/vector_kernels.h"
#include "kernels/problem/score.h"

namespace attnscope::cpu {

class ScoreOptions {
 public:
  /// `problem` outlives this.
  explicit ScoreOptions(const Problem& problem) : problem_(problem) {}

  /// Whether scores are anything but scale · q·k.
  bool changes_scores() const { return problem_.soft_cap || problem_.alibi; }
  bool dropout() const { return problem_.dropout > 0; }

  float soft_cap() const { return static_cast<float>(problem_.soft_cap.value_or(0)); }

  /// What a head's scores gain for each position between query and key: less than nothing.
  float bias_slope(std::int64_t head) const {
    return static_cast<float>(-alibi_slope(problem_.query_heads, head));
  }
  /// The key position at which a query sits.
  std::int64_t position(std::int64_t query) const {
    return query + problem_.kv_seqlen - problem_.query_seqlen;
  }

  /// What probabilities add up to before some are dropped.
  float kept_scale() const { return dropout() ? static_cast<float>(dropout_scale(problem_)) : 1.0F; }
  DropoutPlace dropout_place(std::int64_t batch, std::int64_t head, std::int64_t query,
                             std::int64_t key) const {
    return {problem_.dropout_seed, dropout_threshold(problem_),
            static_cast<std::uint32_t>(batch * problem_.query_heads + head), query, key};
  }

 private:
  const Problem& problem_;
};

}  // namespace attnscope::cpu
