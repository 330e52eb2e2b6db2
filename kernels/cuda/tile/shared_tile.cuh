// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// A tile of 16-bit elements in shared memory, rows of `columns` elements, 16-byte chunks swizzled within a
// row so that the eight rows that one 8×8 matrix load touches lie in eight different bank groups.
#pragma once

#include "tile/element.cuh"
#include "tile/mma.cuh"

constexpr int chunk_elements = 8;  // 16 bytes
constexpr int chunk_bytes = 16;

ATTNSCOPE_DEVICE uint32 shared_address(const void* pointer) {
  return static_cast<uint32>(__cvta_generic_to_shared(pointer));
}

template <int columns>
struct TileLayout {
  static constexpr int chunks = columns / chunk_elements;
  static constexpr int row_bytes = chunks * chunk_bytes;
  // Rows whose chunks start in different bank groups need less swizzling: `span` chunks are permuted, and the
  // permutation changes every 8 / span rows.
  static constexpr int span = chunks % 8 == 0 ? 8 : chunks % 4 == 0 ? 4 : chunks % 2 == 0 ? 2 : 1;

  static ATTNSCOPE_DEVICE int swizzle(int row) { return (row / (8 / span)) % span; }

  /// Byte offset of chunk `chunk` of row `row`.
  static ATTNSCOPE_DEVICE uint32 offset(int row, int chunk) {
    return row * row_bytes + ((chunk ^ swizzle(row)) * chunk_bytes);
  }

  /// From the address of a row's chunk 0 or 1 to the one `first` chunks on (`first` even and a constant): an
  /// XOR for the part that is swizzled, an addition that the load takes as its immediate for the rest.
  static ATTNSCOPE_DEVICE uint32 advance(uint32 address, int first) {
    return (address ^ ((first % span) * chunk_bytes)) + (first / span) * span * chunk_bytes;
  }
};

ATTNSCOPE_DEVICE void load_matrices(uint32 (&registers)[4], uint32 address) {
  asm volatile("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];"
               : "=r"(registers[0]), "=r"(registers[1]), "=r"(registers[2]), "=r"(registers[3])
               : "r"(address));
}

ATTNSCOPE_DEVICE void load_matrices_transposed(uint32 (&registers)[4], uint32 address) {
  asm volatile("ldmatrix.sync.aligned.m8n8.x4.trans.shared.b16 {%0, %1, %2, %3}, [%4];"
               : "=r"(registers[0]), "=r"(registers[1]), "=r"(registers[2]), "=r"(registers[3])
               : "r"(address));
}

/// Where this lane points ldmatrix for a 16×16 piece at the tile's start: as an A operand …
template <int columns>
ATTNSCOPE_DEVICE uint32 lane_address_a(uint32 tile, int lane) {
  return tile + TileLayout<columns>::offset(lane % 16, lane / 16);
}

/// … as a B operand whose rows are B's columns (K in Q·Kᵀ) …
template <int columns>
ATTNSCOPE_DEVICE uint32 lane_address_b(uint32 tile, int lane) {
  return tile + TileLayout<columns>::offset(lane % 8 + (lane / 16) * 8, (lane / 8) % 2);
}

/// … and as a B operand whose rows are B's rows (V in P·V), loaded transposed.
template <int columns>
ATTNSCOPE_DEVICE uint32 lane_address_b_transposed(uint32 tile, int lane) {
  return tile + TileLayout<columns>::offset(lane % 16, lane / 16);
}
