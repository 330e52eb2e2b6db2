// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/cuda/flash/fp8/quantise.h"

#include <string>
#include <utility>

namespace attnscope {
namespace {

/// As in quantise.cu.
struct QuantiseParameters {
  const void* source;
  Strides strides;
  int heads;
  int rows;
  void* target;
  void* largest;
  void* scales;
};

std::uint64_t take_scratch(std::uint64_t& used, std::int64_t bytes) {
  constexpr std::uint64_t alignment = 256;
  const std::uint64_t at = used;
  used += (static_cast<std::uint64_t>(bytes) + alignment - 1) / alignment * alignment;
  return at;
}

}  // namespace

QuantisedInputs::QuantisedInputs(const Problem& problem)
    : query{problem.query_heads, problem.query_seqlen},
      key{problem.kv_heads, problem.kv_seqlen},
      value{problem.kv_heads, problem.kv_seqlen} {
  for (QuantisedTensor* const tensor : {&query, &key, &value}) {
    const std::int64_t heads = problem.batch * tensor->heads;
    tensor->numbers = take_scratch(bytes, heads * tensor->rows * problem.head_dim);
    tensor->scales = take_scratch(bytes, heads * std::int64_t{sizeof(float)});
    tensor->largest = take_scratch(bytes, heads * std::int64_t{sizeof(float)});
  }
}

std::array<KernelVariant, 2> quantise_variants(const Problem& problem, const std::string& target,
                                               bool turned) {
  std::array<KernelVariant, 2> variants;
  for (const bool round : {false, true}) {
    KernelVariant& variant = variants.at(round ? 1 : 0);
    variant.source = "flash/fp8/quantise.cu";
    variant.entry = std::string(round ? "flash_quantise_" : "flash_largest_") +
                    std::string(name_of(problem.dtype)) + "_d" + std::to_string(problem.head_dim) +
                    (turned ? "_hadamard" : "");
    variant.target = target;
    variant.defines = {"HEAD_DIM=" + std::to_string(problem.head_dim),
                       problem.dtype == Dtype::bf16 ? "ELEMENT=Bf16" : "ELEMENT=Fp16",
                       round ? "ROUND=1" : "ROUND=0", turned ? "HADAMARD=1" : "HADAMARD=0"};
  }
  return variants;
}

Result<Quantiser> Quantiser::make(const FlashDevice& device, const Problem& problem, bool hadamard) {
  Quantiser quantiser(device, problem);
  quantiser.hadamard_ = hadamard;
  for (const bool turned : {false, true}) {
    if (turned && !hadamard) continue;
    for (const KernelVariant& variant :
         quantise_variants(problem, compile_target(device.capability), turned)) {
      auto kernel = load_kernel(*device.driver, variant);
      if (!kernel) return tl::unexpected(kernel.error());
      quantiser.kernels_.push_back(*std::move(kernel));
    }
  }
  return quantiser;
}

Result<void> Quantiser::launch(const Tensors& tensors, CUstream stream) const {
  const QuantisedInputs inputs(problem_);
  const Strides query = query_strides(problem_);
  const Strides kv = kv_strides(problem_);
  if (auto done = launch(tensors.query, inputs.query, query, hadamard_, tensors.scratch, stream); !done)
    return done;
  if (auto done = launch(tensors.key, inputs.key, kv, hadamard_, tensors.scratch, stream); !done) return done;
  return launch(tensors.value, inputs.value, kv, false, tensors.scratch, stream);
}

Result<void> Quantiser::launch(const void* source, const QuantisedTensor& tensor, const Strides& strides,
                               bool turned, void* scratch, CUstream stream) const {
  auto* const base = static_cast<unsigned char*>(scratch);
  const std::int64_t heads = problem_.batch * tensor.heads;
  QuantiseParameters parameters{source,
                                strides,
                                static_cast<int>(tensor.heads),
                                static_cast<int>(tensor.rows),
                                base + tensor.numbers,
                                base + tensor.largest,
                                base + tensor.scales};
  const auto largest = reinterpret_cast<CUdeviceptr>(parameters.largest);
  const auto bytes = static_cast<std::size_t>(heads) * sizeof(float);
  if (auto cleared =
          check_cuda(*device_.driver, device_.driver->cuMemsetD8Async(largest, 0, bytes, stream), "clearing");
      !cleared)
    return cleared;
  constexpr unsigned block_threads = 256;
  constexpr std::int64_t block_rows = 64;  // eight for each warp
  const LaunchGrid grid{static_cast<unsigned>((tensor.rows + block_rows - 1) / block_rows),
                        static_cast<unsigned>(heads), 1};
  void* arguments[] = {&parameters};
  for (const std::size_t pass : {0U, 1U}) {
    const LoadedKernel& kernel = kernels_.at(pass + (turned ? 2 : 0));
    if (auto launched = kernel.launch(grid, block_threads, 0, stream, arguments); !launched) return launched;
  }
  return {};
}

}  // namespace attnscope
