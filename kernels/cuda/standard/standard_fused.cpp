// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// `standard`: product, one fused mask and softmax pass in place, product.
#include <utility>

#include "kernels/cuda/standard/algorithm_choice.h"
#include "kernels/cuda/standard/implementations.h"
#include "kernels/cuda/standard/scratch.h"
#include "kernels/cuda/standard/softmax_pass.h"
#include "kernels/cuda/standard/standard.h"
#include "kernels/problem/score.h"

namespace attnscope {
namespace {

/// fp16 loses bits below 2⁻¹⁴, where a row of 16k keys has its average probability. Written times 2¹⁵ they
/// all keep theirs (1 becomes 32768, and sums of products stay in fp32); the output's product takes it back
/// out.
constexpr float probability_exponent(Dtype dtype) {
  return dtype == Dtype::fp16 ? 15.0F : 0.0F;
}
constexpr float probability_unit(Dtype dtype) {
  return dtype == Dtype::fp16 ? 1.0F / 32768.0F : 1.0F;
}

class PreparedStandard final : public PreparedCall {
 public:
  PreparedStandard(std::shared_ptr<ProductLibrary> library, const Problem& problem,
                   AttentionProducts products, SoftmaxPass softmax)
      : library_(std::move(library)),
        problem_(problem),
        scratch_(standard_scratch(problem)),
        products_(std::move(products)),
        softmax_(softmax) {}

  std::string origin() const override { return softmax_.origin(); }

  Result<void> launch(const Tensors& tensors, Stream stream) override {
    auto* queue = static_cast<CUstream>(stream);
    ProductBuffers buffers;
    buffers.query = tensors.query;
    buffers.key = tensors.key;
    buffers.value = tensors.value;
    buffers.output = tensors.output;
    buffers.scores = scratch_.scores.in(tensors.scratch);
    buffers.probabilities = buffers.scores;
    buffers.pointers = scratch_.pointers.in(tensors.scratch);
    buffers.workspace = {tensors.library_workspace, products_.workspace_bytes()};

    const SoftmaxArguments softmax{buffers.scores,
                                   buffers.probabilities,
                                   tensors.log_sum_exp,
                                   visible_window(problem_),
                                   problem_.batch * problem_.query_heads,
                                   score_row_stride(problem_),
                                   1.0F,
                                   probability_exponent(problem_.dtype),
                                   score_arguments(problem_)};
    const auto scale = static_cast<float>(effective_softmax_scale(problem_));
    // Dropout's growth belongs here, too: fp16 could not hold larger probabilities.
    const float unit = probability_unit(problem_.dtype) *
                       (problem_.dropout > 0 ? static_cast<float>(dropout_scale(problem_)) : 1.0F);
    return products_.locate(buffers, queue)
        .and_then([&] { return products_.multiply_scores(scale, buffers, queue); })
        .and_then([&] { return softmax_.launch(softmax, queue); })
        .and_then([&] { return products_.multiply_output(unit, buffers, queue); });
  }

 private:
  std::shared_ptr<ProductLibrary> library_;  // outlives what was made with it
  Problem problem_;
  StandardScratch scratch_;
  AttentionProducts products_;
  SoftmaxPass softmax_;
};

class Standard final : public Implementation {
 public:
  explicit Standard(std::shared_ptr<StandardDevice> device) : device_(std::move(device)) {}

  std::string_view name() const override { return "standard"; }
  std::string description() const override { return "cuBLASLt products, fused mask and softmax in place"; }

  Result<void> supports(const Problem& problem) const override {
    return standard_supports(problem, device_->capability());
  }

  Result<Workspace> workspace(const Problem& problem) const override {
    const auto library = device_->library();
    if (!library) return tl::unexpected(library.error());
    const auto products = AttentionProducts::create(**library, problem);
    if (!products) return tl::unexpected(products.error());
    return Workspace{standard_scratch(problem).bytes, products->workspace_bytes()};
  }

  Result<std::unique_ptr<PreparedCall>> prepare(const Problem& problem) override {
    auto library = device_->library();
    if (!library) return tl::unexpected(library.error());
    auto softmax = SoftmaxPass::create(device_->driver(), problem, "standard_softmax", (*library)->target);
    if (!softmax) return tl::unexpected(softmax.error());
    auto products = AttentionProducts::create(**library, problem);
    if (!products) return tl::unexpected(products.error());
    choose_fastest_algorithms(**library, problem, *products);
    return std::make_unique<PreparedStandard>(std::move(*library), problem, std::move(*products), *softmax);
  }

 private:
  std::shared_ptr<StandardDevice> device_;
};

}  // namespace

std::unique_ptr<Implementation> make_standard(std::shared_ptr<StandardDevice> device) {
  return std::make_unique<Standard>(std::move(device));
}

}  // namespace attnscope
