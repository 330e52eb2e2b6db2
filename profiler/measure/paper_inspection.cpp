// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/measure/paper_inspection.h"

#include <chrono>

#include "kernels/cuda/bake/baked_kernels.h"
#include "kernels/cuda/compile/kernel_store.h"
#include "kernels/cuda/flash/flash_inspection.h"
#include "profiler/measure/occupancy.h"

namespace attnscope {
Result<Inspection> inspect_on_paper(const PlannedPoint& planned, int compute_capability) {
  if (const Result<void> valid = validate(planned.problem); !valid) return tl::unexpected(valid.error());
  use_baked_kernels(baked_kernels());
  const auto start = std::chrono::steady_clock::now();
  const auto flash = inspect_flash(planned.problem, {compute_capability / 10, compute_capability % 10},
                                   planned.implementation, planned.tile);
  if (!flash) return tl::unexpected(flash.error());
  Inspection inspection;
  inspection.compile_seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  inspection.tile = flash->tile;
  inspection.source = std::string(name_of(flash->report.origin));
  const KernelResources& resources = flash->report.resources;
  inspection.spill_bytes = resources.spill_store_bytes + resources.spill_load_bytes;
  KernelRecord kernel;
  kernel.name = flash->kernel;
  kernel.threads_per_block = flash->threads;
  kernel.registers_per_thread = resources.registers;
  kernel.shared_memory_bytes =
      static_cast<std::uint64_t>(flash->shared_bytes + resources.static_shared_bytes);
  if (const auto sm = sm_resources(compute_capability)) {
    const auto occupancy = theoretical_occupancy(
        *sm, {kernel.threads_per_block, kernel.registers_per_thread, kernel.shared_memory_bytes});
    if (occupancy) {
      kernel.blocks_per_sm = occupancy->blocks_per_sm;
      kernel.theoretical_occupancy_percent = occupancy->percent;
      kernel.occupancy_limiter = occupancy->limiter;
    }
  }
  inspection.kernels.push_back(std::move(kernel));
  return inspection;
}

}  // namespace attnscope
