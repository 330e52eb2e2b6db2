// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/cuda/flash/flash.h"

#include <limits>
#include <optional>
#include <string>
#include <utility>

#include "kernels/cuda/compile/kernel_loader.h"
#include "kernels/cuda/flash/decode/decode_tile.h"
#include "kernels/cuda/flash/flash_call.h"
#include "kernels/cuda/flash/fp8/quantise.h"
#include "kernels/problem/score.h"

namespace attnscope {
namespace {

/// What the kernels' 32-bit row numbers, their byte offsets within a tile, and the launch grid can count.
Result<void> check_sizes(const Problem& problem, const FlashTile& tile) {
  constexpr std::int64_t longest = std::int64_t{1} << 29;
  if (problem.query_seqlen > longest || problem.kv_seqlen > longest)
    return fail(ErrorKind::unsupported, "flash takes sequence lengths up to " + std::to_string(longest));
  constexpr std::int64_t widest = std::int64_t{1} << 23;
  if (problem.layout == Layout::bshd && problem.query_heads * problem.head_dim > widest)
    return fail(ErrorKind::unsupported,
                "flash takes up to " + std::to_string(widest) + " elements a token: lower the heads");
  const std::int64_t head_tiles = (problem.query_seqlen + tile.cut.block_m - 1) / tile.cut.block_m;
  const double tiles = static_cast<double>(head_tiles) * static_cast<double>(problem.query_heads) *
                       static_cast<double>(problem.batch);
  if (tiles > std::numeric_limits<int>::max())
    return fail(ErrorKind::unsupported, "flash cannot launch so many query tiles at once: lower the batch");
  return {};
}

Result<void> check_dtype(const Problem& problem, const std::string& name, const std::string& where,
                         bool has_bf16) {
  if (problem.dtype == Dtype::fp16 || (problem.dtype == Dtype::bf16 && has_bf16)) return {};
  return fail(ErrorKind::unsupported, name + " has no " + std::string(name_of(problem.dtype)) + " kernel" +
                                          where + (has_bf16 ? ": use fp16 or bf16" : ": use fp16"));
}

/// What there are e4m3 kernels for.
Result<void> check_fp8(const Problem& problem, const std::string& name, ComputeCapability capability) {
  if (capability != ComputeCapability{9, 0})
    return fail(ErrorKind::unsupported, name + " runs on Hopper GPUs (compute capability 9.0) only");
  if (problem.head_dim != 64 && problem.head_dim != 128 && problem.head_dim != 256)
    return fail(ErrorKind::unsupported, name + " takes head dims 64, 128 and 256");
  if (!plain_scores(problem))
    return fail(ErrorKind::unsupported, name + " has no soft cap, ALiBi or dropout");
  constexpr std::int64_t most_heads = 65535;
  if (problem.batch * problem.query_heads > most_heads)
    return fail(ErrorKind::unsupported, name + " takes up to 65535 heads over the batch: lower the batch");
  return {};
}

FlashForm form_named(const std::string& name, ComputeCapability capability) {
  if (name == "flash-sm75") return FlashForm::sm75;
  if (name == "flash-sm80") return FlashForm::sm80;
  if (name == "flash-fp8" || name == "flash-fp8-hadamard") return FlashForm::sm90_fp8;
  return flash_form(capability);
}

class Flash final : public Implementation {
 public:
  Flash(const FlashDevice& device, std::string name, std::optional<TileChoice> choice = {})
      : device_(device),
        form_(form_named(name, device.capability)),
        name_(std::move(name)),
        choice_(choice) {}

  std::string_view name() const override { return name_; }

  std::string description() const override {
    switch (form_) {
      case FlashForm::sm75:
        return "in-app FlashAttention-2 for Turing's tensor cores";
      case FlashForm::sm80:
        return "in-app FlashAttention-2, mma.sync and asynchronous copies";
      case FlashForm::sm90_fp8:
        return name_ == "flash-fp8" ? "in-app, Hopper's fp8 products on rounded inputs"
                                    : "in-app, as flash-fp8 with Q and K turned by a Hadamard matrix first";
      default:
        return "in-app, Hopper's warpgroup products and copy engine, persistent";
    }
  }

