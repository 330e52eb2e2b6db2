// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/cuda/flash/flash.h"

#include <limits>
#include <string>

#include "kernels/cuda/compile/kernel_loader.h"
#include "kernels/cuda/flash/flash_call.h"

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

class Flash final : public Implementation {
 public:
  Flash(const FlashDevice& device, FlashForm form, std::string name)
      : device_(device), form_(form), name_(std::move(name)) {}

  std::string_view name() const override { return name_; }

  std::string description() const override {
    return form_ == FlashForm::sm75 ? "in-app FlashAttention-2 for Turing's tensor cores"
                                    : "in-app FlashAttention-2, mma.sync and asynchronous copies";
  }

  Result<void> supports(const Problem& problem) const override {
    return name_ == "flash" ? flash_supports(problem, device_.capability)
                            : flash_sm75_supports(problem, device_.capability);
  }

  Result<Workspace> workspace(const Problem& /*problem*/) const override { return Workspace{}; }

  Result<std::unique_ptr<PreparedCall>> prepare(const Problem& problem) override {
    if (const auto supported = supports(problem); !supported) return tl::unexpected(supported.error());
    return prepare_flash(device_, problem, form_, flash_tile(problem, form_, device_.capability));
  }

 private:
  FlashDevice device_;
  FlashForm form_;
  std::string name_;
};

}  // namespace

Result<void> flash_supports(const Problem& problem, ComputeCapability capability) {
  if (const auto known = check_architecture(capability, "flash attention"); !known) return known;
  const FlashForm form = flash_form(capability);
  const bool turing = form == FlashForm::sm75;
  const std::string where = turing && problem.dtype == Dtype::bf16 ? " for Turing" : "";
  if (const auto dtype = check_dtype(problem, "flash", where, !turing); !dtype) return dtype;
  return check_sizes(problem, flash_tile(problem, form, capability));
}

Result<void> flash_sm75_supports(const Problem& problem, ComputeCapability capability) {
  if (const auto known = check_architecture(capability, "flash attention"); !known) return known;
  if (const auto dtype = check_dtype(problem, "flash-sm75", "", false); !dtype) return dtype;
  return check_sizes(problem, flash_tile(problem, FlashForm::sm75, capability));
}

Result<std::vector<std::unique_ptr<Implementation>>> make_flash_implementations(const CudaDriver& driver,
                                                                                CUdevice device) {
  const auto capability = compute_capability(driver, device);
  if (!capability) return tl::unexpected(capability.error());
  int l2_bytes = 0;
  if (const auto asked = check_cuda(
          driver, driver.cuDeviceGetAttribute(&l2_bytes, CU_DEVICE_ATTRIBUTE_L2_CACHE_SIZE, device),
          "asking for the size of the L2 cache");
      !asked)
    return tl::unexpected(asked.error());

  const FlashDevice flash_device{&driver, *capability, l2_bytes};
  const FlashForm form = flash_form(*capability);
  std::vector<std::unique_ptr<Implementation>> implementations;
  implementations.push_back(std::make_unique<Flash>(flash_device, form, "flash"));
  if (form != FlashForm::sm75)
    implementations.push_back(std::make_unique<Flash>(flash_device, FlashForm::sm75, "flash-sm75"));
  return implementations;
}

}  // namespace attnscope
