// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/cuda/standard/softmax_pass.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>

#include "kernels/problem/score.h"

namespace attnscope {
namespace {

constexpr std::int64_t most_blocks_y = 65535;

}  // namespace

VisibleWindow open_window(const Problem& problem) {
  const std::int64_t everything = problem.query_seqlen + problem.kv_seqlen;
  return {problem.query_seqlen, problem.kv_seqlen, everything, everything};
}

VisibleWindow visible_window(const Problem& problem) {
  VisibleWindow window = open_window(problem);
  if (problem.window_left) window.left = std::min<long long>(window.left, *problem.window_left);
  if (problem.window_right) window.right = std::min<long long>(window.right, *problem.window_right);
  if (problem.causal) window.right = 0;
  return window;
}

bool has_mask(const Problem& problem) {
  return problem.causal || problem.window_left || problem.window_right;
}

ScoreArguments score_arguments(const Problem& problem) {
  ScoreArguments options{};
  if (plain_scores(problem)) return options;
  if (problem.soft_cap) {
    options.cap = static_cast<float>(*problem.soft_cap);
    options.inverse_cap = static_cast<float>(1 / *problem.soft_cap);
  }
  options.query_heads = static_cast<int>(problem.query_heads);
  options.alibi_heads = static_cast<int>(std::bit_floor(static_cast<std::uint64_t>(problem.query_heads)));
  options.alibi_step = -8.0F / static_cast<float>(options.alibi_heads);
  options.dropout_threshold = dropout_threshold(problem);
  options.dropout_scale = static_cast<float>(dropout_scale(problem));
  options.dropout_key[0] = static_cast<unsigned>(problem.dropout_seed);
  options.dropout_key[1] = static_cast<unsigned>(problem.dropout_seed >> 32U);
  return options;
}

LaunchGrid score_row_grid(const Problem& problem, int rows_per_block) {
  const std::int64_t blocks = (problem.query_seqlen + rows_per_block - 1) / rows_per_block;
  return {static_cast<unsigned>(blocks),
          static_cast<unsigned>(std::min(problem.batch * problem.query_heads, most_blocks_y)), 1};
}

Result<SoftmaxPass> SoftmaxPass::create(const CudaDriver& driver, const Problem& problem,
                                        const std::string& entry, const std::string& target) {
  auto kernel = load_kernel(driver, softmax_variant(problem, entry, target));
  if (!kernel) return tl::unexpected(kernel.error());
  const SoftmaxForm form = softmax_form(problem);
  return SoftmaxPass(form, score_row_grid(problem, form.block_rows), *kernel);
}

Result<void> SoftmaxPass::launch(SoftmaxArguments arguments, CUstream stream) const {
  std::array<void*, 1> parameters{&arguments};
  return kernel_.launch(grid_, form_.block_threads(), 0, stream, parameters.data());
}

std::string SoftmaxPass::origin() const {
  return std::string(name_of(kernel_.origin()));
}

}  // namespace attnscope
