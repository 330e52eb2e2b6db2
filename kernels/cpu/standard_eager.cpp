// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// The passes of softmax(scale · Q·Kᵀ + mask) · V, soft cap, ALiBi and dropout where asked for, each reading
// one whole tensor and writing another, as eager execution does. Two score matrices are alive at a time: what
// a framework holds when names are rebound.
#include "kernels/cpu/standard_eager.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstring>
#include <numbers>
#include <utility>

#include "kernels/cpu/score_matrix.h"
#include "kernels/cpu/score_options.h"

namespace attnscope::cpu {
namespace {

bool is_masked(const Problem& problem) {
  return problem.causal || problem.window_left || problem.window_right;
}

bool repeats_kv(const Problem& problem) {
  return problem.query_heads != problem.kv_heads;
}

/// Bytes of K, or V, with a copy for each query head.
std::int64_t repeated_bytes(const Problem& problem) {
  return problem.batch * problem.query_heads * problem.kv_seqlen * problem.head_dim * bytes_of(problem.dtype);
}

struct EagerScratch {
  EagerScratch(ScratchCutter& scratch, const Problem& problem, const Engine& engine)
      : first{scratch.take(score_elements(problem, engine)), score_row_stride(problem, engine)},
        second{scratch.take(score_elements(problem, engine)), score_row_stride(problem, engine)},
        products(scratch, problem, engine) {
    if (!repeats_kv(problem)) return;
    key = scratch.take<std::byte>(repeated_bytes(problem));
    value = scratch.take<std::byte>(repeated_bytes(problem));
  }

  ScoreMatrix first;
  ScoreMatrix second;
  ProductBuffers products;
  std::byte* key = nullptr;    ///< K repeated for each query head, in the problem's layout
  std::byte* value = nullptr;  ///< likewise V
};

class EagerCall final : public PreparedCall {
 public:
  EagerCall(SharedEngine engine, const Problem& problem) : engine_(std::move(engine)), problem_(problem) {}

  Result<void> launch(const Tensors& tensors, Stream /*stream*/) override {
    ScratchCutter cutter(tensors.scratch);
    const EagerScratch scratch(cutter, problem_, *engine_);
    const KvTensor key = repeat(tensors.key, scratch.key);
    const KvTensor value = repeat(tensors.value, scratch.value);
    ScoreMatrix current = scratch.first;
    ScoreMatrix next = scratch.second;
    multiply_query_key(problem_, *engine_, tensors.query, key, current, scratch.products);
    scale(current, next, static_cast<float>(effective_softmax_scale(problem_)));
    std::swap(current, next);
    if (problem_.soft_cap) {
      scale(current, next, static_cast<float>(1 / *problem_.soft_cap));
      tangent(next, current);
      scale(current, next, static_cast<float>(*problem_.soft_cap));
      std::swap(current, next);
    }
    if (problem_.alibi) {
      add_bias(current, next);
      std::swap(current, next);
    }
    if (is_masked(problem_)) {
      mask(current, next);
      std::swap(current, next);
    }
    softmax(current, next, tensors.log_sum_exp);
    std::swap(current, next);
    if (problem_.dropout > 0) {
      drop(current, next);
      std::swap(current, next);
    }
    multiply_probability_value(problem_, *engine_, current, value, tensors.output, scratch.products);
    return {};
  }

 private:
  /// Copies each head of K or V for every query head that shares it; without such heads, nothing is copied.
  KvTensor repeat(const void* tensor, std::byte* copies) const {
    const Strides from = kv_strides(problem_);
    if (!repeats_kv(problem_)) return KvTensor{tensor, from, 1};
    const Strides to =
        strides_of(problem_.layout, problem_.query_heads, problem_.kv_seqlen, problem_.head_dim);
    const std::int64_t group = problem_.query_heads / problem_.kv_heads;
    const std::int64_t element = bytes_of(problem_.dtype);
    engine_->pool.run(problem_.batch * problem_.query_heads, [&](std::int64_t item, int /*thread*/) {
      const std::int64_t batch = item / problem_.query_heads;
      const std::int64_t head = item % problem_.query_heads;
      for (std::int64_t row = 0; row < problem_.kv_seqlen; ++row) {
        std::memcpy(copies + to.offset(batch, head, row) * element,
                    static_cast<const std::byte*>(tensor) + from.offset(batch, head / group, row) * element,
                    static_cast<std::size_t>(problem_.head_dim * element));
      }
    });
    return KvTensor{copies, to, 1};
  }

