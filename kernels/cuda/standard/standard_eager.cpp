// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// `standard-eager`: what people write in a framework, operation for operation.
//
//   k, v = k.repeat_interleave(group), v.repeat_interleave(group)
//   scores = q @ k.transpose(-2, -1)
//   scores = scores * scale
//   scores = cap * tanh(scores / cap)                           with a soft cap
//   scores = scores + bias                                      with ALiBi
//   scores = scores.masked_fill(mask, -inf)
//   p = softmax(scores)
//   p = dropout(p)                                              with dropout
//   output = p @ v
#include <algorithm>
#include <array>
#include <optional>
#include <tuple>
#include <utility>

#include "kernels/cuda/standard/algorithm_choice.h"
#include "kernels/cuda/standard/implementations.h"
#include "kernels/cuda/standard/scratch.h"
#include "kernels/cuda/standard/softmax_pass.h"
#include "kernels/cuda/standard/standard.h"

namespace attnscope {
namespace {

constexpr unsigned block_threads = 256;
constexpr int mask_rows_per_block = 8;  // a warp a row
constexpr std::int64_t scale_vectors_per_block = std::int64_t{block_threads} * 4;
constexpr std::int64_t most_blocks_x = 2147483647;

LaunchGrid flat_grid(std::int64_t vectors, std::int64_t vectors_per_block) {
  const std::int64_t blocks = (vectors + vectors_per_block - 1) / vectors_per_block;
  return {static_cast<unsigned>(std::min(blocks, most_blocks_x)), 1, 1};
}

template <typename Arguments>
Result<void> launch(const LoadedKernel& kernel, LaunchGrid grid, Arguments arguments, CUstream stream) {
  std::array<void*, 1> parameters{&arguments};
  return kernel.launch(grid, block_threads, 0, stream, parameters.data());
}

/// The softmax knows nothing of what has passes of its own.
Problem without_options(Problem problem) {
  problem.soft_cap.reset();
  problem.alibi = false;
  problem.dropout = 0;
  problem.dropout_seed = 0;
  return problem;
}

/// The passes that are not products.
struct EagerPasses {
  std::optional<LoadedKernel> repeat;  ///< of K and V; absent where every query head has its own
  LoadedKernel scale;
  std::optional<LoadedKernel> tangent;  ///< of a soft cap
  std::optional<LoadedKernel> bias;     ///< ALiBi's
  std::optional<LoadedKernel> mask;     ///< absent where nothing is masked
  SoftmaxPass softmax;
  std::optional<LoadedKernel> dropout;

  /// Whether the probabilities end where the scores began: each pass goes from one of two matrices to the
  /// other. Scale and softmax are always there; a soft cap has three passes, the others one each.
  bool even() const {
    const int others = 3 * (tangent ? 1 : 0) + (bias ? 1 : 0) + (mask ? 1 : 0) + (dropout ? 1 : 0);
    return others % 2 == 0;
  }

  static Result<EagerPasses> create(const CudaDriver& driver, const Problem& problem,
                                    const std::string& target) {
    std::optional<LoadedKernel> repeat;
    if (problem.kv_heads != problem.query_heads) {
      auto kernel = load_kernel(driver, eager_repeat_variant(target));
      if (!kernel) return tl::unexpected(kernel.error());
      repeat = *kernel;
    }
    auto scale = load_kernel(driver, eager_scale_variant(problem.dtype, target));
    if (!scale) return tl::unexpected(scale.error());
    auto softmax = SoftmaxPass::create(driver, without_options(problem), "eager_softmax", target);
    if (!softmax) return tl::unexpected(softmax.error());
    EagerPasses passes{repeat, *scale, {}, {}, {}, *softmax, {}};
    for (auto& [wanted, pass, variant] :
         {std::tuple{problem.soft_cap.has_value(), &passes.tangent, &eager_tangent_variant},
          std::tuple{problem.alibi, &passes.bias, &eager_bias_variant},
          std::tuple{has_mask(problem), &passes.mask, &eager_mask_variant},
          std::tuple{problem.dropout > 0, &passes.dropout, &eager_dropout_variant}}) {
      if (!wanted) continue;
      auto kernel = load_kernel(driver, variant(problem.dtype, target));
      if (!kernel) return tl::unexpected(kernel.error());
      *pass = *kernel;
    }
    return passes;
  }
};

class PreparedEager final : public PreparedCall {
 public:
  PreparedEager(std::shared_ptr<ProductLibrary> library, const Problem& problem, AttentionProducts products,
                EagerPasses passes)
      : library_(std::move(library)),
        problem_(problem),
        scratch_(eager_scratch(problem)),
        products_(std::move(products)),
        passes_(passes) {}

  std::string origin() const override { return passes_.softmax.origin(); }

