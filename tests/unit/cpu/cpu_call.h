// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// One call of a CPU implementation with everything around it poisoned and guarded, compared to the reference.
#pragma once

#include <gtest/gtest.h>

#include <cstring>
#include <memory>
#include <string>
#include <vector>

#include "kernels/implementation/implementation.h"
#include "kernels/problem/cost.h"
#include "kernels/problem/problem.h"
#include "kernels/reference/compare.h"
#include "kernels/reference/random_inputs.h"
#include "kernels/reference/reference.h"

namespace attnscope {

/// Memory that starts 16 bytes past a 64-byte line, the least that Tensors promises, filled with 0xff (NaN in
/// every type) and followed by a guard.
class GuardedMemory {
 public:
  explicit GuardedMemory(std::uint64_t bytes) : bytes_(bytes), storage_(bytes + 2 * line + guard, poison) {
    void* start = storage_.data();
    std::size_t space = storage_.size();
    data_ = static_cast<std::byte*>(std::align(line, bytes + guard, start, space)) + 16;
  }
  void* data() { return data_; }
  bool guard_is_intact() const {
    for (std::size_t index = 0; index < guard; ++index)
      if (data_[bytes_ + index] != poison) return false;
    for (const std::byte* before = storage_.data(); before < data_; ++before)
      if (*before != poison) return false;
    return true;
  }

 private:
  static constexpr std::byte poison{0xff};
  static constexpr std::size_t line = 64;
  static constexpr std::size_t guard = 4096;
  std::uint64_t bytes_;
  std::vector<std::byte> storage_;
  std::byte* data_ = nullptr;
};

/// Seeded inputs of a problem on the host.
struct HostInputs {
  explicit HostInputs(const Problem& problem, std::uint64_t seed = 42)
      : query(static_cast<std::size_t>(query_elements(problem) * bytes_of(problem.dtype))),
        key(static_cast<std::size_t>(kv_elements(problem) * bytes_of(problem.dtype))),
        value(key.size()) {
    random_inputs(problem.dtype, seed, InputTensor::query, query_elements(problem), query.data(), 1);
    random_inputs(problem.dtype, seed, InputTensor::key, kv_elements(problem), key.data(), 1);
    random_inputs(problem.dtype, seed, InputTensor::value, kv_elements(problem), value.data(), 1);
  }
  std::vector<std::byte> query, key, value;
};

struct CallErrors {
  OutputError output;
  LogSumExpError log_sum_exp;
};

/// Runs `implementation` on `problem` and compares every row with `reference`.
inline CallErrors run_and_compare(Implementation& implementation, const Problem& problem,
                                  const HostInputs& inputs, const ReferenceRows& reference) {
  const auto workspace = implementation.workspace(problem);
  EXPECT_TRUE(workspace) << workspace.error().message;
  auto call = implementation.prepare(problem);
  EXPECT_TRUE(call) << call.error().message;
  GuardedMemory output(output_bytes(problem));
  GuardedMemory scratch(workspace->scratch);
  GuardedMemory log_sum_exp(
      static_cast<std::uint64_t>(problem.batch * problem.query_heads * problem.query_seqlen) * sizeof(float));
  Tensors tensors;
  tensors.query = inputs.query.data();
  tensors.key = inputs.key.data();
  tensors.value = inputs.value.data();
  tensors.output = output.data();
  tensors.log_sum_exp = static_cast<float*>(log_sum_exp.data());
  tensors.scratch = scratch.data();
  const auto launched = (*call)->launch(tensors, nullptr);
  EXPECT_TRUE(launched) << launched.error().message;
  EXPECT_TRUE(output.guard_is_intact()) << "wrote outside the output";
  EXPECT_TRUE(scratch.guard_is_intact()) << "wrote outside the stated scratch memory";
  EXPECT_TRUE(log_sum_exp.guard_is_intact()) << "wrote outside the log-sum-exp";
  return {compare_output(problem, output.data(), reference),
          compare_log_sum_exp(problem, tensors.log_sum_exp, reference)};
}

}  // namespace attnscope
