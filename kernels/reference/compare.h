// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// How far an implementation's answers are from the reference.
#pragma once

#include <cstdint>

#include "kernels/problem/problem.h"
#include "kernels/reference/reference.h"

namespace attnscope {

/// Error of an output over the reference's rows.
struct OutputError {
  double max_abs = 0;  ///< max |out − ref|; infinite if any element is not finite
  double relative_rms = 0;  ///< ‖out − ref‖₂ / ‖ref‖₂; infinite likewise, or where only ref is all zero
  std::int64_t not_finite = 0;  ///< elements that are NaN or infinite: unwritten (poisoned) or overflowed
};

/// Error of a log-sum-exp.
struct LogSumExpError {
  double max_abs = 0;          ///< over rows where both are finite
  std::int64_t misplaced = 0;  ///< rows where one is −∞ and the other is not, or that hold NaN or +∞
};

/// `output` is on the host, in the problem's layout and output_dtype(problem).
OutputError compare_output(const Problem& problem, const void* output, const ReferenceRows& reference);

/// `log_sum_exp` is on the host, [batch, query_heads, query_seqlen].
LogSumExpError compare_log_sum_exp(const Problem& problem, const float* log_sum_exp,
                                   const ReferenceRows& reference);

}  // namespace attnscope
