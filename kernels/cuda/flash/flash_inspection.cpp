// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/cuda/flash/flash_inspection.h"

#include "kernels/cuda/flash/flash.h"
#include "kernels/cuda/flash/flash_variants.h"

namespace attnscope {
namespace {

FlashForm inspected_form(TiledKernel kernel) {
  switch (kernel) {
    case TiledKernel::turing:
      return FlashForm::sm75;
    case TiledKernel::ampere:
      return FlashForm::sm80;
    default:
      return FlashForm::sm90;
  }
}

}  // namespace

Result<FlashInspection> inspect_flash(const Problem& problem, ComputeCapability capability,
                                      const std::string& name, const std::optional<TileChoice>& choice) {
  if (const auto known = check_architecture(capability, "flash attention"); !known)
    return tl::unexpected(known.error());
  const auto kernel = tiled_kernel(name, capability.major * 10 + capability.minor);
  if (!kernel)
    return fail(ErrorKind::unsupported, "on a GPU of compute capability " + to_string(capability) + " " +
                                            name + " is not a kernel that can be inspected without it");
  if (const auto supported = flash_supports(problem, capability, name); !supported)
    return tl::unexpected(supported.error());
  const FlashForm form = inspected_form(*kernel);
  FlashTile tile = flash_tile(problem, form, capability);
  if (choice) {
    const auto chosen = chosen_flash_tile(problem, form, capability, *choice);
    if (!chosen) return tl::unexpected(chosen.error());
    tile = *chosen;
  }
  const bool foreign = form == FlashForm::sm75 && capability != ComputeCapability{7, 5};
  const KernelVariant variant =
      flash_variant(problem, form, tile, foreign ? "compute_75" : compile_target(capability), false);
  const auto report = kernel_report(variant);
  if (!report) return tl::unexpected(report.error());
  return FlashInspection{tile.cut, variant.entry, tile.cut.warps * 32, shared_bytes(form, tile), *report};
}

}  // namespace attnscope
