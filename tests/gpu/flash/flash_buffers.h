// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// One flash problem on a GPU: inputs on host and device, and poisoned outputs with a guard behind them.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "kernels/implementation/implementation.h"
#include "kernels/reference/random_inputs.h"
#include "kernels/reference/reference.h"
#include "tests/gpu/gpu_device.h"

namespace attnscope {

inline constexpr std::size_t guard_bytes = 4096;
inline constexpr unsigned char poison = 0xff;  // NaN in every float type

/// Its inputs, as any implementation gets them.
struct FlashInputs {
  std::vector<unsigned char> query;
  std::vector<unsigned char> key;
  std::vector<unsigned char> value;
};

/// Standard normal ones, from a seed.
inline FlashInputs normal_inputs(const Problem& problem, std::uint64_t seed) {
  const auto tensor = [&](InputTensor which, std::int64_t elements) {
    std::vector<unsigned char> bytes(static_cast<std::size_t>(elements * bytes_of(problem.dtype)));
    random_inputs(problem.dtype, seed, which, elements, bytes.data());
    return bytes;
  };
  return {tensor(InputTensor::query, query_elements(problem)), tensor(InputTensor::key, kv_elements(problem)),
          tensor(InputTensor::value, kv_elements(problem))};
}

/// Inputs on host and device, and poisoned outputs and scratch with a guard behind them.
class FlashBuffers {
 public:
  FlashBuffers(const CudaDriver& driver, const Problem& problem, FlashInputs inputs,
               std::uint64_t scratch_bytes = 0)
      : problem_(problem),
        inputs_(std::move(inputs)),
        device_query_(driver, inputs_.query.size()),
        device_key_(driver, inputs_.key.size()),
        device_value_(driver, inputs_.value.size()),
        device_output_(driver, inputs_.query.size() + guard_bytes),
        device_lse_(driver, lse_bytes() + guard_bytes),
        scratch_bytes_(static_cast<std::size_t>(scratch_bytes)),
        device_scratch_(driver, scratch_bytes_ + guard_bytes) {
    device_query_.upload(inputs_.query.data(), inputs_.query.size());
    device_key_.upload(inputs_.key.data(), inputs_.key.size());
    device_value_.upload(inputs_.value.data(), inputs_.value.size());
  }

  Tensors tensors(bool with_lse) const {
    Tensors tensors;
    tensors.query = device_query_.get();
    tensors.key = device_key_.get();
    tensors.value = device_value_.get();
    tensors.output = device_output_.get();
    tensors.log_sum_exp = with_lse ? static_cast<float*>(device_lse_.get()) : nullptr;
    tensors.scratch = scratch_bytes_ > 0 ? device_scratch_.get() : nullptr;
    return tensors;
  }

  void poison_outputs() const {
    device_output_.fill(poison);
    device_lse_.fill(poison);
  }
  void poison_scratch() const { device_scratch_.fill(poison); }

  std::vector<unsigned char> output() const { return device_output_.download(); }
  std::vector<unsigned char> log_sum_exp() const { return device_lse_.download(); }
  std::vector<unsigned char> scratch() const { return device_scratch_.download(); }

  const Problem& problem() const { return problem_; }
  const FlashInputs& inputs() const { return inputs_; }

  /// The right answer in every row.
  ReferenceRows reference() const {
    const std::vector<std::int64_t> rows = all_rows(problem_);
    return reference_attention(problem_, inputs_.query.data(), inputs_.key.data(), inputs_.value.data(),
                               rows);
  }

  std::size_t lse_bytes() const {
    return static_cast<std::size_t>(problem_.batch * problem_.query_heads * problem_.query_seqlen) *
           sizeof(float);
  }
  std::size_t output_bytes() const { return inputs_.query.size(); }
  std::size_t scratch_bytes() const { return scratch_bytes_; }

 private:
  Problem problem_;
  FlashInputs inputs_;
  DeviceMemory device_query_;
  DeviceMemory device_key_;
  DeviceMemory device_value_;
  DeviceMemory device_output_;
  DeviceMemory device_lse_;
  std::size_t scratch_bytes_;
  DeviceMemory device_scratch_;
};

inline bool is_poison(const std::vector<unsigned char>& bytes, std::size_t from) {
  return std::all_of(bytes.begin() + static_cast<std::ptrdiff_t>(from), bytes.end(),
                     [](unsigned char byte) { return byte == poison; });
}

}  // namespace attnscope
