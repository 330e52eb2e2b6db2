// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// The compiled form of a flash kernel for a problem, and the set that the build bakes.
#pragma once

#include <string>
#include <vector>

#include "kernels/cuda/compile/kernel_variant.h"
#include "kernels/cuda/flash/flash_tiles.h"

namespace attnscope {

/// `target` as compile_target() gives it. An instrumented kernel writes a TileRecord for each work item.
KernelVariant flash_variant(const Problem& problem, FlashForm form, const FlashTile& tile,
                            const std::string& target, bool instrumented);

/// Head dims 64, 128 and 256, fp16 and bf16 where the GPU has it, causal or not, and decode's of 64 and 128,
/// for one architecture; on Hopper in fp8, too, with the kernels that round to it.
std::vector<KernelVariant> default_flash_variants(ComputeCapability capability);

}  // namespace attnscope
