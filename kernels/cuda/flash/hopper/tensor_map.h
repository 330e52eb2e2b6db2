// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// How Hopper's copy engine sees Q, K and V.
#pragma once

#include <array>
#include <cstdint>

#include "kernels/cuda/flash/flash_tiles.h"
#include "kernels/problem/strides.h"
#include "profiler/loader/cuda_driver.h"

namespace attnscope {

/// A tensor of 16-bit or 8-bit elements, and the box of it that one copy takes.
struct TensorView {
  std::int64_t head_dim = 0;
  std::int64_t rows = 0;
  std::int64_t heads = 0;
  std::int64_t batch = 0;
  Strides strides;
  std::int64_t box_rows = 0;
  std::int64_t box_columns = 0;  ///< 128 bytes or 64: one row of a swizzled panel
};

/// Beyond head_dim and rows a box is filled with zeros. `data` is 16-byte aligned device memory.
Result<CUtensorMap> tensor_map(const CudaDriver& driver, const TensorView& view, Dtype dtype,
                               const void* data);

/// As in pipeline.cuh.
struct TensorMaps {
  CUtensorMap query;
  CUtensorMap key;
  CUtensorMap value;
};

/// Where Q, K or V lies, and how.
struct TensorPlace {
  const void* data = nullptr;
  Strides strides;
};

/// Q, K and V of `problem`, of elements of type `dtype`, in boxes of one panel of a tile: of sm90 or
/// sm90_fp8.
Result<TensorMaps> tensor_maps(const CudaDriver& driver, const Problem& problem, FlashForm form,
                               const FlashTile& tile, Dtype dtype, const std::array<TensorPlace, 3>& places);

}  // namespace attnscope
