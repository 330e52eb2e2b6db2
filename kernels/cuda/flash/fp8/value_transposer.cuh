// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// The other producers of flash_sm90_fp8.cu: warps that transpose V, which e4m3 products want.
#pragma once

#include "flash/fp8/fp8_form.cuh"

/// Vᵀ of V after V until the loader says that there are no more; by warp `warp` of those that do so.
ATTNSCOPE_DEVICE void transpose_values(const Fp8Layout& shared, int warp) {
  const int lane = threadIdx.x % 32;
  RingPosition<VALUE_STAGES> value;
  RingPosition<STAGES> transposed;
#pragma unroll 1
  while (true) {
    wait(shared.loaded_value_full(value.stage), value.phase);
    if (load_shared_word(shared.value_end(value.stage)) != 0) break;
    wait(shared.value_free(transposed.stage), transposed.phase ^ 1);
    TransposedTile::transpose(shared.loaded_value(value.stage), shared.value(transposed.stage), warp,
                              transposing_warps, lane);
    publish_to_products();
    __syncwarp();
    if (lane == 0) {
      arrive(shared.loaded_value_free(value.stage));
      arrive(shared.value_full(transposed.stage));
    }
    value.advance();
    transposed.advance();
  }
}
