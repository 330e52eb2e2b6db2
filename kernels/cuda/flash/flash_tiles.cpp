// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/cuda/flash/flash_tiles.h"

namespace attnscope {
namespace {

constexpr std::int64_t element_bytes = 2;

FlashTile make_tile(int head_dim, int block_m, int block_n, int stages, int warps, int ctas_per_sm) {
  return {TileConfig{block_m, block_n, stages, warps, false}, head_dim, ctas_per_sm};
}

/// Turing has 64 KB of shared memory and hides no copy behind an asynchronous one: small tiles.
FlashTile sm75_tile(int head_dim) {
  if (head_dim <= 64) return make_tile(head_dim, 64, 64, 1, 4, 2);
  if (head_dim <= 128) return make_tile(head_dim, 64, 64, 1, 4, 1);
  return make_tile(head_dim, 64, 32, 1, 4, 1);
}

/// GPUs with 99 KB: room for two CTAs matters more than tall tiles.
FlashTile sm80_small_tile(int head_dim) {
  if (head_dim <= 64) return make_tile(head_dim, 128, 64, 1, 4, 2);
  if (head_dim <= 128) return make_tile(head_dim, 128, 32, 1, 4, 2);
  return make_tile(head_dim, 64, head_dim <= 192 ? 64 : 32, 1, 4, 1);
}

/// GPUs with 163 KB or more: tall tiles whose accumulators fill the registers of two CTAs.
FlashTile sm80_large_tile(int head_dim) {
  if (head_dim <= 64) return make_tile(head_dim, 128, 64, 2, 4, 2);
  if (head_dim <= 128) return make_tile(head_dim, 128, 32, 2, 4, 2);
  return make_tile(head_dim, 128, 64, 1, 8, 1);
}

FlashTile blackwell_tile(int head_dim) {
  if (head_dim > 64 && head_dim <= 128) return make_tile(head_dim, 128, 64, 1, 4, 2);
  return sm80_large_tile(head_dim);
}

/// Chosen by measurement on an H100 (gpu_flash_bench tune).
FlashTile hopper_tile(const Problem& problem, int head_dim) {
  if (head_dim <= 64) return make_tile(head_dim, 128, 128, 1, 4, 2);
  // A causal tile meets few KV blocks: the second stage pays for itself by one barrier less at each.
  if (head_dim <= 128) return make_tile(head_dim, 128, 64, problem.causal ? 2 : 1, 4, 2);
  // Two small CTAs fill each other's gaps at a tile's start and end; over long KV, a tall one reads K and V
  // less.
  constexpr std::int64_t long_kv = 4096;
  return problem.kv_seqlen < long_kv ? make_tile(head_dim, 64, 64, 1, 4, 2)
                                     : make_tile(head_dim, 128, 64, 1, 8, 1);
}

}  // namespace

FlashForm flash_form(ComputeCapability capability) {
  return capability < ComputeCapability{8, 0} ? FlashForm::sm75 : FlashForm::sm80;
}

int padded_head_dim(std::int64_t head_dim) {
  if (head_dim <= 16) return 16;
  return static_cast<int>((head_dim + 31) / 32 * 32);
}

std::int64_t shared_bytes(const FlashTile& tile) {
  const std::int64_t rows = tile.cut.block_m + tile.cut.block_n * tile.cut.stages * 2;
  return rows * tile.head_dim * element_bytes;
}

std::int64_t shared_bytes_limit(ComputeCapability capability) {
  constexpr std::int64_t kilobyte = 1024;
  if (capability.major < 8) return 64 * kilobyte;
  if (capability.major == 8) return (capability.minor == 0 || capability.minor == 7 ? 163 : 99) * kilobyte;
  if (capability.major == 12) return 99 * kilobyte;
  return 227 * kilobyte;
}

FlashTile flash_tile(const Problem& problem, FlashForm form, ComputeCapability capability) {
  const int head_dim = padded_head_dim(problem.head_dim);
  if (form == FlashForm::sm75) return sm75_tile(head_dim);
  constexpr std::int64_t room_for_large_tiles = std::int64_t{160} * 1024;
  if (shared_bytes_limit(capability) < room_for_large_tiles) return sm80_small_tile(head_dim);
  if (capability.major == 9) return hopper_tile(problem, head_dim);
  return capability.major >= 10 ? blackwell_tile(head_dim) : sm80_large_tile(head_dim);
}

}  // namespace attnscope
