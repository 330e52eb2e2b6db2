// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/cuda/flash/prepared_flash.h"

#include <algorithm>
#include <string>
#include <utility>

#include "kernels/cuda/flash/flash_parameters.h"
#include "kernels/cuda/flash/flash_variants.h"

namespace attnscope {

Result<void> PreparedFlash::launch(const Tensors& tensors, Stream stream) {
  return launch_kernel(kernel_, tensors, nullptr, static_cast<CUstream>(stream));
}

std::int64_t PreparedFlash::tile_records() const {
  return query_tiles_of_all(problem_, tile_.cut);
}

Result<void> PreparedFlash::launch_instrumented(const Tensors& tensors, TileRecord* records, Stream stream) {
  if (!instrumented_) {
    auto loaded = load(device_, problem_, form_, tile_, true);
    if (!loaded) return tl::unexpected(loaded.error());
    instrumented_.emplace(*std::move(loaded));
  }
  return launch_kernel(*instrumented_, tensors, records, static_cast<CUstream>(stream));
}

Result<void> PreparedFlash::launch_ctas(const LoadedKernel& kernel, std::int64_t ctas, void* parameters,
                                        CUstream stream) const {
  void* arguments[] = {parameters};
  return kernel.launch({static_cast<unsigned>(ctas), 1, 1}, static_cast<unsigned>(tile_.cut.warps) * 32,
                       shared_bytes(form_, tile_), stream, arguments);
}

Result<void> PreparedFlash::launch_persistent(const LoadedKernel& kernel, std::int64_t work_items,
                                              void* parameters, CUstream stream) const {
  const std::int64_t clusters = std::min(work_items, std::int64_t{device_.multiprocessors / tile_.cluster});
  return launch_ctas(kernel, clusters * tile_.cluster, parameters, stream);
}

Result<LoadedKernel> PreparedFlash::load(const FlashDevice& device, const Problem& problem, FlashForm form,
                                         const FlashTile& tile, bool instrumented) {
  // Turing's form stays PTX on newer GPUs: their own compilers do not make sm_75 code that runs there.
  const bool foreign = form == FlashForm::sm75 && device.capability != ComputeCapability{7, 5};
  const std::string target = foreign ? "compute_75" : compile_target(device.capability);
  auto kernel = load_kernel(*device.driver, flash_variant(problem, form, tile, target, instrumented));
  if (!kernel) return kernel;
  if (const auto allowed = kernel->allow_shared_memory(shared_bytes(form, tile)); !allowed)
    return tl::unexpected(allowed.error());
  return kernel;
}

}  // namespace attnscope
