// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/cuda/flash/fp8/fp8_call.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "kernels/cuda/flash/hopper/tensor_map.h"

namespace attnscope {

Fp8Call::Fp8Call(const FlashDevice& device, const Problem& problem, const FlashTile& tile,
                 LoadedKernel kernel, Quantiser quantiser)
    : PreparedFlash(device, problem, FlashForm::sm90_fp8, tile, std::move(kernel)),
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
  const Problem& shape = problem();
  const TileConfig& cut = flash_tile().cut;
  const QuantisedInputs inputs(shape);
  auto* const base = static_cast<unsigned char*>(scratch);
  for (const auto& [map, tensor, rows] : {std::tuple{&parameters_.query, &inputs.query, cut.block_m},
                                          std::tuple{&parameters_.key, &inputs.key, cut.block_n},
                                          std::tuple{&parameters_.value, &inputs.value, cut.block_n}}) {
    const std::int64_t head_stride = tensor->rows * shape.head_dim;
    const TensorView view{shape.head_dim,
                          tensor->rows,
                          tensor->heads,
                          shape.batch,
                          {tensor->heads * head_stride, head_stride, shape.head_dim},
                          rows,
                          panel_columns(FlashForm::sm90_fp8, flash_tile())};
    const auto encoded = tensor_map(*device().driver, view, Dtype::fp8_e4m3, base + tensor->numbers);
    if (!encoded) return tl::unexpected(encoded.error());
    *map = *encoded;
  }
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
  void* arguments[] = {&parameters_};
  const auto slots = static_cast<std::uint32_t>(device().multiprocessors);
  return kernel.launch({std::min(parameters_.problem.work_items, slots), 1, 1},
                       static_cast<unsigned>(flash_tile().cut.warps) * 32,
                       shared_bytes(FlashForm::sm90_fp8, flash_tile()), stream, arguments);
}

}  // namespace attnscope
