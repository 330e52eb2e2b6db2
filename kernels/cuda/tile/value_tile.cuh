// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// V for e4m3 products, which want both operands' sums along their rows: Vᵀ, made of a V tile as the copy
// engine leaves it, with keys in the order in which a lane of a softmax holds them.
//
// A lane of an accumulator has keys 2t, 2t + 1, 8 + 2t and 9 + 2t of each 16; as an operand, it gives numbers
// 4t to 4t + 3. So within each 16 keys, place 4t + e of Vᵀ holds key 8 · (e / 2) + 2t + e % 2, and
// probabilities need not move from lane to lane. Likewise row n of each 16 rows of Vᵀ is column
// 2 · (n % 8) + n / 8 of V: what the transposition leaves in a lane without further moves.
#pragma once

#include "tile/panel_tile.cuh"
#include "tile/shared_tile.cuh"

ATTNSCOPE_DEVICE void store_matrices(uint32 address, const uint32 (&registers)[4]) {
  asm volatile("stmatrix.sync.aligned.m8n8.x4.shared.b16 [%0], {%1, %2, %3, %4};" ::"r"(address),
               "r"(registers[0]), "r"(registers[1]), "r"(registers[2]), "r"(registers[3])
               : "memory");
}

/// What ordinary stores wrote to shared memory may be read by products; in each writing thread, before the
/// barrier.
ATTNSCOPE_DEVICE void publish_to_products() {
  asm volatile("fence.proxy.async.shared::cta;" ::: "memory");
}

/// Vᵀ of `keys` keys: panels of 32 keys (32-byte rows), swizzled.
template <int keys, int head_dim>
struct TransposedValueTile {
  static_assert(keys % 32 == 0 && head_dim % 64 == 0);
  static constexpr uint32 row_bytes = 32;
  static constexpr uint32 panel_bytes = head_dim * row_bytes;
  static constexpr uint32 bytes = keys * head_dim;

  /// wgmma's descriptor of panel `panel`, from row `row` (a multiple of 8) on.
  static ATTNSCOPE_DEVICE uint64 descriptor(uint32 address, int panel, int row) {
    constexpr uint32 swizzle = 3;
    constexpr uint32 high = (8 * row_bytes >> 4) | swizzle << 30;
    const uint32 low = (address >> 4 | 1 << 16) + ((panel * panel_bytes + row * row_bytes) >> 4);
    return static_cast<uint64>(high) << 32 | low;
  }

  using Source = PanelTile<keys, head_dim / 2>;

  /// Transposes the V tile at `source` to `target`: this warp's share of `warps` warps'.
  static ATTNSCOPE_DEVICE void transpose(uint32 source, uint32 target, int warp, int warps, int lane) {
    // A lane points at one row of eight bytes pairs: of V, key `lane` of 32; of Vᵀ, row 8 · matrix % 2 + …
    constexpr uint32 row_chunks = Source::row_bytes / 16;
    const uint32 swizzle = row_chunks == 8 ? lane % 8 : lane / 2 % 4;
    const uint32 lane_source = source + lane * Source::row_bytes + swizzle * 16;
    const uint32 row = lane / 8 % 2 * 8 + lane % 8;
    const uint32 lane_target = target + row * row_bytes + (lane / 16 ^ row / 4 % 2) * 16;

    // Four pieces of 32 keys × 16 columns at a time.
    constexpr int columns_at_once = 64;
    constexpr int across = head_dim / columns_at_once;
#pragma unroll 1
    for (int batch = warp; batch < keys / 32 * across; batch += warps) {
      const int panel = batch / across;
      const int column = batch % across * columns_at_once;
      const uint32 from =
          lane_source + panel * 32 * Source::row_bytes + column / Source::row_bytes * Source::panel_bytes;
      const uint32 to = lane_target + panel * panel_bytes + column * row_bytes;
      uint32 loaded[4][4];
#pragma unroll
      for (int i = 0; i < 4; ++i)
        load_matrices_transposed(loaded[i], from ^ (column % Source::row_bytes + i * 16));
#pragma unroll
      for (int i = 0; i < 4; ++i) {
        // Pairs of columns of keys 2t, 2t + 1 and of keys 8 + 2t, 9 + 2t, twice.
        const uint32(&pairs)[4] = loaded[i];
        const uint32 columns[4] = {
            __byte_perm(pairs[0], pairs[1], 0x6420), __byte_perm(pairs[0], pairs[1], 0x7531),
            __byte_perm(pairs[2], pairs[3], 0x6420), __byte_perm(pairs[2], pairs[3], 0x7531)};
        store_matrices(to + i * 16 * row_bytes, columns);
      }
    }
  }
};
