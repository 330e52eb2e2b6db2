// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/loader/nvml.h"

#include "profiler/loader/symbol_table.h"

namespace attnscope {
namespace {

Result<Nvml> load_nvml() {
  LibrarySearch search{"NVML", {"libnvidia-ml.so.1"}, true, {}};
  const Result<SharedLibrary> library = load_library(search);
  if (!library) return tl::unexpected(library.error());

  Nvml functions;
  functions.path = library->path();
  SymbolTable table(*library);
  table.require(functions.init, "nvmlInit_v2");
  table.require(functions.error_string, "nvmlErrorString");
  table.require(functions.system_driver_version, "nvmlSystemGetDriverVersion");
  table.require(functions.device_count, "nvmlDeviceGetCount_v2");
  table.require(functions.device_by_index, "nvmlDeviceGetHandleByIndex_v2");
  table.require(functions.device_uuid, "nvmlDeviceGetUUID");
  table.require(functions.device_by_pci_bus_id, "nvmlDeviceGetHandleByPciBusId_v2");
  table.require(functions.clock, "nvmlDeviceGetClockInfo");
  table.require(functions.max_clock, "nvmlDeviceGetMaxClockInfo");
  table.require(functions.power_usage, "nvmlDeviceGetPowerUsage");
  table.require(functions.enforced_power_limit, "nvmlDeviceGetEnforcedPowerLimit");
  table.require(functions.temperature, "nvmlDeviceGetTemperature");
  // Renamed in driver 535; the old name is still there in newer ones, but need not stay.
  if (!table.look_up(functions.clock_event_reasons, "nvmlDeviceGetCurrentClocksEventReasons"))
    table.require(functions.clock_event_reasons, "nvmlDeviceGetCurrentClocksThrottleReasons");
  table.require(functions.memory_info, "nvmlDeviceGetMemoryInfo");
  table.look_up(functions.mig_mode, "nvmlDeviceGetMigMode");
  table.look_up(functions.ecc_mode, "nvmlDeviceGetEccMode");
  table.look_up(functions.utilization, "nvmlDeviceGetUtilizationRates");
  // Both generations fill the same struct.
  if (!table.look_up(functions.compute_processes, "nvmlDeviceGetComputeRunningProcesses_v3"))
    table.look_up(functions.compute_processes, "nvmlDeviceGetComputeRunningProcesses_v2");
  if (!table.look_up(functions.graphics_processes, "nvmlDeviceGetGraphicsRunningProcesses_v3"))
    table.look_up(functions.graphics_processes, "nvmlDeviceGetGraphicsRunningProcesses_v2");
  table.look_up(functions.process_name, "nvmlSystemGetProcessName");
  if (const Result<void> found = table.complete("NVML"); !found) return tl::unexpected(found.error());

  if (const NvmlResult started = functions.init(); started != NvmlResult::success)
    return fail(ErrorKind::failed, std::string("NVML does not start: ") + functions.error_string(started));
  return functions;
}

}  // namespace

Result<const Nvml*> nvml() {
  static const Result<Nvml> library = load_nvml();
  if (!library) return tl::unexpected(library.error());
  return &*library;
}

}  // namespace attnscope