  Result<void> launch(const Tensors& tensors, Stream stream) override {
    auto* queue = static_cast<CUstream>(stream);
    // Each pass reads one of two score matrices and writes the other.
    void* current = scratch_.even.in(tensors.scratch);
    void* other = scratch_.odd.in(tensors.scratch);
    ProductBuffers buffers;
    buffers.query = tensors.query;
    buffers.key = passes_.repeat ? scratch_.key.in(tensors.scratch) : tensors.key;
    buffers.value = passes_.repeat ? scratch_.value.in(tensors.scratch) : tensors.value;
    buffers.output = tensors.output;
    buffers.scores = current;
    buffers.probabilities = passes_.even() ? current : other;
    buffers.pointers = scratch_.pointers.in(tensors.scratch);
    buffers.workspace = {tensors.library_workspace, products_.workspace_bytes()};

    Result<void> queued = products_.locate(buffers, queue);
    if (queued && passes_.repeat) {
      queued = repeat(tensors.key, scratch_.key.in(tensors.scratch), queue).and_then([&] {
        return repeat(tensors.value, scratch_.value.in(tensors.scratch), queue);
      });
    }
    if (queued) queued = products_.multiply_scores(1.0F, buffers, queue);
    const auto pass = [&](const auto& work) {
      if (queued) queued = work(current, other);
      std::swap(current, other);
    };
    const auto scale_by = [&](double factor) {
      pass([&](const void* from, void* to) { return scale(passes_.scale, factor, from, to, queue); });
    };
    scale_by(effective_softmax_scale(problem_));
    if (passes_.tangent) {
      scale_by(1 / *problem_.soft_cap);
      pass([&](const void* from, void* to) { return scale(*passes_.tangent, 1, from, to, queue); });
      scale_by(*problem_.soft_cap);
    }
    if (passes_.bias)
      pass([&](const void* from, void* to) { return change_rows(*passes_.bias, from, to, queue); });
    if (passes_.mask) pass([&](const void* from, void* to) { return mask(from, to, queue); });
    pass([&](const void* from, void* to) { return softmax(from, to, tensors.log_sum_exp, queue); });
    if (passes_.dropout)
      pass([&](const void* from, void* to) { return change_rows(*passes_.dropout, from, to, queue); });
    if (queued) queued = products_.multiply_output(1.0F, buffers, queue);
    return queued;
  }

 private:
  std::int64_t heads() const { return problem_.batch * problem_.query_heads; }

  Result<void> repeat(const void* source, void* repeated, CUstream stream) const {
    const std::int64_t row_vectors = problem_.head_dim * bytes_of(problem_.dtype) / 16;
    const bool heads_outside = problem_.layout == Layout::bhsd;
    RepeatArguments arguments{source, repeated, problem_.batch * problem_.kv_heads,
                              problem_.query_heads / problem_.kv_heads, row_vectors};
    (heads_outside ? arguments.chunk : arguments.outer) *= problem_.kv_seqlen;
    const std::int64_t vectors = arguments.outer * arguments.copies * arguments.chunk;
    return attnscope::launch(*passes_.repeat, flat_grid(vectors, block_threads), arguments, stream);
  }

  /// The scaling pass, and the tangent's, which has no use for a factor.
  Result<void> scale(const LoadedKernel& kernel, double factor, const void* scores, void* scaled,
                     CUstream stream) const {
    const auto vectors = static_cast<std::int64_t>(score_bytes(problem_) / 16);
    return attnscope::launch(kernel, flat_grid(vectors, scale_vectors_per_block),
                             ScaleArguments{scores, scaled, vectors, static_cast<float>(factor)}, stream);
  }

  /// ALiBi's biases, or dropout.
  Result<void> change_rows(const LoadedKernel& kernel, const void* from, void* to, CUstream stream) const {
    return attnscope::launch(kernel, score_row_grid(problem_, mask_rows_per_block),
                             RowArguments{from, to, open_window(problem_), heads(),
                                          score_row_stride(problem_), score_arguments(problem_)},
                             stream);
  }

  Result<void> mask(const void* scores, void* masked, CUstream stream) const {
    return attnscope::launch(
        *passes_.mask, score_row_grid(problem_, mask_rows_per_block),
        MaskArguments{scores, masked, visible_window(problem_), heads(), score_row_stride(problem_)}, stream);
  }

  Result<void> softmax(const void* scores, void* probabilities, float* log_sum_exp, CUstream stream) const {
    return passes_.softmax.launch({scores, probabilities, log_sum_exp, open_window(problem_), heads(),
                                   score_row_stride(problem_), 1.0F, 0.0F, ScoreArguments{}},
                                  stream);
  }

  std::shared_ptr<ProductLibrary> library_;  // outlives what was made with it
  Problem problem_;
  EagerScratch scratch_;
  AttentionProducts products_;
  EagerPasses passes_;
};

class StandardEager final : public Implementation {
 public:
  explicit StandardEager(std::shared_ptr<StandardDevice> device) : device_(std::move(device)) {}

  std::string_view name() const override { return "standard-eager"; }
  std::string description() const override {
    return "as in a framework: cuBLASLt products; scale, mask and softmax each a pass of its own";
  }

  Result<void> supports(const Problem& problem) const override {
    return standard_eager_supports(problem, device_->capability());
  }

  Result<Workspace> workspace(const Problem& problem) const override {
    const auto library = device_->library();
    if (!library) return tl::unexpected(library.error());
    const auto products = AttentionProducts::create(**library, with_repeated_heads(problem));
    if (!products) return tl::unexpected(products.error());
    return Workspace{eager_scratch(problem).bytes, products->workspace_bytes()};
  }

  Result<std::unique_ptr<PreparedCall>> prepare(const Problem& problem) override {
    auto library = device_->library();
    if (!library) return tl::unexpected(library.error());
    auto passes = EagerPasses::create(device_->driver(), problem, (*library)->target);
    if (!passes) return tl::unexpected(passes.error());
    const Problem repeated = with_repeated_heads(problem);
    auto products = AttentionProducts::create(**library, repeated);
    if (!products) return tl::unexpected(products.error());
    choose_fastest_algorithms(**library, repeated, *products);
    return std::make_unique<PreparedEager>(std::move(*library), problem, std::move(*products), *passes);
  }

 private:
  std::shared_ptr<StandardDevice> device_;
};

}  // namespace

std::unique_ptr<Implementation> make_standard_eager(std::shared_ptr<StandardDevice> device) {
  return std::make_unique<StandardEager>(std::move(device));
}

}  // namespace attnscope
