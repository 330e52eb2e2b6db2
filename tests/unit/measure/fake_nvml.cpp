// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Stands for NVML. The file that FAKE_NVML names has a line a GPU and is read at every call, so that a test
// can change it: uuid, MHz, milliwatts, °C, clock event reasons, bytes used and in all, percent busy, the
// result that every reading of it gives (0, or 15 for a lost one), then processes as pid:bytes:name, those
// that only draw with a g before.
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

namespace {

struct FakeProcess {
  bool draws = false;
  unsigned process_id = 0;
  unsigned long long bytes = 0;
  std::string name;
};

struct FakeGpu {
  std::string uuid;
  unsigned clock = 0;
  unsigned milliwatts = 0;
  unsigned celsius = 0;
  unsigned long long reasons = 0;
  unsigned long long used = 0;
  unsigned long long total = 0;
  unsigned busy = 0;
  int result = 0;
  std::vector<FakeProcess> processes;
};

std::vector<FakeGpu> gpus() {
  const char* path = std::getenv("FAKE_NVML");
  std::ifstream file(path == nullptr ? "" : path);
  std::vector<FakeGpu> all;
  for (std::string line; std::getline(file, line);) {
    std::istringstream words(line);
    FakeGpu gpu;
    words >> gpu.uuid >> gpu.clock >> gpu.milliwatts >> gpu.celsius >> gpu.reasons >> gpu.used >> gpu.total >>
        gpu.busy >> gpu.result;
    for (std::string word; words >> word;) {
      FakeProcess process;
      process.draws = word.front() == 'g';
      std::istringstream parts(word.substr(process.draws ? 1 : 0));
      char colon = 0;
      parts >> process.process_id >> colon >> process.bytes >> colon >> process.name;
      gpu.processes.push_back(process);
    }
    all.push_back(gpu);
  }
  return all;
}

/// A handle is the GPU's index and 1.
FakeGpu gpu_of(void* handle) {
  const std::vector<FakeGpu> all = gpus();
  const auto index = reinterpret_cast<std::size_t>(handle) - 1;
  FakeGpu lost;
  lost.result = 15;
  return index < all.size() ? all[index] : lost;
}

struct FakeMemory {
  unsigned long long total;
  unsigned long long free;
  unsigned long long used;
};
struct FakeUtilization {
  unsigned gpu;
  unsigned memory;
};
struct ProcessInfo {
  unsigned process_id;
  unsigned long long used;
  unsigned gpu_instance;
  unsigned compute_instance;
};

int list(void* handle, unsigned* count, ProcessInfo* infos, bool draws) {
  const FakeGpu gpu = gpu_of(handle);
  unsigned found = 0;
  for (const FakeProcess& process : gpu.processes) {
    if (process.draws != draws || found == *count) continue;
    infos[found++] = {process.process_id, process.bytes, 0, 0};
  }
  *count = found;
  return gpu.result;
}

void write(char* target, unsigned length, const std::string& text) {
  std::strncpy(target, text.c_str(), length - 1);
  target[length - 1] = 0;
}

}  // namespace

extern "C" {
int nvmlInit_v2() {
  return 0;
}
const char* nvmlErrorString(int result) {
  return result == 15 ? "GPU is lost" : "an error";
}
int nvmlSystemGetDriverVersion(char* version, unsigned length) {
  write(version, length, "580.1");
  return 0;
}
int nvmlDeviceGetCount_v2(unsigned* count) {
  *count = static_cast<unsigned>(gpus().size());
  return 0;
}
int nvmlDeviceGetHandleByIndex_v2(unsigned index, void** device) {
  *device = reinterpret_cast<void*>(static_cast<std::size_t>(index) + 1);
  return 0;
}
int nvmlDeviceGetHandleByPciBusId_v2(const char*, void**) {
  return 6;
}
int nvmlDeviceGetUUID(void* device, char* uuid, unsigned length) {
  write(uuid, length, gpu_of(device).uuid);
  return 0;
}
int nvmlDeviceGetClockInfo(void* device, int, unsigned* value) {
  const FakeGpu gpu = gpu_of(device);
  *value = gpu.clock;
  return gpu.result;
}
int nvmlDeviceGetMaxClockInfo(void*, int, unsigned* value) {
  *value = 1980;
  return 0;
}
int nvmlDeviceGetPowerUsage(void* device, unsigned* value) {
  const FakeGpu gpu = gpu_of(device);
  *value = gpu.milliwatts;
  return gpu.result;
}
int nvmlDeviceGetEnforcedPowerLimit(void* device, unsigned* value) {
  *value = 700'000;
  return gpu_of(device).result;
}
int nvmlDeviceGetTemperature(void* device, int, unsigned* value) {
  const FakeGpu gpu = gpu_of(device);
  *value = gpu.celsius;
  return gpu.result;
}
int nvmlDeviceGetCurrentClocksEventReasons(void* device, unsigned long long* reasons) {
  const FakeGpu gpu = gpu_of(device);
  *reasons = gpu.reasons;
  return gpu.result;
}
int nvmlDeviceGetMemoryInfo(void* device, FakeMemory* memory) {
  const FakeGpu gpu = gpu_of(device);
  *memory = {gpu.total, gpu.total - gpu.used, gpu.used};
  return gpu.result;
}
int nvmlDeviceGetUtilizationRates(void* device, FakeUtilization* utilization) {
  const FakeGpu gpu = gpu_of(device);
  *utilization = {gpu.busy, 0};
  return gpu.result;
}
int nvmlDeviceGetComputeRunningProcesses_v3(void* device, unsigned* count, ProcessInfo* infos) {
  return list(device, count, infos, false);
}
int nvmlDeviceGetGraphicsRunningProcesses_v3(void* device, unsigned* count, ProcessInfo* infos) {
  return list(device, count, infos, true);
}
int nvmlSystemGetProcessName(unsigned process_id, char* name, unsigned length) {
  for (const FakeGpu& gpu : gpus()) {
    for (const FakeProcess& process : gpu.processes) {
      if (process.process_id != process_id) continue;
      write(name, length, "/usr/bin/" + process.name);
      return process.name.empty() ? 4 : 0;  // no permission
    }
  }
  return 6;
}
}
