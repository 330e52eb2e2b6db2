// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/invented_devices.h"

#include <string>

#include "profiler/protocol/point.h"

namespace attnscope {
namespace {

constexpr std::uint64_t gigabyte = 1'000'000'000;
constexpr std::uint64_t memory_of_gpu = 85'045'870'592;

std::string invented_uuid(int ordinal) {
  return "GPU-00000000-0000-0000-0000-00000000000" + std::to_string(ordinal);
}

Description::Device invented_gpu(int ordinal) {
  Description::Device gpu;
  gpu.device.uuid = invented_uuid(ordinal);
  gpu.device.kind = DeviceKind::cuda;
  gpu.device.ordinal = ordinal;
  gpu.device.name = "NVIDIA H100 80GB HBM3";
  gpu.device.memory_bytes = memory_of_gpu;
  return gpu;
}

Description::Device invented_host() {
  Description::Device host;
  host.device.uuid = "CPU-00000000-0000-0000-0000-000000000000";
  host.device.name = "Host CPU";
  host.device.memory_bytes = 64 * gigabyte;
  host.device.multiprocessors = 16;
  host.implementations = {
      {"standard", "in-app"}, {"standard-eager", "in-app, op by op"}, {"flash", "in-app, tiled"}};
  return host;
}

Telemetry reading_of(int ordinal, double clock_mhz, double watts, double celsius, std::uint64_t used_bytes) {
  Telemetry reading;
  reading.device_uuid = invented_uuid(ordinal);
  reading.sm_clock_mhz = clock_mhz;
  reading.power_watts = watts;
  reading.power_limit_watts = 700;
  reading.temperature_celsius = celsius;
  reading.used_memory_bytes = used_bytes;
  reading.total_memory_bytes = memory_of_gpu;
  reading.use.busy_percent = 0;
  return reading;
}

}  // namespace

Description without_libraries() {
  Description description;
  description.devices = {invented_gpu(0), invented_host()};
  description.checks = {{"driver", true, "the NVIDIA driver speaks CUDA 13.0", ""},
                        {"cuda libraries", false, "missing: NVRTC, cuBLASLt, CUPTI",
                         "python3 -m pip install nvidia-cublas nvidia-cuda-nvrtc nvidia-cuda-cupti"}};
  return description;
}

Description four_gpus() {
  Description description;
  for (int ordinal = 0; ordinal < 4; ++ordinal) {
    Description::Device gpu = invented_gpu(ordinal);
    gpu.counters_available = true;
    gpu.implementations = {
        {"standard", "cuBLASLt products, fused mask and softmax in place"},
        {"standard-eager",
         "as in a framework: cuBLASLt products; scale, mask and softmax each a pass of its own"},
        {"flash", "in-app, Hopper's warpgroup products and copy engine, persistent"},
        {"torch-cudnn", "PyTorch 2.11, cuDNN's attention"}};
    description.devices.push_back(gpu);
  }
  description.devices.push_back(invented_host());
  return description;
}

std::vector<Telemetry> readings_of_four_gpus() {
  Telemetry at_rest = reading_of(0, 345, 71, 33, gigabyte / 2);
  Telemetry in_use = reading_of(1, 1980, 502, 58, 41 * gigabyte);
  in_use.use.busy_percent = 83;
  in_use.use.others = {{4242, "python3", 38 * gigabyte, true}, {977, "Xorg", gigabyte / 4, false}};
  Telemetry hot = reading_of(2, 1215, 640, 87, gigabyte / 2);
  hot.throttle =
      static_cast<std::uint32_t>(Throttle::thermal) | static_cast<std::uint32_t>(Throttle::power_cap);
  Telemetry lost;
  lost.device_uuid = invented_uuid(3);
  lost.problem = "the driver reaches it no more: GPU is lost";
  Telemetry host;
  host.device_uuid = invented_host().device.uuid;
  host.use.busy_percent = 12;
  host.used_memory_bytes = 9 * gigabyte;
  host.total_memory_bytes = 64 * gigabyte;
  return {at_rest, in_use, hot, lost, host};
}

}  // namespace attnscope
