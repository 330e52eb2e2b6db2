// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// One flash problem made ready on one GPU, with a tile of the caller's choice: what "flash" does after it has
// chosen, and what tuning programs call.
#pragma once

#include <memory>

#include "kernels/cuda/flash/flash_tiles.h"
#include "kernels/implementation/implementation.h"
#include "profiler/loader/cuda_driver.h"

namespace attnscope {

/// What the calls on one GPU have in common.
struct FlashDevice {
  const CudaDriver* driver = nullptr;
  ComputeCapability capability;
  std::int64_t l2_bytes = 0;
  int multiprocessors = 1;
};

/// Compiles or finds the kernel and loads it into the current context. The instrumented kernel is made at the
/// first launch_instrumented. `hadamard`: sm90_fp8 turns Q and K before they are rounded.
Result<std::unique_ptr<PreparedCall>> prepare_flash(const FlashDevice& device, const Problem& problem,
                                                    FlashForm form, const FlashTile& tile,
                                                    bool hadamard = false);

}  // namespace attnscope
