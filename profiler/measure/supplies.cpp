// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/measure/supplies.h"

#include <algorithm>

#include "kernels/problem/cost.h"
#include "kernels/reference/random_inputs.h"

namespace attnscope {

InputCache::Key InputCache::key_of(const Problem& problem, std::uint64_t seed) {
  return {problem.dtype, seed, query_elements(problem), kv_elements(problem)};
}

std::uint64_t InputCache::missing_bytes(const Problem& problem, std::uint64_t seed) const {
  return key_ == key_of(problem, seed) ? 0 : input_bytes(problem);
}

std::uint64_t InputCache::replaceable_bytes(const Problem& problem, std::uint64_t seed) const {
  if (!inputs_ || key_ == key_of(problem, seed)) return 0;
  return inputs_->query.bytes() + inputs_->key.bytes() + inputs_->value.bytes();
}

Result<const Inputs*> InputCache::get(const Problem& problem, std::uint64_t seed) {
  const Key key = key_of(problem, seed);
  if (key_ == key) return inputs_.get();
  key_.reset();
  inputs_.reset();

  auto inputs = std::make_unique<Inputs>();
  const auto supply = [&](InputTensor tensor, std::int64_t elements, std::vector<unsigned char>& host,
                          DeviceMemory& device) -> Result<void> {
    const auto bytes = static_cast<std::uint64_t>(elements * bytes_of(problem.dtype));
    Result<DeviceMemory> memory = device_.allocate(bytes);
    if (!memory) return tl::unexpected(memory.error());
    host.resize(bytes);
    random_inputs(problem.dtype, seed, tensor, elements, host.data());
    device = *std::move(memory);
    return device_.upload(device.data(), host.data(), bytes);
  };
  for (const Result<void>& supplied :
       {supply(InputTensor::query, key.query_elements, inputs->host_query, inputs->query),
        supply(InputTensor::key, key.kv_elements, inputs->host_key, inputs->key),
        supply(InputTensor::value, key.kv_elements, inputs->host_value, inputs->value)}) {
    if (!supplied) return tl::unexpected(supplied.error());
  }
  key_ = key;
  inputs_ = std::move(inputs);
  return inputs_.get();
}

const ReferenceRows& ReferenceCache::get(const Problem& problem, std::uint64_t seed, const Inputs& inputs,
                                         const std::vector<std::int64_t>& rows, int threads) {
  const auto known = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& entry) {
    return entry.problem == problem && entry.seed == seed &&
           std::includes(entry.rows.query_rows.begin(), entry.rows.query_rows.end(), rows.begin(),
                         rows.end());
  });
  if (known != entries_.end()) return known->rows;
  constexpr std::size_t most_entries = 2;
  if (entries_.size() >= most_entries) entries_.erase(entries_.begin());
  entries_.push_back({problem, seed,
                      reference_attention(problem, inputs.host_query.data(), inputs.host_key.data(),
                                          inputs.host_value.data(), rows, threads)});
  return entries_.back().rows;
}

std::vector<std::int64_t> rows_worth_checking(const Problem& problem, std::int64_t tile_m, int threads) {
  constexpr double flops_a_thread = 3e9;
  constexpr std::int64_t fewest_rows = 4;
  const double flops_a_row = 4.0 *
                             static_cast<double>(problem.batch * problem.query_heads * problem.head_dim) *
                             static_cast<double>(problem.kv_seqlen);
  const double affordable = std::min(flops_a_thread * threads / flops_a_row, 1e6);
  return rows_to_check(problem, tile_m, std::max(fewest_rows, static_cast<std::int64_t>(affordable)));
}

}  // namespace attnscope
