// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/measure/inspection.h"

#include <algorithm>
#include <array>
#include <chrono>

#include "profiler/measure/kernel_summary.h"
#include "profiler/measure/point_measurement.h"
#include "profiler/measure/supplies.h"

namespace attnscope {

Result<Inspection> inspect(MeasuringDevice& device, const PlannedPoint& planned) {
  if (const Result<void> valid = validate(planned.problem); !valid) return tl::unexpected(valid.error());
  const Result<Implementation*> implementation = find_implementation(device, planned.implementation);
  if (!implementation) return tl::unexpected(implementation.error());
  std::unique_ptr<Implementation> tiled;
  if (planned.tile) {
    Result<std::unique_ptr<Implementation>> made = (*implementation)->with_tile(*planned.tile);
    if (!made) return tl::unexpected(made.error());
    tiled = *std::move(made);
  }
  Implementation& inspected = tiled ? *tiled : **implementation;
  if (const Result<void> supported = inspected.supports(planned.problem); !supported)
    return tl::unexpected(supported.error());
  const Result<MemoryNeed> need = memory_need(inspected, planned.problem);
  if (!need) return tl::unexpected(need.error());

  const auto start = std::chrono::steady_clock::now();
  const Result<std::unique_ptr<PreparedCall>> prepared = inspected.prepare(planned.problem);
  if (!prepared) return tl::unexpected(prepared.error());
  Inspection inspection;
  inspection.compile_seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  inspection.tile = (*prepared)->tile();
  inspection.source = (*prepared)->origin();

  InputCache cache(device);
  constexpr std::uint64_t seed = 1;
  const Result<const Inputs*> inputs = cache.get(planned.problem, seed);
  if (!inputs) return tl::unexpected(inputs.error());
  std::array<DeviceMemory, 3> memory;
  const std::array sizes = {need->output_bytes, need->workspace.scratch, need->workspace.library};
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    Result<DeviceMemory> taken = device.allocate(sizes[i]);
    if (!taken) return tl::unexpected(taken.error());
    memory[i] = *std::move(taken);
  }
  Tensors tensors;
  tensors.query = (*inputs)->query.data();
  tensors.key = (*inputs)->key.data();
  tensors.value = (*inputs)->value.data();
  tensors.output = memory[0].data();
  tensors.scratch = memory[1].data();
  tensors.library_workspace = memory[2].data();
  const Result<TimedCalls> ran =
      device.time([&](Stream stream) { return (*prepared)->launch(tensors, stream); }, 1, false);
  if (!ran) return tl::unexpected(ran.error());
  inspection.kernels = summarise_kernels(ran->calls, device.description());
  for (KernelRecord& kernel : inspection.kernels) kernel.duration_us = 0;
  for (const TimedCall& call : ran->calls)
    for (const DeviceActivity& kernel : call.kernels)
      inspection.spill_bytes =
          std::max(inspection.spill_bytes, static_cast<std::int64_t>(kernel.local_memory_bytes));
  return inspection;
}

}  // namespace attnscope
