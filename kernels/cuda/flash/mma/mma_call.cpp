// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/cuda/flash/mma/mma_call.h"

namespace attnscope {

MmaCall::MmaCall(const FlashDevice& device, const Problem& problem, FlashForm form, const FlashTile& tile,
                 LoadedKernel kernel)
    : PreparedFlash(device, problem, form, tile, kernel),
      parameters_(flash_parameters(device, problem, form, tile)) {}

Result<void> MmaCall::launch_kernel(const LoadedKernel& kernel, const Tensors& tensors, TileRecord* records,
                                    CUstream stream) {
  set_pointers(parameters_, tensors, records);
  return launch_ctas(kernel, tile_records(), &parameters_, stream);
}

}  // namespace attnscope
