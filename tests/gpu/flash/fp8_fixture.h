// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Flash attention in e4m3 on a GPU: inputs with outliers, what the quantiser made of them, and a call's check
// against fp64 attention over just that.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstring>
#include <memory>
#include <random>
#include <vector>

#include "kernels/cuda/flash/fp8/quantise.h"
#include "kernels/problem/strides.h"
#include "kernels/reference/convert.h"
#include "kernels/reference/reference.h"
#include "tests/gpu/flash/flash_fixture.h"

namespace attnscope {

/// N(0, 1), and with outliers N(0, 100) added to one number in a thousand.
inline std::vector<float> normal_numbers(std::int64_t count, std::uint64_t seed, bool outliers) {
  std::mt19937_64 random(seed);
  std::normal_distribution<float> normal;
  std::uniform_real_distribution<float> uniform;
  std::vector<float> numbers(static_cast<std::size_t>(count));
  for (float& number : numbers) {
    number = normal(random);
    if (outliers && uniform(random) < 0.001F) number += 10 * normal(random);
  }
  return numbers;
}

/// Q, K and V from seeds of their own, rounded to the problem's type.
inline FlashInputs inputs_with_outliers(const Problem& problem, std::uint64_t seed, bool outliers) {
  const auto tensor = [&](std::int64_t count, std::uint64_t tensor_seed) {
    std::vector<unsigned char> bytes(static_cast<std::size_t>(count * bytes_of(problem.dtype)));
    narrow(problem.dtype, normal_numbers(count, tensor_seed, outliers).data(), count, bytes.data(), 0);
    return bytes;
  };
  return {tensor(query_elements(problem), seed), tensor(kv_elements(problem), seed + 1),
          tensor(kv_elements(problem), seed + 2)};
}

/// Q, K and V on the host as floats, in the problem's layout.
struct HostInputs {
  std::vector<float> query;
  std::vector<float> key;
  std::vector<float> value;

  ReferenceRows reference(Problem problem, const std::vector<std::int64_t>& rows) const {
    if (!problem.softmax_scale) problem.softmax_scale = effective_softmax_scale(problem);
    problem.dtype = Dtype::fp32;
    return reference_attention(problem, query.data(), key.data(), value.data(), rows);
  }
};

/// Inputs and outputs, and the scratch in which the rounded inputs lie.
class Fp8Buffers : public FlashBuffers {
 public:
  Fp8Buffers(const CudaDriver& driver, const Problem& problem, std::uint64_t seed, bool outliers)
      : FlashBuffers(driver, problem, inputs_with_outliers(problem, seed, outliers),
                     QuantisedInputs(problem).bytes),
        quantised_(problem) {
    poison_scratch();
  }

  HostInputs exact_inputs() const {
    return {widened(inputs().query), widened(inputs().key), widened(inputs().value)};
  }

  /// What the quantiser made of them.
  HostInputs quantised_inputs() const {
    const std::vector<unsigned char> bytes = scratch();
    return {dequantised(bytes, quantised_.query, query_strides(problem())),
            dequantised(bytes, quantised_.key, kv_strides(problem())),
            dequantised(bytes, quantised_.value, kv_strides(problem()))};
  }

 private:
  std::vector<float> widened(const std::vector<unsigned char>& bytes) const {
    const std::int64_t count = static_cast<std::int64_t>(bytes.size()) / bytes_of(problem().dtype);
    std::vector<float> numbers(static_cast<std::size_t>(count));
    widen(problem().dtype, bytes.data(), 0, count, numbers.data());
    return numbers;
  }

  std::vector<float> dequantised(const std::vector<unsigned char>& bytes, const QuantisedTensor& tensor,
                                 const Strides& strides) const {
    std::vector<float> numbers(
        static_cast<std::size_t>(problem().batch * tensor.heads * tensor.rows * problem().head_dim));
    for (std::int64_t batch = 0; batch < problem().batch; ++batch) {
      for (std::int64_t head = 0; head < tensor.heads; ++head) {
        const std::int64_t batch_head = batch * tensor.heads + head;
        float scale = 0;
        std::memcpy(&scale,
                    bytes.data() + tensor.scales + static_cast<std::size_t>(batch_head) * sizeof(float),
                    sizeof scale);
        for (std::int64_t row = 0; row < tensor.rows; ++row) {
          float* const to = numbers.data() + strides.offset(batch, head, row);
          widen(Dtype::fp8_e4m3, bytes.data() + tensor.numbers,
                (batch_head * tensor.rows + row) * problem().head_dim, problem().head_dim, to);
          for (std::int64_t d = 0; d < problem().head_dim; ++d) to[d] *= scale;
        }
      }
    }
    return numbers;
  }

  QuantisedInputs quantised_;
};

class FlashFp8OnGpu : public FlashFixture {
 protected:
  FlashFp8OnGpu() : FlashFixture(ComputeCapability{9, 0}) {}

  using FlashFixture::check;

  void SetUp() override {
    FlashFixture::SetUp();
    if (!IsSkipped() && named("flash-fp8") == nullptr) GTEST_SKIP() << "needs a Hopper GPU";
  }

  std::unique_ptr<PreparedCall> prepare(const Problem& problem, const char* name = "flash-fp8") const {
    EXPECT_TRUE(named(name)->supports(problem));
    auto call = named(name)->prepare(problem);
    if (call) return *std::move(call);
    ADD_FAILURE() << call.error().message;
    return nullptr;
  }

  void accept(PreparedCall& call, const FlashBuffers& buffers) const {
    const auto accepted = call.accept(buffers.tensors(true), nullptr);
    ASSERT_TRUE(accepted) << accepted.error().message;
    finish("rounding the inputs");
  }

  /// Against fp64 attention over what the quantiser wrote: probabilities are rounded, and nothing else.
  void check(PreparedCall& call, const Problem& problem, std::uint64_t seed) const {
    SCOPED_TRACE(to_string(problem) + " " + to_string(*call.tile()));
    const Fp8Buffers buffers(driver(), problem, seed, seed % 4 == 0);
    accept(call, buffers);
    const ReferenceRows reference = buffers.quantised_inputs().reference(problem, all_rows(problem));
    // Sums inside the tensor cores keep some 13 bits.
    double largest = 1;
    for (const double number : reference.log_sum_exp)
      if (std::isfinite(number)) largest = std::max(largest, std::abs(number));
    check(call, buffers, reference, {0.04, largest * 2e-3});
  }

  /// The scratch holds the inputs.
  void poison_all(const FlashBuffers& buffers) const override { buffers.poison_outputs(); }
};

}  // namespace attnscope
