// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Launches flash_sm90.cu: tensor maps for its copies, one CTA for each SM.
#pragma once

#include "kernels/cuda/flash/flash_parameters.h"
#include "kernels/cuda/flash/hopper/tensor_map.h"
#include "kernels/cuda/flash/prepared_flash.h"

namespace attnscope {

class HopperCall final : public PreparedFlash {
 public:
  HopperCall(const FlashDevice& device, const Problem& problem, const FlashTile& tile, LoadedKernel kernel);

 private:
  /// As HopperParameters in hopper_form.cuh.
  struct Parameters {
    TensorMaps tensors;
    FlashParameters problem;
  };

  Result<void> launch_kernel(const LoadedKernel& kernel, const Tensors& tensors, TileRecord* records,
                             CUstream stream) override;

  /// Makes the maps anew where a pointer differs from the last launch's.
  Result<void> describe(const Tensors& tensors);

  Parameters parameters_;
};

}  // namespace attnscope
