// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/cpu/standard.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "kernels/cpu/score_matrix.h"
#include "kernels/cpu/score_options.h"

namespace attnscope::cpu {
namespace {

struct StandardScratch {
  StandardScratch(ScratchCutter& scratch, const Problem& problem, const Engine& engine)
      : scores{scratch.take(score_elements(problem, engine)), score_row_stride(problem, engine)},
        products(scratch, problem, engine) {}

  ScoreMatrix scores;
  ProductBuffers products;
};

/// Scale, options, mask and softmax of one row, in place. Returns its log-sum-exp.
float softmax_row(const Problem& problem, const VectorKernels& kernels, float* scores, std::int64_t head,
                  std::int64_t query) {
  const KeyRange keys = visible_keys(problem, query);
  std::fill(scores, scores + keys.first, 0.0F);
  std::fill(scores + keys.end, scores + problem.kv_seqlen, 0.0F);
  const std::int64_t count = keys.end - keys.first;
  if (count == 0) return minus_infinity;
  float* visible = scores + keys.first;
  const ScoreOptions options(problem);
  auto scale = static_cast<float>(effective_softmax_scale(problem));
  if (options.changes_scores()) {
    if (problem.soft_cap) {
      kernels.soft_cap(visible, visible, count, scale / options.soft_cap(), options.soft_cap());
    } else {
      kernels.scale(visible, visible, count, scale);
    }
    if (problem.alibi)
      kernels.add_distances(visible, visible, count, keys.first - options.position(query),
                            options.bias_slope(head % problem.query_heads));
    scale = 1;
  }
  const float highest = kernels.maximum(visible, count);
  const float sum =
      kernels.power_and_sum(visible, visible, count, highest, scale * std::numbers::log2e_v<float>);
  kernels.scale(visible, visible, count, options.kept_scale() / sum);
  if (options.dropout())
    kernels.drop_row(
        visible, count,
        options.dropout_place(head / problem.query_heads, head % problem.query_heads, query, keys.first));
  return scale * highest + std::log(sum);
}

class StandardCall final : public PreparedCall {
 public:
  StandardCall(SharedEngine engine, const Problem& problem) : engine_(std::move(engine)), problem_(problem) {}

  Result<void> launch(const Tensors& tensors, Stream /*stream*/) override {
    ScratchCutter cutter(tensors.scratch);
    const StandardScratch scratch(cutter, problem_, *engine_);
    const std::int64_t group = problem_.query_heads / problem_.kv_heads;
    const Strides strides = kv_strides(problem_);
    multiply_query_key(problem_, *engine_, tensors.query, KvTensor{tensors.key, strides, group},
                       scratch.scores, scratch.products);
    for_each_score_row(problem_, *engine_, [&](std::int64_t head, std::int64_t query) {
      const float log_sum_exp =
          softmax_row(problem_, engine_->kernels, scratch.scores.row(problem_, head, query), head, query);
      if (tensors.log_sum_exp != nullptr)
        tensors.log_sum_exp[head * problem_.query_seqlen + query] = log_sum_exp;
    });
    multiply_probability_value(problem_, *engine_, scratch.scores, KvTensor{tensors.value, strides, group},
                               tensors.output, scratch.products);
    return {};
  }

 private:
  SharedEngine engine_;
  Problem problem_;
};

class Standard final : public Implementation {
 public:
  explicit Standard(SharedEngine engine) : engine_(std::move(engine)) {}

  std::string_view name() const override { return "standard"; }
  std::string description() const override {
    return "in-app, Host CPU, fp32 scores in memory, " + describe(*engine_);
  }
  Result<void> supports(const Problem& problem) const override { return supports_dtype(problem); }

  Result<Workspace> workspace(const Problem& problem) const override {
    if (auto supported = supports(problem); !supported) return tl::unexpected(supported.error());
    ScratchCutter cutter;
    const StandardScratch scratch(cutter, problem, *engine_);
    return Workspace{.scratch = cutter.bytes()};
  }

  Result<std::unique_ptr<PreparedCall>> prepare(const Problem& problem) override {
    if (auto supported = supports(problem); !supported) return tl::unexpected(supported.error());
    return std::make_unique<StandardCall>(engine_, problem);
  }

 private:
  SharedEngine engine_;
};

}  // namespace

std::unique_ptr<Implementation> make_standard(SharedEngine engine) {
  return std::make_unique<Standard>(std::move(engine));
}

}  // namespace attnscope::cpu
