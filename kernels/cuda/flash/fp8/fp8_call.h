// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Launches flash_sm90_fp8.cu on inputs that it has taken over into e4m3 beforehand.
#pragma once

#include "kernels/cuda/flash/flash_parameters.h"
#include "kernels/cuda/flash/fp8/quantise.h"
#include "kernels/cuda/flash/hopper/tensor_map.h"
#include "kernels/cuda/flash/prepared_flash.h"

namespace attnscope {

class Fp8Call final : public PreparedFlash {
 public:
  Fp8Call(const FlashDevice& device, const Problem& problem, const FlashTile& tile, LoadedKernel kernel,
          Quantiser quantiser);

  Result<void> accept(const Tensors& tensors, Stream stream) override;
  std::string remark() const override;

 private:
  /// As Fp8Parameters in fp8_form.cuh.
  struct Parameters {
    TensorMaps tensors;
    FlashParameters problem;
    const void* query_scales;
    const void* key_scales;
    const void* value_scales;
    int kv_heads;
  };

  Result<void> launch_kernel(const LoadedKernel& kernel, const Tensors& tensors, TileRecord* records,
                             CUstream stream) override;

  /// Makes the maps anew where the scratch is another than the last launch's.
  Result<void> describe(void* scratch);

  Quantiser quantiser_;
  const void* scratch_ = nullptr;
  Parameters parameters_;
};

}  // namespace attnscope
