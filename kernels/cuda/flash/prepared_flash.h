// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// What the prepared calls of all forms have in common: the kernel and its instrumented twin.
#pragma once

#include <optional>
#include <string>

#include "kernels/cuda/compile/kernel_loader.h"
#include "kernels/cuda/flash/flash_call.h"

namespace attnscope {

class PreparedFlash : public PreparedCall {
 public:
  Result<void> launch(const Tensors& tensors, Stream stream) final;
  std::optional<TileConfig> tile() const final { return tile_.cut; }
  std::string origin() const final { return std::string(name_of(kernel_.origin())); }
  std::int64_t tile_records() const final;
  Result<void> launch_instrumented(const Tensors& tensors, TileRecord* records, Stream stream) final;

  /// Compiles or finds the kernel and loads it, ready for its shared memory.
  static Result<LoadedKernel> load(const FlashDevice& device, const Problem& problem, FlashForm form,
                                   const FlashTile& tile, bool instrumented);

 protected:
  PreparedFlash(const FlashDevice& device, const Problem& problem, FlashForm form, const FlashTile& tile,
                LoadedKernel kernel)
      : device_(device), problem_(problem), form_(form), tile_(tile), kernel_(kernel) {}

  /// `kernel` with the parameters of this call's form. Whoever derives from this calls launch_ctas().
  virtual Result<void> launch_kernel(const LoadedKernel& kernel, const Tensors& tensors, TileRecord* records,
                                     CUstream stream) = 0;

  /// Queues so many CTAs of this call's tile; `parameters` are the kernel's only argument.
  Result<void> launch_ctas(const LoadedKernel& kernel, std::int64_t ctas, void* parameters,
                           CUstream stream) const;
  /// The same for persistent CTAs, which share `work_items` among themselves or their clusters: one CTA for
  /// each SM.
  Result<void> launch_persistent(const LoadedKernel& kernel, std::int64_t work_items, void* parameters,
                                 CUstream stream) const;

  const FlashDevice& device() const { return device_; }
  const Problem& problem() const { return problem_; }
  const FlashTile& flash_tile() const { return tile_; }

 private:
  FlashDevice device_;
  Problem problem_;
  FlashForm form_;
  FlashTile tile_;
  LoadedKernel kernel_;
  std::optional<LoadedKernel> instrumented_;
};

}  // namespace attnscope
