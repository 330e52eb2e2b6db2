// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Q, K and V in e4m3, which flash_sm90_fp8.cu reads: where they lie in a call's scratch, and how they come
// there.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "kernels/cuda/compile/kernel_loader.h"
#include "kernels/cuda/flash/flash_call.h"
#include "kernels/implementation/implementation.h"
#include "kernels/problem/strides.h"

namespace attnscope {

/// One tensor's share of the scratch: offsets in bytes.
struct QuantisedTensor {
  std::int64_t heads = 0;
  std::int64_t rows = 0;
  std::uint64_t numbers = 0;  ///< e4m3, [batch, head, row, column]
  std::uint64_t scales = 0;   ///< fp32, [batch, head]: what 1 stands for
  std::uint64_t largest = 0;  ///< fp32, [batch, head]: the largest magnitude
};

struct QuantisedInputs {
  QuantisedTensor query;
  QuantisedTensor key;
  QuantisedTensor value;
  std::uint64_t bytes = 0;

  explicit QuantisedInputs(const Problem& problem);
};

/// The kernels that quantise; `hadamard` turns Q and K first.
class Quantiser {
 public:
  static Result<Quantiser> make(const FlashDevice& device, const Problem& problem, bool hadamard);

  /// Queues everything: reads the inputs, writes to the scratch.
  Result<void> launch(const Tensors& tensors, CUstream stream) const;

 private:
  Quantiser(const FlashDevice& device, const Problem& problem) : device_(device), problem_(problem) {}

  Result<void> launch(const void* source, const QuantisedTensor& tensor, const Strides& strides, bool turned,
                      void* scratch, CUstream stream) const;

  FlashDevice device_;
  Problem problem_;
  bool hadamard_ = false;
  std::vector<LoadedKernel> kernels_;  ///< as they are, then turned: to find the largest, to round
};

/// The kernels' variants, in the order above; `turned` for those with the Hadamard matrix.
std::array<KernelVariant, 2> quantise_variants(const Problem& problem, const std::string& target,
                                               bool turned);

}  // namespace attnscope
