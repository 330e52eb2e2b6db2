// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Which flash kernel a GPU gets, and how it cuts a problem up.
#pragma once

#include <compare>
#include <cstdint>

#include "kernels/cuda/compile/architecture.h"
#include "kernels/problem/problem.h"
#include "kernels/problem/result.h"
#include "kernels/problem/tile_choice.h"
#include "kernels/problem/tile_config.h"

namespace attnscope {

/// The forms of the kernel, one device source each. A newer architecture adds its own here and in
/// flash_form().
enum class FlashForm {
  sm75,      ///< Turing: fp16, copies through registers, 64 KB of shared memory
  sm80,      ///< Ampere and newer: fp16 and bf16, asynchronous copies
  sm90,      ///< Hopper alone: products of warpgroups, the copy engine, persistent CTAs
  sm90_fp8,  ///< the same on inputs in e4m3
  decode,    ///< Ampere and newer, few query rows: heads packed, keys split (decode_tile.h)
};

/// The newest form that such a GPU runs for any problem.
FlashForm flash_form(ComputeCapability capability);

/// A cut with what the compiler needs to know of it.
struct FlashTile {
  TileConfig cut;
  int head_dim = 128;      ///< the kernel's; the problem's is padded to it
  int ctas_per_sm = 1;     ///< that the register allocator should leave room for
  int query_stages = 1;    ///< sm90: buffers for Q; with two, a tile's end overlaps the next one's start
  bool ping_pong = false;  ///< sm90: warpgroups take turns at the tensor cores
  int value_stages = 1;    ///< sm90_fp8: buffers for V on its way to Vᵀ
  int slice = 0;           ///< sm90_fp8: columns of the output that one product makes
  bool overlap = false;    ///< sm90_fp8: the next scores are under way while the output is added to
  int cluster = 1;  ///< sm90: CTAs that compute neighbouring tiles, each bringing a part of K and V to all

  auto operator<=>(const FlashTile&) const = default;
};

/// The kernel's head dim for a problem's: multiples of 32, and 16; for sm90 64 at least.
int padded_head_dim(FlashForm form, std::int64_t head_dim);

/// sm90 and sm90_fp8: columns of the panels in which tiles lie in shared memory.
std::int64_t panel_columns(FlashForm form, const FlashTile& tile);

/// Shared memory of one CTA, in bytes.
std::int64_t shared_bytes(FlashForm form, const FlashTile& tile);

/// The most shared memory that one CTA may have on such a GPU.
std::int64_t shared_bytes_limit(ComputeCapability capability);

/// The cut for this problem on such a GPU, in any form but decode; it fits.
FlashTile flash_tile(const Problem& problem, FlashForm form, ComputeCapability capability);

/// The same with a cut of the caller's choice; an `unsupported` error says what is wrong with it. A choice
/// that is flash_tile()'s gives just that, so that its kernel is found where that one is.
Result<FlashTile> chosen_flash_tile(const Problem& problem, FlashForm form, ComputeCapability capability,
                                    const TileChoice& choice);

}  // namespace attnscope
