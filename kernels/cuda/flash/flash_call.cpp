// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/cuda/flash/flash_call.h"

#include <utility>

#include "kernels/cuda/flash/decode/decode_call.h"
#include "kernels/cuda/flash/fp8/fp8_call.h"
#include "kernels/cuda/flash/hopper/hopper_call.h"
#include "kernels/cuda/flash/mma/mma_call.h"

namespace attnscope {
Result<std::unique_ptr<PreparedCall>> prepare_flash(const FlashDevice& device, const Problem& problem,
                                                    FlashForm form, const FlashTile& tile, bool hadamard) {
  auto kernel = PreparedFlash::load(device, problem, form, tile, false);
  if (!kernel) return tl::unexpected(kernel.error());
  if (form == FlashForm::sm90_fp8) {
    auto quantiser = Quantiser::make(device, problem, hadamard);
    if (!quantiser) return tl::unexpected(quantiser.error());
    return std::make_unique<Fp8Call>(device, problem, tile, *std::move(kernel), *std::move(quantiser));
  }
  if (form == FlashForm::sm90) return std::make_unique<HopperCall>(device, problem, tile, *std::move(kernel));
  if (form == FlashForm::decode)
    return std::make_unique<DecodeCall>(device, problem, tile, *std::move(kernel));
  return std::make_unique<MmaCall>(device, problem, form, tile, *std::move(kernel));
}

}  // namespace attnscope
