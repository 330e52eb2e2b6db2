// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/cuda/flash/hopper/hopper_call.h"

#include <algorithm>
#include <utility>

#include "kernels/cuda/flash/hopper/tensor_map.h"

namespace attnscope {

HopperCall::HopperCall(const FlashDevice& device, const Problem& problem, const FlashTile& tile,
                       LoadedKernel kernel)
    : PreparedFlash(device, problem, FlashForm::sm90, tile, std::move(kernel)), parameters_() {
  parameters_.problem = flash_parameters(device, problem, FlashForm::sm90, tile);
}

Result<void> HopperCall::describe(const Tensors& tensors) {
  const Problem& shape = problem();
  const FlashTile& cut = flash_tile();
  const std::int64_t columns = panel_columns(FlashForm::sm90, cut);
  const TensorView query{shape.head_dim, shape.query_seqlen,   shape.query_heads,
                         shape.batch,    query_strides(shape), cut.cut.block_m,
                         columns};
  const TensorView kv{shape.head_dim,    shape.kv_seqlen, shape.kv_heads, shape.batch,
                      kv_strides(shape), cut.cut.block_n, columns};
  const FlashParameters& last = parameters_.problem;
  for (const auto& [map, view, before, now] :
       {std::tuple{&parameters_.query, &query, last.query, tensors.query},
        std::tuple{&parameters_.key, &kv, last.key, tensors.key},
        std::tuple{&parameters_.value, &kv, last.value, tensors.value}}) {
    if (before == now) continue;
    const auto encoded = tensor_map(*device().driver, *view, shape.dtype, now);
    if (!encoded) return tl::unexpected(encoded.error());
    *map = *encoded;
  }
  return {};
}

Result<void> HopperCall::launch_kernel(const LoadedKernel& kernel, const Tensors& tensors,
                                       TileRecord* records, CUstream stream) {
  if (const auto described = describe(tensors); !described) return described;
  set_pointers(parameters_.problem, tensors, records);
  void* arguments[] = {&parameters_};
  const auto slots = static_cast<std::uint32_t>(device().multiprocessors);
  return kernel.launch({std::min(parameters_.problem.work_items, slots), 1, 1},
                       static_cast<unsigned>(flash_tile().cut.warps) * 32,
                       shared_bytes(FlashForm::sm90, flash_tile()), stream, arguments);
}

}  // namespace attnscope