  void tangent(const ScoreMatrix& from, const ScoreMatrix& to) const {
    for_each_score_row(problem_, *engine_, [&](std::int64_t head, std::int64_t query) {
      engine_->kernels.soft_cap(from.row(problem_, head, query), to.row(problem_, head, query),
                                problem_.kv_seqlen, 1, 1);
    });
  }

  void add_bias(const ScoreMatrix& from, const ScoreMatrix& to) const {
    const ScoreOptions options(problem_);
    for_each_score_row(problem_, *engine_, [&](std::int64_t head, std::int64_t query) {
      engine_->kernels.add_distances(from.row(problem_, head, query), to.row(problem_, head, query),
                                     problem_.kv_seqlen, -options.position(query),
                                     options.bias_slope(head % problem_.query_heads));
    });
  }

  void drop(const ScoreMatrix& from, const ScoreMatrix& to) const {
    const ScoreOptions options(problem_);
    for_each_score_row(problem_, *engine_, [&](std::int64_t head, std::int64_t query) {
      float* kept = to.row(problem_, head, query);
      engine_->kernels.scale(from.row(problem_, head, query), kept, problem_.kv_seqlen, options.kept_scale());
      engine_->kernels.drop_row(
          kept, problem_.kv_seqlen,
          options.dropout_place(head / problem_.query_heads, head % problem_.query_heads, query, 0));
    });
  }

  void scale(const ScoreMatrix& from, const ScoreMatrix& to, float factor) const {
    for_each_score_row(problem_, *engine_, [&](std::int64_t head, std::int64_t query) {
      engine_->kernels.scale(from.row(problem_, head, query), to.row(problem_, head, query),
                             problem_.kv_seqlen, factor);
    });
  }

  void mask(const ScoreMatrix& from, const ScoreMatrix& to) const {
    for_each_score_row(problem_, *engine_, [&](std::int64_t head, std::int64_t query) {
      const KeyRange keys = visible_keys(problem_, query);
      const float* source = from.row(problem_, head, query);
      float* destination = to.row(problem_, head, query);
      std::fill(destination, destination + keys.first, minus_infinity);
      std::copy(source + keys.first, source + keys.end, destination + keys.first);
      std::fill(destination + keys.end, destination + problem_.kv_seqlen, minus_infinity);
    });
  }

  void softmax(const ScoreMatrix& from, const ScoreMatrix& to, float* log_sum_exp) const {
    const VectorKernels& kernels = engine_->kernels;
    for_each_score_row(problem_, *engine_, [&](std::int64_t head, std::int64_t query) {
      const float* source = from.row(problem_, head, query);
      float* destination = to.row(problem_, head, query);
      const float highest = kernels.maximum(source, problem_.kv_seqlen);
      float row_log_sum_exp = minus_infinity;
      if (highest == minus_infinity) {
        std::fill(destination, destination + problem_.kv_seqlen, 0.0F);
      } else {
        const float sum = kernels.power_and_sum(source, destination, problem_.kv_seqlen, highest,
                                                std::numbers::log2e_v<float>);
        kernels.scale(destination, destination, problem_.kv_seqlen, 1.0F / sum);
        row_log_sum_exp = highest + std::log(sum);
      }
      if (log_sum_exp != nullptr) log_sum_exp[head * problem_.query_seqlen + query] = row_log_sum_exp;
    });
  }

  SharedEngine engine_;
  Problem problem_;
};

class StandardEager final : public Implementation {
 public:
  explicit StandardEager(SharedEngine engine) : engine_(std::move(engine)) {}

  std::string_view name() const override { return "standard-eager"; }
  std::string description() const override {
    return "in-app, Host CPU, one pass an operation, " + describe(*engine_);
  }
  Result<void> supports(const Problem& problem) const override { return supports_dtype(problem); }

  Result<Workspace> workspace(const Problem& problem) const override {
    if (auto supported = supports(problem); !supported) return tl::unexpected(supported.error());
    ScratchCutter cutter;
    const EagerScratch scratch(cutter, problem, *engine_);
    return Workspace{.scratch = cutter.bytes()};
  }

  Result<std::unique_ptr<PreparedCall>> prepare(const Problem& problem) override {
    if (auto supported = supports(problem); !supported) return tl::unexpected(supported.error());
    return std::make_unique<EagerCall>(engine_, problem);
  }

 private:
  SharedEngine engine_;
};

}  // namespace

std::unique_ptr<Implementation> make_standard_eager(SharedEngine engine) {
  return std::make_unique<StandardEager>(std::move(engine));
}

}  // namespace attnscope::cpu
