// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// A tile that somebody chose, and what each tiled kernel allows: its shape, its shared memory and the limit.
// Host arithmetic alone, so that the window can say at once what a compiler would refuse.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "kernels/problem/problem.h"
#include "kernels/problem/result.h"
#include "kernels/problem/tile_config.h"

namespace attnscope {

/// A cut in place of the implementation's own; what is absent the kernel fills in.
struct TileChoice {
  std::int64_t block_m = 128;
  std::int64_t block_n = 64;
  std::optional<int> stages;
  std::optional<int> warps;

  auto operator<=>(const TileChoice&) const = default;
};

/// "128x64", or with "×"; a usage error otherwise.
Result<TileChoice> parse_tile_choice(std::string_view text);

std::string to_string(const TileChoice& choice);  ///< "128x64", as the command line takes it

/// The in-app kernels whose tiles can be chosen, by the instructions they are made of.
enum class TiledKernel { host_cpu, turing, ampere, hopper };

/// The kernel behind an implementation's name on a GPU of this compute capability (90 for 9.0), or on the
/// Host CPU where there is none; nothing for implementations that have no tiles to choose.
std::optional<TiledKernel> tiled_kernel(std::string_view implementation,
                                        std::optional<int> compute_capability);

/// Head dim as the kernel computes it: padded to what its instructions take.
std::int64_t padded_head_dim(TiledKernel kernel, std::int64_t head_dim);

/// Buffers for Q that the kernel keeps with such a tile: two where they fit and pay off on Hopper, else one.
int query_buffers(TiledKernel kernel, const Problem& problem, const TileConfig& tile);

/// Shared memory of one CTA of a GPU kernel, in bytes, and the most that such a GPU gives to one.
std::int64_t tile_shared_bytes(TiledKernel kernel, const Problem& problem, const TileConfig& tile);
std::int64_t shared_memory_limit(int compute_capability);

/// The whole tile, with what the choice leaves open filled in; an `unsupported` error that says in a sentence
/// which rule it breaks. `compute_capability` matters on GPUs only.
Result<TileConfig> complete_tile(TiledKernel kernel, const Problem& problem, const TileChoice& choice,
                                 int compute_capability);

}  // namespace attnscope
