// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/cuda/flash/fp8/fp8_call.h"

#include <utility>

namespace attnscope {

Fp8Call::Fp8Call(const FlashDevice& device, const Problem& problem, const FlashTile& tile,
                 LoadedKernel kernel, Quantiser quantiser)
    : PreparedFlash(device, problem, FlashForm::sm90_fp8, tile, kernel),
      quantiser_(std::move(quantiser)),
      parameters_() {
  parameters_.problem = flash_parameters(device, problem, FlashForm::sm90_fp8, tile);
  parameters_.kv_heads = static_cast<int>(problem.kv_heads);
}

std::string Fp8Call::remark() const {
  return "its inputs were rounded to fp8 (e4m3) beforehand, outside of the timed calls";
}

Result<void> Fp8Call::accept(const Tensors& tensors, Stream stream) {
  return quantiser_.launch(tensors, static_cast<CUstream>(stream));
}

Result<void> Fp8Call::describe(void* scratch) {
  if (scratch == scratch_) return {};
  const QuantisedInputs inputs(problem());
  auto* const base = static_cast<unsigned char*>(scratch);
  const auto place = [&](const QuantisedTensor& tensor) {
    const std::int64_t head_stride = tensor.rows * problem().head_dim;
    return TensorPlace{base + tensor.numbers, {tensor.heads * head_stride, head_stride, problem().head_dim}};
  };
  const auto maps =
      tensor_maps(*device().driver, problem(), FlashForm::sm90_fp8, flash_tile(), Dtype::fp8_e4m3,
                  {place(inputs.query), place(inputs.key), place(inputs.value)});
  if (!maps) return tl::unexpected(maps.error());
  parameters_.tensors = *maps;
  parameters_.query_scales = base + inputs.query.scales;
  parameters_.key_scales = base + inputs.key.scales;
  parameters_.value_scales = base + inputs.value.scales;
  scratch_ = scratch;
  return {};
}

Result<void> Fp8Call::launch_kernel(const LoadedKernel& kernel, const Tensors& tensors, TileRecord* records,
                                    CUstream stream) {
  if (const auto described = describe(tensors.scratch); !described) return described;
  set_pointers(parameters_.problem, tensors, records);
  return launch_persistent(kernel, parameters_.problem.work_items, &parameters_, stream);
}

}  // namespace attnscope
