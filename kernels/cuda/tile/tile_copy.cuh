// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// The share-out of one tile's 16-byte chunks among a CTA's or a warp's threads, for copies from device to
// shared memory.
#pragma once

#include "tile/copy.cuh"
#include "tile/shared_tile.cuh"

/// `rows` rows of `columns` elements, copied by `threads` threads; `padded` if the tensor's rows are shorter.
/// Where a thread keeps its column from one step to the next, everything but a running pointer is known when
/// the kernel starts.
template <int rows, int columns, int threads, bool padded>
struct TileCopy {
  using Layout = TileLayout<columns>;
  static constexpr int total = rows * Layout::chunks;
  static constexpr int steps = (total + threads - 1) / threads;
  static constexpr int row_step = threads / Layout::chunks;
  // A power of two: then a step's rows differ from the first's in bits of their own, and its swizzle by an
  // XOR.
  static constexpr bool keeps_column = threads % Layout::chunks == 0 && row_step > 0 &&
                                       (row_step & (row_step - 1)) == 0;

  /// Calls visit(step, shared offset, pointer, inside) for each chunk of thread number `thread` of those that
  /// share the tile out. `global` points at the tile's first row, the same for all threads; rows from
  /// `valid_rows` on and columns from `valid_columns` on lie outside the tensor. Within a tile, bytes are
  /// counted in 32 bits (the host sees to it that rows are short enough).
  template <typename Visit>
  static ATTNSCOPE_DEVICE void for_each(const uint16* global, int64 row_stride, int valid_rows,
                                        int valid_columns, Visit visit, uint32 thread = threadIdx.x) {
    const char* const base = reinterpret_cast<const char*>(global);
    const uint32 row_bytes = static_cast<uint32>(row_stride) * sizeof(uint16);
    if (keeps_column) {
      const int row = thread / Layout::chunks;
      const int chunk = thread % Layout::chunks;
      const uint32 shared_offset = Layout::offset(row, chunk);
      // A running pointer: K's and V's then have nothing in common that the compiler would keep between them.
      const char* pointer = base + (row * row_bytes + chunk * chunk_bytes);
      const int remaining = !padded || chunk * chunk_elements < valid_columns ? valid_rows - row : 0;
#pragma unroll
      for (int step = 0; step < steps; ++step) {
        if (total % threads != 0 && row + step * row_step >= rows) break;
        const uint32 swizzled = shared_offset ^ (Layout::swizzle(step * row_step) * chunk_bytes);
        visit(step, swizzled + step * row_step * Layout::row_bytes, pointer, step * row_step < remaining);
        pointer += row_step * row_bytes;
      }
    } else {
#pragma unroll
      for (int step = 0; step < steps; ++step) {
        const int row = (step * threads + thread) / Layout::chunks;
        const int chunk = (step * threads + thread) % Layout::chunks;
        if (total % threads != 0 && row >= rows) break;
        visit(step, Layout::offset(row, chunk), base + (row * row_bytes + chunk * chunk_bytes),
              row < valid_rows && (!padded || chunk * chunk_elements < valid_columns));
      }
    }
  }
};

#if __CUDA_ARCH__ >= 800
/// Starts copying a tile's rows into shared memory; what lies outside the tensor becomes zeros.
template <int rows, int columns, int threads, bool padded>
ATTNSCOPE_DEVICE void copy_tile_async(uint32 shared, const uint16* global, int64 row_stride, int valid_rows,
                                      int valid_columns, uint32 thread = threadIdx.x) {
  TileCopy<rows, columns, threads, padded>::for_each(
      global, row_stride, valid_rows, valid_columns,
      [&](int, uint32 offset, const void* pointer, bool inside) {
        copy_chunk_async(shared + offset, pointer, inside);
      },
      thread);
}
#endif
