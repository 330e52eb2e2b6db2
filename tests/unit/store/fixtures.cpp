// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "tests/unit/store/fixtures.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <stdexcept>
#include <system_error>

namespace attnscope::testing {

TemporaryFolder::TemporaryFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "attnscope-test-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) {
    throw std::runtime_error("no temporary folder");
  }
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::permissions(path_, std::filesystem::perms::owner_all, ignored);
  std::filesystem::remove_all(path_, ignored);
}

Environment example_environment(const std::string& uuid) {
  Environment environment;
  environment.device.uuid = uuid;
  environment.device.kind = DeviceKind::cuda;
  environment.device.name = "Example GPU";
  environment.device.memory_bytes = 80ULL << 30U;
  environment.device.multiprocessors = 132;
  environment.device.compute_capability = 90;
  environment.device.l2_bytes = 50ULL << 20U;
  environment.driver_version = "580.1";
  environment.cuda_version = 13000;
  environment.power_limit_watts = 700.5;
  environment.host = "example";
  environment.program_version = "0.1.0";
  environment.kernel_hash = "abc";
  environment.libraries = {{"nvrtc", "13.0.1"}, {"cublaslt", "13.0.2"}};
  return environment;
}

RunHeader example_header(const std::string& id) {
  RunHeader header;
  header.id = id;
  header.name = "Example, \"quoted\" — ∞";
  header.created_ms = 1'700'000'000'000;
  header.state = RunState::finished;
  header.command = "attnscope run --device cuda:0";
  header.planned_points = 5;
  header.options.min_samples = 11;
  header.environments = {example_environment("GPU-1"), example_environment("GPU-2")};
  return header;
}

Problem example_problem(std::int64_t seqlen) {
  Problem problem;
  problem.batch = 2;
  problem.query_heads = 32;
  problem.kv_heads = 8;
  problem.query_seqlen = seqlen;
  problem.kv_seqlen = seqlen;
  problem.causal = true;
  problem.window_left = 4096;
  problem.softmax_scale = 0.1;
  return problem;
}

Point measured_point(const std::string& implementation, std::int64_t seqlen, int samples) {
  Measured measured;
  for (int index = 0; index < samples; ++index) {
    Sample sample;
    sample.span_us = 100.25 + index % 7 + static_cast<double>(seqlen) / 1024;
    sample.device_time_us = sample.span_us - 0.125;
    sample.sm_clock_mhz = 1755;
    if (index % 2 == 0) {
      sample.power_watts = 650.5;
    }
    sample.temperature_celsius = 61;
    sample.throttle = index % 3 == 0 ? 1 : 0;
    measured.samples.push_back(sample);
  }
  measured.memory = MemoryUse{1024, 2048, 4096, 512, 7168, 7000, true};
  measured.error = ErrorFigures{1e-3, 2e-4, 4096};
  measured.occupancy.theoretical_percent = 25;
  measured.occupancy.limiter = "shared memory";
  measured.occupancy.balance_percent = 98.5;
  measured.tile = TileConfig{128, 64, 2, 8, true};
  KernelRecord kernel;
  kernel.name = "flash_forward<128, 64>";
  kernel.launches = 2;
  kernel.grid[1] = 32;
  kernel.threads_per_block = 256;
  kernel.registers_per_thread = 255;
  kernel.shared_memory_bytes = 160 << 10;
  kernel.duration_us = 99.5;
  kernel.blocks_per_sm = 1;
  kernel.occupancy_limiter = "registers";
  kernel.counters = {{"dram__bytes_read.sum", 1.5e9}, {"sm__cycles_elapsed.max", 170000}};
  measured.kernels = {kernel, KernelRecord{}};
  measured.timing_source = "cupti";
  measured.dropped_records = 3;
  measured.remarks = {"counters not permitted", "second"};
  return Point{"GPU-1", implementation, example_problem(seqlen), measured};
}

PendingPoint pending_point(const std::string& implementation, std::int64_t seqlen) {
  return PendingPoint{"GPU-1", PlannedPoint{implementation, example_problem(seqlen)}};
}

Run example_run(const std::string& id) {
  Run run;
  run.header = example_header(id);
  run.points.push_back(measured_point("flash", 1024, 20));
  Point point = measured_point("standard", 1024, 0);
  point.outcome = OutOfMemory{137ULL << 30U, 80ULL << 30U, "scores do not fit"};
  run.points.push_back(point);
  point.outcome = Unsupported{"fp32 is not supported"};
  run.points.push_back(point);
  point.outcome = Failed{"the worker was killed by signal 11"};
  run.points.push_back(point);
  point.outcome = Cancelled{};
  run.points.push_back(point);
  return run;
}

NoiseMeasurement example_noise(const std::string& device_uuid, std::int64_t measured_ms) {
  NoiseMeasurement noise;
  noise.device_uuid = device_uuid;
  noise.measured_ms = measured_ms;
  noise.processes = 6;
  noise.relative_deviation = 0.0031;
  noise.degrees_of_freedom = 10;
  noise.power_limited_deviation = 0.0125;
  noise.power_limited_degrees_of_freedom = 5;
  noise.points = {{"flash", example_problem(512), 208.25, 0.002, false},
                  {"standard", example_problem(2048), 1590.5, 0.004, true}};
  return noise;
}

CeilingMeasurement example_ceilings(const std::string& device_uuid, std::int64_t measured_ms) {
  return {{device_uuid, 720.5, 731.25, 51.5, 1408.0, 2.9e12, "580.1"}, measured_ms};
}

std::string bytes_of_file(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

void write_file(const std::filesystem::path& path, const std::string& bytes) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

std::vector<std::string> names_in(const std::filesystem::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace attnscope::testing
