// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/cuda/flash/hopper/hopper_call.h"

namespace attnscope {

HopperCall::HopperCall(const FlashDevice& device, const Problem& problem, const FlashTile& tile,
                       LoadedKernel kernel)
    : PreparedFlash(device, problem, FlashForm::sm90, tile, kernel), parameters_() {
  parameters_.problem = flash_parameters(device, problem, FlashForm::sm90, tile);
}

Result<void> HopperCall::describe(const Tensors& tensors) {
  const FlashParameters& last = parameters_.problem;
  if (last.query == tensors.query && last.key == tensors.key && last.value == tensors.value) return {};
  const Problem& shape = problem();
  const auto maps = tensor_maps(
      *device().driver, shape, FlashForm::sm90, flash_tile(), shape.dtype,
      {TensorPlace{tensors.query, query_strides(shape)}, TensorPlace{tensors.key, kv_strides(shape)},
       TensorPlace{tensors.value, kv_strides(shape)}});
  if (!maps) return tl::unexpected(maps.error());
  parameters_.tensors = *maps;
  return {};
}

Result<void> HopperCall::launch_kernel(const LoadedKernel& kernel, const Tensors& tensors,
                                       TileRecord* records, CUstream stream) {
  if (const auto described = describe(tensors); !described) return described;
  set_pointers(parameters_.problem, tensors, records);
  return launch_persistent(kernel, parameters_.problem.work_items, &parameters_, stream);
}

}  // namespace attnscope
