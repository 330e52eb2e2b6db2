// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Which flash kernel a GPU gets, and how it cuts a problem up.
#pragma once

#include <compare>
#include <cstdint>

#include "kernels/cuda/compile/architecture.h"
#include "kernels/problem/problem.h"
#include "kernels/problem/tile_config.h"

namespace attnscope {

/// The forms of the kernel, one device source each. A newer architecture adds its own here and in
/// flash_form().
enum class FlashForm {
  sm75,  ///< Turing: fp16, copies through registers, 64 KB of shared memory
  sm80,  ///< Ampere and newer: fp16 and bf16, asynchronous copies
};

FlashForm flash_form(ComputeCapability capability);

/// A cut with what the compiler needs to know of it.
struct FlashTile {
  TileConfig cut;
  int head_dim = 128;   ///< the kernel's; the problem's is padded to it
  int ctas_per_sm = 1;  ///< that the register allocator should leave room for

  auto operator<=>(const FlashTile&) const = default;
};

/// The kernel's head dim for a problem's: 16, 32, then multiples of 32.
int padded_head_dim(std::int64_t head_dim);

/// Shared memory of one CTA, in bytes.
std::int64_t shared_bytes(const FlashTile& tile);

/// The most shared memory that one CTA may have on such a GPU.
std::int64_t shared_bytes_limit(ComputeCapability capability);

/// The cut for this problem on such a GPU; it fits.
FlashTile flash_tile(const Problem& problem, FlashForm form, ComputeCapability capability);

}  // namespace attnscope
