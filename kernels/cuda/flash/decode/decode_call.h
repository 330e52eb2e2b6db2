// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Launches flash_decode.cu: one CTA for each split of each row tile.
#pragma once

#include "kernels/cuda/flash/flash_parameters.h"
#include "kernels/cuda/flash/prepared_flash.h"

namespace attnscope {

class DecodeCall final : public PreparedFlash {
 public:
  DecodeCall(const FlashDevice& device, const Problem& problem, const FlashTile& tile, LoadedKernel kernel);

 private:
  /// As DecodeParameters in decode_item.cuh.
  struct Parameters {
    FlashParameters problem;
    float* partial_outputs;
    float* partial_log2_sums;
    int rows;
    int tile_rows;
    int splits;
    Divider row_tiles;
    Divider splits_of;
    Divider kv_heads;
  };

  Result<void> launch_kernel(const LoadedKernel& kernel, const Tensors& tensors, TileRecord* records,
                             CUstream stream) override;

  Parameters parameters_;
};

}  // namespace attnscope
