// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/models/fixture_runs.h"

#include <algorithm>
#include <cmath>
#include <random>

#include "kernels/problem/cost.h"
#include "profiler/analysis/metrics.h"

namespace attnscope::fixture {
namespace {

constexpr std::uint64_t card_bytes = 85'045'870'592;

DeviceDescription gpu(int ordinal) {
  DeviceDescription device;
  device.uuid = "GPU-00000000-0000-4000-8000-00000000000" + std::to_string(ordinal);
  device.kind = DeviceKind::cuda;
  device.ordinal = ordinal;
  device.name = "NVIDIA H100 80GB HBM3";
  device.memory_bytes = card_bytes;
  device.free_memory_bytes = card_bytes - (1ULL << 30);
  device.multiprocessors = 132;
  device.compute_capability = 90;
  device.l2_bytes = 52'428'800;
  device.max_warps_per_sm = 64;
  return device;
}

DeviceDescription cpu() {
  DeviceDescription device;
  device.uuid = "CPU-fixture";
  device.name = "Host CPU · Fixture 2 cores";
  device.memory_bytes = 16'000'000'000;
  device.free_memory_bytes = 12'000'000'000;
  device.multiprocessors = 2;
  return device;
}

double call_us(const DeviceDescription& device, const std::string& implementation, const Problem& problem) {
  const bool on_gpu = device.kind == DeviceKind::cuda;
  const double flops = forward_flops(problem);
  double rate = on_gpu ? 420e6 : 60e3;  // FLOP/µs
  double traffic_factor = 0;
  if (implementation == "standard") {
    rate = on_gpu ? 380e6 : 45e3;
    traffic_factor = 4;
  } else if (implementation == "standard-eager") {
    rate = on_gpu ? 350e6 : 40e3;
    traffic_factor = 12;
  }
  const double bytes_per_us = on_gpu ? 2.6e6 : 1.2e4;
  const double launch = on_gpu ? 9 : 30;
  const double masked_work = implementation == "flash" || !problem.causal ? 1 : 2;
  const double scores = static_cast<double>(score_matrix_bytes(problem, problem.dtype));
  return (launch + masked_work * flops / rate + traffic_factor * scores / bytes_per_us) *
         (1 + 0.03 * device.ordinal);
}

KernelRecord kernel(const std::string& name, double duration_us, double theoretical, const char* limiter) {
  KernelRecord record;
  record.name = name;
  record.grid[0] = 132;
  record.threads_per_block = 128;
  record.registers_per_thread = 168;
  record.shared_memory_bytes = 81'920;
  record.duration_us = duration_us;
  record.blocks_per_sm = 2;
  record.theoretical_occupancy_percent = theoretical;
  record.occupancy_limiter = limiter;
  record.achieved_occupancy_percent = theoretical * 0.95;
  return record;
}

Measured measured(const DeviceDescription& device, const std::string& implementation, const Problem& problem,
                  int samples, std::mt19937& random) {
  Measured result;
  const double center = call_us(device, implementation, problem);
  std::normal_distribution<double> noise(center, center * 0.006);
  for (int index = 0; index < samples; ++index) {
    Sample sample;
    sample.span_us = std::max(center * 0.97, noise(random));
    sample.device_time_us = sample.span_us * 0.99;
    if (device.kind == DeviceKind::cuda) {
      sample.sm_clock_mhz = 1980;
      sample.power_watts = 610;
      sample.temperature_celsius = 47;
    }
    result.samples.push_back(sample);
  }
  const PredictedMemory memory = predicted_memory(implementation, problem);
  result.memory.output_bytes = memory.output_bytes;
  result.memory.scratch_bytes = memory.scratch_bytes;
  result.memory.library_bytes =
      implementation == "flash" || device.kind != DeviceKind::cuda ? 0 : 32ULL << 20;
  result.memory.input_bytes = memory.input_bytes;
  result.memory.peak_bytes = memory.peak() + result.memory.library_bytes;
  result.memory.predicted_bytes = memory.peak();
  result.memory.from_records = true;
  result.error = ErrorFigures{4.9e-4, 2.1e-4, 4096};
  result.timing_source = device.kind == DeviceKind::cuda ? "cupti" : "steady_clock";
  const bool flash = implementation == "flash";
  if (device.kind == DeviceKind::cuda) {
    result.kernels.push_back(flash ? kernel("flash_forward_sm80_d128_causal", center, 18.75, "registers")
                                   : kernel("softmax_in_place", center, 75, "warps"));
    result.occupancy.theoretical_percent = flash ? 18.75 : 62.5;
    result.occupancy.limiter = flash ? "registers" : "warps";
    result.occupancy.achieved_percent = flash ? 17.6 : 58.1;
  }
  if (flash) {
    const double fullness = 1 - 160.0 / static_cast<double>(problem.kv_seqlen + 160);
    result.tile = TileConfig{128, 64, 2, 4, false};
    result.occupancy.balance_percent = 60 + 39.6 * fullness;
    result.occupancy.mask_density_percent = 75 + 24.8 * fullness;
  }
  return result;
}

Outcome outcome_of(const DeviceDescription& device, const std::string& implementation, const Problem& problem,
                   int samples, std::mt19937& random) {
  const std::uint64_t needed = predicted_total_bytes(implementation, problem);
  if (needed > device.memory_bytes) {
    return OutOfMemory{needed, device.memory_bytes, "cuMemAlloc gave no memory"};
  }
  return measured(device, implementation, problem, samples, random);
}

Environment environment_of(const DeviceDescription& device) {
  Environment environment;
  environment.device = device;
  environment.host = "fixture";
  environment.program_version = "0.1.0";
  environment.kernel_hash = "fixture";
  if (device.kind == DeviceKind::cuda) {
    environment.driver_version = "580.159.04";
    environment.cuda_version = 13000;
    environment.max_sm_clock_mhz = 1980;
    environment.power_limit_watts = 700;
    environment.ecc_enabled = true;
    environment.libraries = {{"cublaslt", "13.0.2"}, {"nvrtc", "13.0"}};
  }
  return environment;
}

}  // namespace

Run make_run(const RunPlan& plan) {
  std::mt19937 random(17);
  Run run;
  run.header.id = plan.id;
  run.header.name = plan.name;
  run.header.created_ms = plan.created_ms;
  run.header.state = plan.pending > 0 ? RunState::running : RunState::finished;
  run.header.command = "attnscope run --device cuda:0 --preset llama-3-8b --tokens 16384";
  std::vector<DeviceDescription> devices;
  if (plan.host_cpu) {
    devices.push_back(cpu());
  }
  for (int ordinal = 0; !plan.host_cpu && ordinal < plan.devices; ++ordinal) {
    devices.push_back(gpu(ordinal));
  }
  for (const DeviceDescription& device : devices) {
    run.header.environments.push_back(environment_of(device));
    for (const std::int64_t head_dim : plan.head_dims) {
      for (const std::int64_t seqlen : plan.seqlens) {
        Problem problem;
        problem.query_heads = plan.host_cpu ? 8 : 32;
        problem.kv_heads = 8;
        problem.head_dim = head_dim;
        problem.dtype = plan.host_cpu ? Dtype::fp32 : Dtype::fp16;
        problem.causal = true;
        problem.query_seqlen = problem.kv_seqlen = seqlen;
        problem.batch = plan.host_cpu ? 1 : std::max<std::int64_t>(1, 16384 / seqlen);
        for (const std::string& implementation : plan.implementations) {
          run.points.push_back({device.uuid, implementation, problem,
                                outcome_of(device, implementation, problem, plan.samples, random)});
        }
      }
    }
  }
  run.header.planned_points = static_cast<std::int64_t>(run.points.size());
  for (std::size_t left = std::min(plan.pending, run.points.size()); left > 0; --left) {
    const Point& point = run.points.back();
    run.pending.insert(run.pending.begin(),
                       PendingPoint{point.device_uuid, {point.implementation, point.problem}});
    run.points.pop_back();
  }
  return run;
}

Description make_description(int devices, bool libraries_missing) {
  Description description;
  for (int ordinal = 0; ordinal < devices; ++ordinal) {
    Description::Device device;
    device.device = gpu(ordinal);
    device.counters_available = !libraries_missing;
    if (!libraries_missing) {
      device.implementations = {
          {"standard", "cuBLASLt + softmax"}, {"standard-eager", "op by op"}, {"flash", "in-app, mma.sync"}};
    }
    description.devices.push_back(device);
  }
  Description::Device host;
  host.device = cpu();
  host.implementations = {{"standard", "threaded"}, {"standard-eager", "op by op"}, {"flash", "tiled"}};
  description.devices.push_back(host);
  description.checks.push_back({"driver", devices > 0, "the NVIDIA driver speaks CUDA 13.0", ""});
  description.checks.push_back(
      {"cuda libraries", devices > 0 && !libraries_missing,
       libraries_missing ? "missing: NVRTC, cuBLASLt, CUPTI" : "all there",
       libraries_missing ? "python3 -m pip install nvidia-cublas nvidia-cuda-nvrtc nvidia-cuda-cupti" : ""});
  return description;
}

}  // namespace attnscope::fixture
