// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/cuda/flash/flash_tiles.h"

#include "kernels/cuda/flash/decode/decode_tile.h"

namespace attnscope {
namespace {

constexpr std::int64_t element_bytes = 2;

FlashTile make_tile(int head_dim, int block_m, int block_n, int stages, int warps, int ctas_per_sm) {
  return {TileConfig{block_m, block_n, stages, warps, false}, head_dim, ctas_per_sm};
}

/// 64 rows for each warpgroup that computes, and one more that brings the data.
FlashTile make_sm90_tile(int head_dim, int block_m, int block_n, int stages, int query_stages) {
  const int warps = (block_m / 64 + 1) * 4;
  return {TileConfig{block_m, block_n, stages, warps, true}, head_dim, 1, query_stages, true};
}

/// 64 rows for each warpgroup that computes, and one more that brings the data and transposes V. Likewise
/// chosen by measurement.
FlashTile sm90_fp8_tile(int head_dim) {
  const auto tile = [&](int block_m, int block_n, int slice, bool overlap) {
    const int warps = (block_m / 64 + 1) * 4;
    return FlashTile{TileConfig{block_m, block_n, 2, warps, true}, head_dim, 1, 2, true, 1, slice, overlap};
  };
  if (head_dim <= 64) return tile(192, 160, 64, true);
  if (head_dim <= 128) return tile(192, 128, 128, false);
  return tile(128, 128, 128, false);
}

/// Q, K, V and Vᵀ; barriers, work items' numbers and scales; and what it takes to start at a multiple of
/// 1024.
std::int64_t fp8_shared_bytes(const FlashTile& tile) {
  const std::int64_t kv_tiles = std::int64_t{2} * tile.cut.stages + tile.value_stages;
  const std::int64_t rows = std::int64_t{tile.query_stages} * tile.cut.block_m + kv_tiles * tile.cut.block_n;
  const std::int64_t words = std::int64_t{4} * tile.query_stages + std::int64_t{4} * tile.cut.stages +
                             std::int64_t{3} * tile.value_stages;
  return rows * tile.head_dim + words * 8 + 1024;
}

/// Turing has 64 KB of shared memory and hides no copy behind an asynchronous one: small tiles.
FlashTile sm75_tile(int head_dim, bool needs_registers) {
  if (head_dim <= 64) return make_tile(head_dim, 64, 64, 1, 4, 2);
  if (head_dim <= 128) return make_tile(head_dim, 64, 64, 1, 4, 1);
  return make_tile(head_dim, 64, needs_registers ? 16 : 32, 1, 4, 1);
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

/// Chosen by measurement on an H100 (gpu_flash_bench tune).
FlashTile sm80_hopper_tile(const Problem& problem, int head_dim) {
  if (head_dim <= 64) return make_tile(head_dim, 128, 128, 1, 4, 2);
  // A causal tile meets few KV blocks: the second stage pays for itself by one barrier less at each.
  if (head_dim <= 128) return make_tile(head_dim, 128, 64, problem.causal ? 2 : 1, 4, 2);
  // Two small CTAs fill each other's gaps at a tile's start and end; over long KV, a tall one reads K and V
  // less.
  constexpr std::int64_t long_kv = 4096;
  return problem.kv_seqlen < long_kv ? make_tile(head_dim, 64, 64, 1, 4, 2)
                                     : make_tile(head_dim, 128, 64, 1, 8, 1);
}

/// Soft cap and dropout want registers of their own between the two products: narrower tiles.
bool computes_between_products(const Problem& problem) {
  return problem.soft_cap.has_value() || problem.dropout > 0;
}

/// Chosen by measurement, too. Where tiles are short, or a mask cuts their blocks, 128 rows and a second Q
/// buffer; where they are long, 192 rows, since K and V are then read less often.
FlashTile sm90_tile(const Problem& problem, int head_dim) {
  const bool window = problem.window_left || problem.window_right;
  const bool masked = problem.causal || window;
  if (head_dim <= 64)
    return make_sm90_tile(head_dim, masked && problem.kv_seqlen <= 1024 ? 128 : 192, 128, 3, 2);
  if (head_dim <= 96) return make_sm90_tile(head_dim, 128, masked ? 128 : 160, 2, 2);
  if (head_dim <= 128) {
    // In pairs, tiles of 128 rows do as well for longer.
    const bool pairs = !problem.causal && !computes_between_products(problem);
    const std::int64_t long_kv = pairs ? 4096 : 2048;
    const bool long_tiles = !window && problem.kv_seqlen >= long_kv;
    return long_tiles ? make_sm90_tile(head_dim, 192, 80, 2, 2) : make_sm90_tile(head_dim, 128, 128, 2, 2);
  }
  if (head_dim <= 160) return make_sm90_tile(head_dim, 128, 128, 2, 1);
  if (head_dim <= 192) return make_sm90_tile(head_dim, 128, masked ? 96 : 112, 2, 1);
  return make_sm90_tile(head_dim, 128, 64, 2, 1);
}

/// Whether two CTAs are to compute neighbouring tiles of 128 rows, so that K and V leave the L2 once for
/// both: 1 to 5 % at the power limit. Taller tiles read too little for it; and not where a CTA would often be
/// left without rows, or tiles are so short that waiting for each other costs more.
bool works_in_pairs(const Problem& problem, const FlashTile& tile) {
  if (tile.cut.block_m != 128 || problem.window_left || problem.window_right) return false;
  constexpr std::int64_t rarely_odd = 16;
  const std::int64_t tiles = query_tiles_of_head(problem, tile.cut);
  if (tiles % 2 != 0 && tiles < rarely_odd) return false;
  constexpr std::int64_t long_kv = 2048;
  constexpr std::int64_t quick_kv = 512;
  const bool quick = !problem.causal && tile.head_dim == 128;
  return problem.kv_seqlen >= (quick ? quick_kv : long_kv);
}

FlashTile sm90_narrow_tile(const Problem& problem, int head_dim, const FlashTile& plain) {
  // Long code: with one buffer for Q, it stands there twice and not four times, and compiles in half the
  // time.
  const bool several = problem.soft_cap.has_value() && problem.dropout > 0;
  const int query_stages = several ? 1 : 2;
  if (head_dim <= 64 && problem.dropout > 0)
    return make_sm90_tile(head_dim, 128, several ? 112 : 128, 3, query_stages);
  if (head_dim <= 64) return make_sm90_tile(head_dim, 192, 96, 3, 2);
  if (head_dim <= 96) return make_sm90_tile(head_dim, 128, 112, 2, query_stages);
  constexpr std::int64_t long_causal_kv = 8192;
  const bool long_tiles = !problem.causal || problem.kv_seqlen >= long_causal_kv;
  if (head_dim <= 128 && plain.cut.block_m == 192 && long_tiles)
    return make_sm90_tile(head_dim, 192, problem.soft_cap ? 64 : 80, 2, 1);
  if (head_dim <= 128) return make_sm90_tile(head_dim, 128, 96, 2, query_stages);
  return plain;
}

}  // namespace

FlashForm flash_form(ComputeCapability capability) {
  if (capability < ComputeCapability{8, 0}) return FlashForm::sm75;
  return capability == ComputeCapability{9, 0} ? FlashForm::sm90 : FlashForm::sm80;
}

int padded_head_dim(FlashForm form, std::int64_t head_dim) {
  if (form == FlashForm::sm90 && head_dim <= 64) return 64;
  if (head_dim <= 16) return 16;
  return static_cast<int>((head_dim + 31) / 32 * 32);
}

std::int64_t panel_columns(FlashForm form, const FlashTile& tile) {
  if (form == FlashForm::sm90_fp8) return tile.head_dim % 128 == 0 ? 128 : 64;
  return tile.head_dim % 64 == 0 ? 64 : 32;
}

std::int64_t shared_bytes(FlashForm form, const FlashTile& tile) {
  if (form == FlashForm::decode) return decode_shared_bytes(tile);
  if (form == FlashForm::sm90_fp8) return fp8_shared_bytes(tile);
  const std::int64_t query_stages = form == FlashForm::sm90 ? tile.query_stages : 1;
  const std::int64_t rows = tile.cut.block_m * query_stages + tile.cut.block_n * tile.cut.stages * 2;
  const std::int64_t tiles = rows * tile.head_dim * element_bytes;
  if (form != FlashForm::sm90) return tiles;
  // Barriers and work items' numbers, those of pairs of CTAs, too; and what it takes to start at a multiple
  // of 1024.
  const std::int64_t words = 3 * query_stages + std::int64_t{4} * tile.cut.stages + 3;
  return tiles + words * 8 + 1024;
}

std::int64_t shared_bytes_limit(ComputeCapability capability) {
  constexpr std::int64_t kilobyte = 1024;
  if (capability.major < 8) return 64 * kilobyte;
  if (capability.major == 8) return (capability.minor == 0 || capability.minor == 7 ? 163 : 99) * kilobyte;
  if (capability.major == 12) return 99 * kilobyte;
  return 227 * kilobyte;
}

FlashTile flash_tile(const Problem& problem, FlashForm form, ComputeCapability capability) {
  const int head_dim = padded_head_dim(form, problem.head_dim);
  const bool needs_registers = computes_between_products(problem);
  if (form == FlashForm::sm75) return sm75_tile(head_dim, needs_registers);
  if (form == FlashForm::sm90) {
    FlashTile plain = sm90_tile(problem, head_dim);
    if (needs_registers) return sm90_narrow_tile(problem, head_dim, plain);
    if (works_in_pairs(problem, plain)) plain.cluster = 2;
    return plain;
  }
  if (form == FlashForm::sm90_fp8) return sm90_fp8_tile(head_dim);
  constexpr std::int64_t room_for_large_tiles = std::int64_t{160} * 1024;
  const bool large = shared_bytes_limit(capability) >= room_for_large_tiles;
  if (needs_registers && head_dim > 64 && head_dim <= 128)
    return make_tile(head_dim, 64, 64, large ? 2 : 1, 4, 2);
  if (!large) return sm80_small_tile(head_dim);
  if (needs_registers) return sm80_large_tile(head_dim);
  if (capability.major == 9) return sm80_hopper_tile(problem, head_dim);
  return sm80_large_tile(head_dim);
}

}  // namespace attnscope
