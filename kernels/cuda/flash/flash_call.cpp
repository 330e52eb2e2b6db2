// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/cuda/flash/flash_call.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <limits>
#include <optional>
#include <utility>

#include "kernels/cuda/compile/kernel_loader.h"
#include "kernels/cuda/flash/flash_variants.h"

namespace attnscope {
namespace {

struct Strides {
  std::int64_t batch;
  std::int64_t head;
  std::int64_t row;
};

struct Divider {
  std::uint32_t divisor;
  std::uint32_t multiplier;
  std::uint32_t shift;
};

/// Exact for numbers below 2³¹ and divisors from 1 to 2³¹.
Divider divider(std::int64_t divisor) {
  const auto small = static_cast<std::uint32_t>(divisor);
  const auto shift = static_cast<std::uint32_t>(31 + std::bit_width(small - 1));
  const std::uint64_t power = std::uint64_t{1} << shift;
  return {small, static_cast<std::uint32_t>((power + small - 1) / small), shift};
}

/// The kernel's parameters: same fields in the same order as in flash/parameters.cuh.
struct FlashParameters {
  const void* query;
  const void* key;
  const void* value;
  void* output;
  float* log_sum_exp;
  TileRecord* records;
  Strides query_strides;
  Strides kv_strides;
  int query_heads;
  int query_seqlen;
  int kv_seqlen;
  int head_dim;
  int window_left;
  int window_right;
  float softmax_scale;
  float scale_log2;
  int query_tiles;
  int sections;
  int longest_tiles_first;
  Divider section_tiles;
  Divider section_heads;
  Divider last_section_heads;
  Divider heads_per_batch;
  Divider heads_per_kv_head;
};

constexpr std::int64_t unbounded_window = std::numeric_limits<int>::max() / 2;
constexpr double log2_e = 1.4426950408889634074;

Strides strides_of(Layout layout, std::int64_t heads, std::int64_t seqlen, std::int64_t head_dim) {
  if (layout == Layout::bhsd) return {heads * seqlen * head_dim, seqlen * head_dim, head_dim};
  return {seqlen * heads * head_dim, head_dim, heads * head_dim};
}

int window_side(const std::optional<std::int64_t>& side) {
  return static_cast<int>(std::min(side.value_or(unbounded_window), unbounded_window));
}

FlashParameters parameters_of(const Problem& problem, const FlashTile& tile, std::int64_t l2_bytes) {
  FlashParameters parameters{};
  parameters.query_strides =
      strides_of(problem.layout, problem.query_heads, problem.query_seqlen, problem.head_dim);
  parameters.kv_strides = strides_of(problem.layout, problem.kv_heads, problem.kv_seqlen, problem.head_dim);
  parameters.query_heads = static_cast<int>(problem.query_heads);
  parameters.query_seqlen = static_cast<int>(problem.query_seqlen);
  parameters.kv_seqlen = static_cast<int>(problem.kv_seqlen);
  parameters.head_dim = static_cast<int>(problem.head_dim);
  parameters.window_left = window_side(problem.window_left);
  parameters.window_right = problem.causal ? 0 : window_side(problem.window_right);
  const double scale = effective_softmax_scale(problem);
  parameters.softmax_scale = static_cast<float>(scale);
  parameters.scale_log2 = static_cast<float>(scale * log2_e);
  parameters.query_tiles = static_cast<int>((problem.query_seqlen + tile.cut.block_m - 1) / tile.cut.block_m);
  const bool later_rows_see_more = problem.causal || problem.window_right.has_value();
  parameters.longest_tiles_first = later_rows_see_more ? 1 : 0;
  // Equal tiles are walked head by head, which is the best order for the L2.
  const std::int64_t heads = problem.batch * problem.query_heads;
  const std::int64_t section = later_rows_see_more ? heads_per_section(problem, l2_bytes) : 1;
  const std::int64_t sections = (heads + section - 1) / section;
  parameters.sections = static_cast<int>(sections);
  parameters.section_tiles = divider(section * parameters.query_tiles);
  parameters.section_heads = divider(section);
  parameters.last_section_heads = divider(heads - (sections - 1) * section);
  parameters.heads_per_batch = divider(problem.query_heads);
  parameters.heads_per_kv_head = divider(problem.query_heads / problem.kv_heads);
  return parameters;
}

class FlashCall final : public PreparedCall {
 public:
  FlashCall(const FlashDevice& device, const Problem& problem, FlashForm form, const FlashTile& tile,
            LoadedKernel kernel)
      : device_(device),
        problem_(problem),
        form_(form),
        tile_(tile),
        parameters_(parameters_of(problem, tile, device.l2_bytes)),
        kernel_(std::move(kernel)) {}

