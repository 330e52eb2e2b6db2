// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// What rounding to e4m3 costs: the quantiser's numbers beside its inputs, and the whole kernel beside fp64
// attention over the inputs.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>
#include <vector>

#include "tests/gpu/flash/fp8_fixture.h"

namespace attnscope {
namespace {

using FlashFp8Rounding = FlashFp8OnGpu;

TEST_F(FlashFp8Rounding, QuantisingRoundsToTheNearestOfAHeadsScale) {
  Problem problem;
  problem.batch = 2;
  problem.query_heads = 6;
  problem.kv_heads = 3;
  problem.query_seqlen = 77;
  problem.kv_seqlen = 130;
  problem.head_dim = 64;
  const auto call = prepare(problem);
  ASSERT_NE(call, nullptr);
  const Fp8Buffers buffers(driver(), problem, 3, false);
  accept(*call, buffers);
  const HostInputs before = buffers.exact_inputs();
  const HostInputs after = buffers.quantised_inputs();
  const Strides strides = query_strides(problem);
  for (std::int64_t batch = 0; batch < problem.batch; ++batch) {
    for (std::int64_t head = 0; head < problem.query_heads; ++head) {
      float largest = 0;
      for (std::int64_t row = 0; row < problem.query_seqlen; ++row)
        for (std::int64_t d = 0; d < problem.head_dim; ++d)
          largest = std::max(
              largest,
              std::abs(before.query[static_cast<std::size_t>(strides.offset(batch, head, row) + d)]));
      // Half of the distance between neighbours: three bits behind the point, or 2^−9 of the scale.
      const float smallest_step = largest / 448 / 512;
      for (std::int64_t row = 0; row < problem.query_seqlen; ++row) {
        for (std::int64_t d = 0; d < problem.head_dim; ++d) {
          const auto at = static_cast<std::size_t>(strides.offset(batch, head, row) + d);
          const float allowed = std::max(std::abs(before.query[at]) / 16, smallest_step / 2) * 1.001F;
          ASSERT_LE(std::abs(after.query[at] - before.query[at]), allowed) << at;
        }
      }
    }
  }
}

TEST_F(FlashFp8Rounding, HadamardKeepsProductsAndSpreadsOutliers) {
  Problem problem;
  problem.query_heads = problem.kv_heads = 2;
  problem.query_seqlen = problem.kv_seqlen = 64;
  for (const std::int64_t head_dim : {64, 128, 256}) {
    problem.head_dim = head_dim;
    const Fp8Buffers buffers(driver(), problem, 5, true);
    double error[2] = {};
    const HostInputs exact = buffers.exact_inputs();
    for (const bool hadamard : {false, true}) {
      const auto call = prepare(problem, hadamard ? "flash-fp8-hadamard" : "flash-fp8");
      ASSERT_NE(call, nullptr);
      accept(*call, buffers);
      const HostInputs rounded = buffers.quantised_inputs();
      const Strides strides = query_strides(problem);
      for (std::int64_t query = 0; query < 64; ++query) {
        for (std::int64_t key = 0; key < 64; ++key) {
          double difference = 0;
          for (std::int64_t d = 0; d < head_dim; ++d) {
            const auto q = static_cast<std::size_t>(strides.offset(0, 1, query) + d);
            const auto k = static_cast<std::size_t>(strides.offset(0, 1, key) + d);
            difference += double{rounded.query[q]} * rounded.key[k] - double{exact.query[q]} * exact.key[k];
          }
          error[hadamard ? 1 : 0] += difference * difference;
        }
      }
      error[hadamard ? 1 : 0] =
          std::sqrt(error[hadamard ? 1 : 0] / (64 * 64 * static_cast<double>(head_dim)));
    }
    EXPECT_LT(error[0], 0.15) << head_dim;
    EXPECT_LT(error[1], 0.15) << head_dim;
    RecordProperty("error_plain", std::to_string(error[0]));
    RecordProperty("error_hadamard", std::to_string(error[1]));
  }
}

/// Relative RMS of `rows`' answers, in the reference's order, against `exact`.
double relative_rms(const std::vector<double>& answers, const ReferenceRows& exact) {
  double difference = 0;
  double size = 0;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    difference += (answers[i] - exact.output[i]) * (answers[i] - exact.output[i]);
    size += exact.output[i] * exact.output[i];
  }
  return std::sqrt(difference / size);
}

/// Attention in double over `inputs`, its probabilities rounded as the kernel's are: 2^8 times what they are
/// beside the row's largest, to e4m3; their sum unrounded.
std::vector<double> with_rounded_probabilities(const Problem& problem, const HostInputs& inputs,
                                               const std::vector<std::int64_t>& rows) {
  const Strides query = query_strides(problem);
  const Strides kv = kv_strides(problem);
  const double scale = effective_softmax_scale(problem);
  std::vector<double> output;
  std::vector<float> probabilities(static_cast<std::size_t>(problem.kv_seqlen));
  std::vector<unsigned char> rounded(probabilities.size());
  std::vector<double> scores(probabilities.size());
  for (std::int64_t head = 0; head < problem.query_heads; ++head) {
    for (const std::int64_t row : rows) {
      const KeyRange keys = visible_keys(problem, row);
      const float* const q = inputs.query.data() + query.offset(0, head, row);
      double largest = -INFINITY;
      for (std::int64_t key = keys.first; key < keys.end; ++key) {
        const float* const k = inputs.key.data() + kv.offset(0, head, key);
        double product = 0;
        for (std::int64_t d = 0; d < problem.head_dim; ++d) product += double{q[d]} * k[d];
        scores[static_cast<std::size_t>(key)] = product * scale;
        largest = std::max(largest, product * scale);
      }
      double sum = 0;
      std::fill(probabilities.begin(), probabilities.end(), 0.0F);
      for (std::int64_t key = keys.first; key < keys.end; ++key) {
        const double probability = 256 * std::exp(scores[static_cast<std::size_t>(key)] - largest);
        sum += probability;
        probabilities[static_cast<std::size_t>(key)] = static_cast<float>(probability);
      }
      narrow(Dtype::fp8_e4m3, probabilities.data(), problem.kv_seqlen, rounded.data(), 0);
      widen(Dtype::fp8_e4m3, rounded.data(), 0, problem.kv_seqlen, probabilities.data());
      std::vector<double> out(static_cast<std::size_t>(problem.head_dim));
      for (std::int64_t key = keys.first; key < keys.end; ++key) {
        const float* const v = inputs.value.data() + kv.offset(0, head, key);
        const double probability = probabilities[static_cast<std::size_t>(key)];
        for (std::size_t d = 0; d < out.size(); ++d) out[d] += probability * v[d];
      }
      for (const double number : out) output.push_back(number / sum);
    }
  }
  return output;
}

/// The kernel's answers of `rows`, in the reference's order.
std::vector<double> rows_of(const Problem& problem, const std::vector<unsigned char>& output,
                            const std::vector<std::int64_t>& rows) {
  std::vector<double> numbers;
  std::vector<double> row_numbers(static_cast<std::size_t>(problem.head_dim));
  for (std::int64_t head = 0; head < problem.query_heads; ++head) {
    for (const std::int64_t row : rows) {
      widen(problem.dtype, output.data(), query_strides(problem).offset(0, head, row), problem.head_dim,
            row_numbers.data());
      numbers.insert(numbers.end(), row_numbers.begin(), row_numbers.end());
    }
  }
  return numbers;
}

TEST_F(FlashFp8Rounding, ErrorIsThatOfRoundingInputsAndProbabilities) {
  for (const std::int64_t head_dim : {64, 128, 256}) {
    for (const std::int64_t seqlen : {1024, 2048, 16384}) {
      for (const bool outliers : {false, true}) {
        for (const bool hadamard : {false, true}) {
          if (hadamard && seqlen != 1024) continue;
          Problem problem;
          problem.query_heads = problem.kv_heads = 2;
          problem.query_seqlen = problem.kv_seqlen = seqlen;
          problem.head_dim = head_dim;
          problem.causal = seqlen == 2048;
          const auto call = prepare(problem, hadamard ? "flash-fp8-hadamard" : "flash-fp8");
          ASSERT_NE(call, nullptr);
          const Fp8Buffers buffers(driver(), problem, 23, outliers);
          accept(*call, buffers);
          run(*call, buffers, false);
          std::vector<std::int64_t> rows;
          for (std::int64_t row = 3; row < seqlen; row += seqlen / 64) rows.push_back(row);
          const ReferenceRows exact = buffers.exact_inputs().reference(problem, rows);
          const HostInputs rounded = buffers.quantised_inputs();
          const double inputs_alone = relative_rms(rounded.reference(problem, rows).output, exact);
          const double emulated = relative_rms(with_rounded_probabilities(problem, rounded, rows), exact);
          const double measured = relative_rms(rows_of(problem, buffers.output(), rows), exact);
          std::printf("D %d S %d%s%s: relative RMS %.3e, inputs alone %.3e (x%.3f), emulated %.3e (x%.3f)\n",
                      static_cast<int>(head_dim), static_cast<int>(seqlen), outliers ? " outliers" : "",
                      hadamard ? " hadamard" : "", measured, inputs_alone, measured / inputs_alone, emulated,
                      measured / emulated);
          EXPECT_LE(measured, 1.25 * inputs_alone);
          EXPECT_LE(measured, 1.05 * emulated);
        }
      }
    }
  }
}

}  // namespace
}  // namespace attnscope
