// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// A tile of 16-bit elements in shared memory as the copy engine writes it and wgmma reads it: panels of 64
// columns (128-byte rows), or of 32 where the tile is no multiple of 64 wide, each swizzled by the hardware;
// a panel is one box of a copy. Tiles start at multiples of 1024 bytes.
#pragma once

#include "tile/element.cuh"

template <int rows, int columns>
struct PanelTile {
  static_assert(columns % 32 == 0 && rows % 16 == 0);
  static constexpr int panel_columns = columns % 64 == 0 ? 64 : 32;
  static constexpr int panels = columns / panel_columns;
  static constexpr int steps = columns / 16;  // of a product along the rows
  static constexpr uint32 row_bytes = panel_columns * 2;
  static constexpr uint32 panel_bytes = rows * row_bytes;
  static constexpr uint32 bytes = panels * panel_bytes;

  /// wgmma's descriptor of 16 columns, from column 16 · `step`, of the rows that start at `address`: an
  /// operand with K along its rows.
  static ATTNSCOPE_DEVICE uint64 columns_descriptor(uint32 address, int step) {
    constexpr int steps = panel_columns / 16;
    return descriptor(address, (step / steps) * panel_bytes + (step % steps) * 32, 16);
  }

  /// The same of 16 rows, from row 16 · `step`, over all columns: an operand with K down its columns.
  static ATTNSCOPE_DEVICE uint64 rows_descriptor(uint32 address, int step) {
    return descriptor(address, step * 16 * row_bytes, panel_bytes);
  }

 private:
  /// Fields in units of 16 bytes: start address, distance of panels, distance of groups of eight rows; then
  /// the swizzle. The (constant) offset is added last, so that the rest is computed once.
  static ATTNSCOPE_DEVICE uint64 descriptor(uint32 address, uint32 offset, uint32 panel_distance) {
    constexpr uint32 swizzle = row_bytes == 128 ? 1 : 2;
    constexpr uint32 high = (8 * row_bytes >> 4) | swizzle << 30;
    const uint32 low = ((address >> 4) | (panel_distance >> 4) << 16) + (offset >> 4);
    return static_cast<uint64>(high) << 32 | low;
  }
};
