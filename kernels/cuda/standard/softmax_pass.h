// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// The softmax kernel made ready for one problem, and how a mask is told to kernels.
#pragma once

#include <string>

#include "kernels/cuda/compile/kernel_loader.h"
#include "kernels/cuda/standard/arguments.cuh"
#include "kernels/cuda/standard/softmax_form.h"
#include "kernels/problem/problem.h"

namespace attnscope {

/// The problem's mask as window sides that cannot overflow; causal is right = 0.
VisibleWindow visible_window(const Problem& problem);
/// Every key of every query.
VisibleWindow open_window(const Problem& problem);
/// Whether the problem asks for a mask at all.
bool has_mask(const Problem& problem);

/// Soft cap, ALiBi and dropout; zeros where the problem has none of them.
ScoreArguments score_arguments(const Problem& problem);

/// Blocks along x take `rows_per_block` query rows each, blocks along y heads (in turns, if there are many).
LaunchGrid score_row_grid(const Problem& problem, int rows_per_block);

class SoftmaxPass {
 public:
  /// `entry` is the kernel's name without its dtype.
  static Result<SoftmaxPass> create(const CudaDriver& driver, const Problem& problem,
                                    const std::string& entry, const std::string& target);

  Result<void> launch(SoftmaxArguments arguments, CUstream stream) const;

  /// Where the kernel came from, as PreparedCall::origin() says it.
  std::string origin() const;

 private:
  SoftmaxPass(SoftmaxForm form, LaunchGrid grid, LoadedKernel kernel)
      : form_(form), grid_(grid), kernel_(kernel) {}

  SoftmaxForm form_;
  LaunchGrid grid_;
  LoadedKernel kernel_;
};

}  // namespace attnscope