  Result<void> launch(const Tensors& tensors, Stream stream) override {
    return launch_kernel(kernel_, tensors, nullptr, stream);
  }

  std::optional<TileConfig> tile() const override { return tile_.cut; }

  std::int64_t tile_records() const override {
    return parameters_.query_tiles * problem_.query_heads * problem_.batch;
  }

  Result<void> launch_instrumented(const Tensors& tensors, TileRecord* records, Stream stream) override {
    if (!instrumented_) {
      auto loaded = load(device_, problem_, form_, tile_, true);
      if (!loaded) return tl::unexpected(loaded.error());
      instrumented_.emplace(*std::move(loaded));
    }
    return launch_kernel(*instrumented_, tensors, records, stream);
  }

  static Result<LoadedKernel> load(const FlashDevice& device, const Problem& problem, FlashForm form,
                                   const FlashTile& tile, bool instrumented) {
    // Turing's form stays PTX on newer GPUs: their own compilers do not make sm_75 code that runs there.
    const bool foreign = form == FlashForm::sm75 && device.capability != ComputeCapability{7, 5};
    const std::string target = foreign ? "compute_75" : compile_target(device.capability);
    auto kernel = load_kernel(*device.driver, flash_variant(problem, form, tile, target, instrumented));
    if (!kernel) return kernel;
    if (const auto allowed = kernel->allow_shared_memory(shared_bytes(tile)); !allowed)
      return tl::unexpected(allowed.error());
    return kernel;
  }

 private:
  Result<void> launch_kernel(const LoadedKernel& kernel, const Tensors& tensors, TileRecord* records,
                             Stream stream) const {
    FlashParameters parameters = parameters_;
    parameters.query = tensors.query;
    parameters.key = tensors.key;
    parameters.value = tensors.value;
    parameters.output = tensors.output;
    parameters.log_sum_exp = tensors.log_sum_exp;
    parameters.records = records;
    void* arguments[] = {&parameters};
    return kernel.launch({static_cast<unsigned>(tile_records()), 1, 1},
                         static_cast<unsigned>(tile_.cut.warps) * 32, shared_bytes(tile_),
                         static_cast<CUstream>(stream), arguments);
  }

  FlashDevice device_;
  Problem problem_;
  FlashForm form_;
  FlashTile tile_;
  FlashParameters parameters_;
  LoadedKernel kernel_;
  std::optional<LoadedKernel> instrumented_;
};

}  // namespace

std::int64_t heads_per_section(const Problem& problem, std::int64_t l2_bytes) {
  const std::int64_t heads = problem.batch * problem.query_heads;
  const std::int64_t bytes_of_kv_head = 2 * problem.kv_seqlen * problem.head_dim * bytes_of(problem.dtype);
  const std::int64_t kv_heads = std::max<std::int64_t>(l2_bytes / 2 / bytes_of_kv_head, 1);
  return std::min(kv_heads * (problem.query_heads / problem.kv_heads), heads);
}

Result<std::unique_ptr<PreparedCall>> prepare_flash(const FlashDevice& device, const Problem& problem,
                                                    FlashForm form, const FlashTile& tile) {
  auto kernel = FlashCall::load(device, problem, form, tile, false);
  if (!kernel) return tl::unexpected(kernel.error());
  return std::make_unique<FlashCall>(device, problem, form, tile, *std::move(kernel));
}

}  // namespace attnscope