  Result<void> supports(const Problem& problem) const override {
    if (auto supported = flash_supports(problem, device_.capability, name_); !supported) return supported;
    if (const auto tile = cut(problem); !tile) return tl::unexpected(tile.error());
    return {};
  }

  Result<std::unique_ptr<Implementation>> with_tile(const TileChoice& choice) const override {
    return std::make_unique<Flash>(device_, name_, choice);
  }

  Result<Workspace> workspace(const Problem& problem) const override {
    if (form_ == FlashForm::sm90_fp8) return Workspace{QuantisedInputs(problem).bytes, 0};
    if (!decodes(problem)) return Workspace{};
    return Workspace{decode_scratch(problem, decode_tile_of(problem)).bytes(), 0};
  }

  Result<std::unique_ptr<PreparedCall>> prepare(const Problem& problem) override {
    if (const auto supported = supports(problem); !supported) return tl::unexpected(supported.error());
    if (decodes(problem)) return prepare_flash(device_, problem, FlashForm::decode, decode_tile_of(problem));
    return prepare_flash(device_, problem, form_, *cut(problem), name_ == "flash-fp8-hadamard");
  }

 private:
  /// A tile that was chosen is one of the form for any problem.
  bool decodes(const Problem& problem) const {
    return name_ == "flash" && !choice_ && is_decode(problem, device_.capability, device_.multiprocessors);
  }
  FlashTile decode_tile_of(const Problem& problem) const {
    return decode_tile(problem, device_.capability, device_.multiprocessors);
  }
  Result<FlashTile> cut(const Problem& problem) const {
    if (choice_) return chosen_flash_tile(problem, form_, device_.capability, *choice_);
    return flash_tile(problem, form_, device_.capability);
  }

  FlashDevice device_;
  FlashForm form_;
  std::string name_;
  std::optional<TileChoice> choice_;
};

}  // namespace

Result<void> flash_supports(const Problem& problem, ComputeCapability capability, const std::string& name) {
  if (const auto known = check_architecture(capability, "flash attention"); !known) return known;
  const FlashForm form = form_named(name, capability);
  if (form == FlashForm::sm90_fp8)
    if (const auto fp8 = check_fp8(problem, name, capability); !fp8) return fp8;
  const bool turing = form == FlashForm::sm75;
  const std::string where = name == "flash" && turing && problem.dtype == Dtype::bf16 ? " for Turing" : "";
  if (const auto dtype = check_dtype(problem, name, where, !turing); !dtype) return dtype;
  return check_sizes(problem, flash_tile(problem, form, capability));
}

Result<std::vector<std::unique_ptr<Implementation>>> make_flash_implementations(const CudaDriver& driver,
                                                                                CUdevice device) {
  const auto capability = compute_capability(driver, device);
  if (!capability) return tl::unexpected(capability.error());
  FlashDevice flash_device{&driver, *capability};
  int l2_bytes = 0;
  for (const auto& [number, attribute] :
       {std::pair{&l2_bytes, CU_DEVICE_ATTRIBUTE_L2_CACHE_SIZE},
        std::pair{&flash_device.multiprocessors, CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT}}) {
    if (const auto asked = check_cuda(driver, driver.cuDeviceGetAttribute(number, attribute, device),
                                      "asking for an attribute of the GPU");
        !asked)
      return tl::unexpected(asked.error());
  }
  flash_device.l2_bytes = l2_bytes;

  const FlashForm newest = flash_form(*capability);
  std::vector<std::unique_ptr<Implementation>> implementations;
  implementations.push_back(std::make_unique<Flash>(flash_device, "flash"));
  if (newest == FlashForm::sm90)
    for (const char* name : {"flash-sm80", "flash-fp8", "flash-fp8-hadamard"})
      implementations.push_back(std::make_unique<Flash>(flash_device, name));
  if (newest != FlashForm::sm75)
    implementations.push_back(std::make_unique<Flash>(flash_device, "flash-sm75"));
  return implementations;
}

}  // namespace attnscope
