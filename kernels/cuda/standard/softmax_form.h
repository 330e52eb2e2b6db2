// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Which softmax kernel a row length takes, and every kernel of standard attention as a variant to compile.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "kernels/cuda/compile/architecture.h"
#include "kernels/cuda/compile/kernel_variant.h"
#include "kernels/problem/problem.h"

namespace attnscope {

/// How rows are dealt to threads. A row that no form can hold in registers is read twice instead.
struct SoftmaxForm {
  int row_threads = 1024;
  std::optional<int> row_vectors;  ///< 16-byte vectors that a thread holds; absent: the row is read twice
  int block_rows = 1;
  int registers = 64;  ///< cap for a thread: fewer leave room for more blocks on an SM

  unsigned block_threads() const { return static_cast<unsigned>(row_threads * block_rows); }
};

SoftmaxForm softmax_form(const Problem& problem);

/// `entry` is the kernel's name without its dtype: "standard_softmax".
KernelVariant softmax_variant(const Problem& problem, const std::string& entry, const std::string& target);
KernelVariant pointers_variant(const std::string& target);
KernelVariant eager_scale_variant(Dtype dtype, const std::string& target);
KernelVariant eager_tangent_variant(Dtype dtype, const std::string& target);
KernelVariant eager_bias_variant(Dtype dtype, const std::string& target);
KernelVariant eager_dropout_variant(Dtype dtype, const std::string& target);
KernelVariant eager_mask_variant(Dtype dtype, const std::string& target);
KernelVariant eager_repeat_variant(const std::string& target);

/// Every kernel that `standard` and `standard-eager` can ask for in this dtype where problems have no soft
/// cap, ALiBi or dropout: what tests compile.
std::vector<KernelVariant> standard_kernel_variants(Dtype dtype, const std::string& target);

/// Those that the build bakes for one architecture: fp16, and bf16 where the GPU has it, for lengths from 129
/// to 16384 and every head dim.
std::vector<KernelVariant> default_standard_variants(ComputeCapability capability);

}  // namespace attnscope
