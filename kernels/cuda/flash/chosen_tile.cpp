// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/cuda/flash/flash_tiles.h"

namespace attnscope {
namespace {

TiledKernel tiled_kernel_of(FlashForm form) {
  switch (form) {
    case FlashForm::sm75:
      return TiledKernel::turing;
    case FlashForm::sm80:
      return TiledKernel::ampere;
    default:
      return TiledKernel::hopper;
  }
}

bool names(const TileChoice& choice, const TileConfig& cut) {
  return choice.block_m == cut.block_m && choice.block_n == cut.block_n &&
         choice.stages.value_or(cut.stages) == cut.stages && choice.warps.value_or(cut.warps) == cut.warps;
}

}  // namespace

Result<FlashTile> chosen_flash_tile(const Problem& problem, FlashForm form, ComputeCapability capability,
                                    const TileChoice& choice) {
  const FlashTile usual = flash_tile(problem, form, capability);
  if (names(choice, usual.cut)) return usual;
  if (problem.dtype == Dtype::fp8_e4m3 || form == FlashForm::sm90_fp8)
    return fail(ErrorKind::unsupported, "flash has no tiles to choose in fp8");
  const TiledKernel kernel = tiled_kernel_of(form);
  const auto cut = complete_tile(kernel, problem, choice, capability.major * 10 + capability.minor);
  if (!cut) return tl::unexpected(cut.error());
  FlashTile tile = usual;
  tile.cut = *cut;
  tile.cluster = 1;
  if (form == FlashForm::sm90) {
    tile.query_stages = query_buffers(kernel, problem, *cut);
    return tile;
  }
  // Two CTAs an SM where neither their shared memory nor their registers forbid it.
  constexpr int most_warps_of_two = 4;
  const bool room = 2 * (shared_bytes(form, tile) + 1024) <= shared_bytes_limit(capability) + 1024;
  tile.ctas_per_sm = room && cut->warps <= most_warps_of_two ? 2 : 1;
  return tile;
}

}  // namespace attnscope
