// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// One value of every message with every field set to something that is not its default.
#pragma once

#include <vector>

#include "profiler/protocol/message.h"
#include "profiler/protocol/run.h"

namespace attnscope::test {

inline Problem full_problem() {
  Problem problem;
  problem.batch = 3;
  problem.query_heads = 32;
  problem.kv_heads = 8;
  problem.query_seqlen = 17;
  problem.kv_seqlen = 4096;
  problem.head_dim = 64;
  problem.dtype = Dtype::bf16;
  problem.causal = true;
  problem.window_left = 1024;
  problem.window_right = 0;
  problem.softmax_scale = 0.1;
  problem.layout = Layout::bhsd;
  problem.soft_cap = 30;
  problem.alibi = true;
  problem.dropout = 0.25;
  problem.dropout_seed = 17;
  return problem;
}

inline DeviceDescription full_device() {
  DeviceDescription device;
  device.uuid = "GPU-1b2c";
  device.kind = DeviceKind::cuda;
  device.ordinal = 1;
  device.name = "NVIDIA Test · 80 GB";
  device.memory_bytes = 85899345920;
  device.free_memory_bytes = 85000000001;
  device.multiprocessors = 132;
  device.compute_capability = 90;
  device.l2_bytes = 52428800;
  device.shared_memory_per_sm = 233472;
  device.shared_memory_per_block = 232448;
  device.max_warps_per_sm = 64;
  device.registers_per_sm = 65536;
  device.max_blocks_per_sm = 32;
  device.pci_bus_id = "0000:18:00.0";
  return device;
}

inline MeasurementOptions full_options() {
  MeasurementOptions options;
  options.cold_l2 = false;
  options.min_samples = 11;
  options.max_samples = 222;
  options.target_interval = 0.02;
  options.point_budget_seconds = 0.25;
  options.counters = false;
  options.error = false;
  options.tile_balance = false;
  options.keep_tiles = true;
  options.seed = 18446744073709551615U;
  return options;
}

inline Environment full_environment() {
  Environment environment;
  environment.device = full_device();
  environment.driver_version = "580.1.2";
  environment.cuda_version = 13000;
  environment.max_sm_clock_mhz = 1980;
  environment.power_limit_watts = 700.5;
  environment.mig_enabled = false;
  environment.ecc_enabled = true;
  environment.host = "node \"7\"\n\t\\ é";
  environment.program_version = "0.1.0";
  environment.kernel_hash = "abc123";
  environment.libraries = {{"cublaslt", "13.0.2"}, {"nvrtc", "13.0"}};
  return environment;
}

inline Plan full_plan() {
  return Plan{"GPU-1b2c",
              {{"flash", full_problem(), TileChoice{192, 80, 2, 16}},
               {"flash", full_problem(), TileChoice{64, 64, {}, {}}},
               {"standard", Problem{}, {}}},
              full_options()};
}

inline KernelRecord full_kernel() {
  KernelRecord kernel;
  kernel.name = "void flash<int>(float const*)";
  kernel.launches = 2;
  kernel.grid[0] = 128;
  kernel.grid[1] = 16;
  kernel.grid[2] = 3;
  kernel.threads_per_block = 256;
  kernel.registers_per_thread = 168;
  kernel.shared_memory_bytes = 98304;
  kernel.duration_us = 123.456789012345;
  kernel.blocks_per_sm = 2;
  kernel.theoretical_occupancy_percent = 25;
  kernel.occupancy_limiter = "shared memory";
  kernel.achieved_occupancy_percent = 24.3;
  kernel.wave_fill_percent = 97.1;
  kernel.counters = {{"dram__bytes_read.sum", 1e9}, {"lts__t_bytes.sum", 0.1 + 0.2}};
  return kernel;
}

inline Measured full_measured() {
  Measured measured;
  measured.samples = {{100.25, 99.125, 1755.0, 612.3, 55.0, 5}, {1.0 / 3, 0.1, {}, {}, {}, 0}};
  measured.memory = {1, 2, 3, 4, 6, 7, true};
  measured.error = ErrorFigures{1e-4, 3.1e-5, 4096};
  measured.occupancy = {25.0, "registers", 24.1, 97.0, 88.0, 86.5, 93.75};
  measured.tile = TileConfig{64, 128, 3, 8, true, 4, 15};
  measured.tile_trace =
      TileTrace{3, 2, 20.5, 1.02, 32, {0, 1, 0}, {2, 1, 0}, {0, 32, 9600}, {9568, 20500, 12000}};
  measured.kernels = {full_kernel()};
  measured.timing_source = "cupti";
  measured.cold_l2 = false;
  measured.dropped_records = 3;
  measured.remarks = {"counters not permitted", "second"};
  return measured;
}

inline Point point_with(Outcome outcome) {
  return Point{"GPU-1b2c", "flash", full_problem(), std::move(outcome)};
}

inline std::vector<Outcome> all_outcomes() {
  return {full_measured(), OutOfMemory{137438953472, 85899345920, "out of memory"}, Unsupported{"no fp8"},
          Failed{"the worker was killed"}, Cancelled{}};
}

inline std::vector<Request> all_requests() {
  return {DescribeRequest{},
          InspectRequest{"GPU-1", {"flash", full_problem(), {}}, {}},
          InspectRequest{"", {"flash", full_problem(), TileChoice{128, 64, {}, 4}}, 90},
          MeasureRequest{full_plan()},
          CeilingsRequest{"GPU-1"},
          WatchRequest{"GPU-1", 250},
          CancelRequest{}};
}

inline std::vector<Event> all_events() {
  Description description;
  description.devices = {
      {full_device(), {{"flash", "in-app"}, {"standard", ""}}, true, {12.0, {{9, "x", 1, true}}}}};
  description.checks = {{"driver", true, "driver 580 found", ""}, {"cupti", false, "missing", "pip install"}};
  std::vector<Event> events{Hello{protocol_version, "0.1.0", 4242},
                            DescriptionEvent{description},
                            PlanStarted{full_environment(), full_plan(), 1764000000123},
                            Progress{3, 12, "timing"},
                            PlanFinished{true},
                            Inspection{TileConfig{}, {full_kernel()}, 16, 0.6, "cache"},
                            Ceilings{"GPU-1", 801.5, 790.25, 51.0, 1408.0, 2.9e12, "580.159.04"},
                            Telemetry{"GPU-1",
                                      1980.0,
                                      300.5,
                                      41.0,
                                      1024,
                                      1,
                                      700.0,
                                      4096,
                                      {83.5, {{4242, "python3", 512, true}, {7, "", {}, false}}},
                                      "gone"},
                            Refused{"no such device"}};
  for (Outcome& outcome : all_outcomes()) {
    events.emplace_back(PointFinished{5, point_with(std::move(outcome)), 0.75});
  }
  return events;
}

inline Run full_run() {
  Run run;
  run.header = {"0b5e2c1a-0000-4000-8000-000000000001",
                "Llama 3 8B",
                1764000000123,
                RunState::interrupted,
                "attnscope run --preset llama-3-8b",
                9,
                full_options(),
                {full_environment()},
                true};
  for (Outcome& outcome : all_outcomes()) run.points.push_back(point_with(std::move(outcome)));
  run.note = "after the driver update";
  run.tags = {"h100", "nightly"};
  run.pending = {{"GPU-1b2c", {"standard", full_problem(), {}}}};
  return run;
}

}  // namespace attnscope::test
