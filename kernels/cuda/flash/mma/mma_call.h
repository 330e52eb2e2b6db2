// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Launches flash_sm75.cu and flash_sm80.cu: one CTA for each query tile.
#pragma once

#include "kernels/cuda/flash/flash_parameters.h"
#include "kernels/cuda/flash/prepared_flash.h"

namespace attnscope {

class MmaCall final : public PreparedFlash {
 public:
  MmaCall(const FlashDevice& device, const Problem& problem, FlashForm form, const FlashTile& tile,
          LoadedKernel kernel);

 private:
  Result<void> launch_kernel(const LoadedKernel& kernel, const Tensors& tensors, TileRecord* records,
                             CUstream stream) override;

  FlashParameters parameters_;
};

}  // namespace attnscope
