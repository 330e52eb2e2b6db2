// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/measure/devices.h"

#include <algorithm>
#include <chrono>
#include <future>
#include <iterator>
#include <thread>

#include "kernels/cpu/cpu.h"
#include "profiler/capture/telemetry.h"
#include "profiler/measure/checks.h"
#include "profiler/measure/cuda_device.h"
#include "profiler/measure/host_device.h"
#include "profiler/measure/host_facts.h"
#include "profiler/measure/python_peers.h"
#include "profiler/measure/registered_implementations.h"

namespace attnscope {
namespace {

using Implementations = std::vector<std::unique_ptr<Implementation>>;

Implementations host_implementations() {
  Implementations all = make_cpu_implementations();
  Implementations outside = registered_implementations(DeviceKind::host_cpu);
  std::move(outside.begin(), outside.end(), std::back_inserter(all));
  return all;
}

std::vector<OfferedImplementation> offered(const Implementations& implementations) {
  std::vector<OfferedImplementation> offers;
  for (const auto& implementation : implementations)
    offers.push_back({std::string(implementation->name()), implementation->description()});
  return offers;
}

/// Whether somebody works there. What ended just now still counts in the driver's sampling period, so a GPU
/// that nobody computes on is looked at again until that is over.
DeviceUse settled_use(const DeviceDescription& gpu) {
  const Result<TelemetrySource> source = TelemetrySource::open(gpu.pci_bus_id.value_or(""));
  if (!source) return {};
  constexpr int looks = 6;
  constexpr auto pause = std::chrono::milliseconds(200);
  DeviceUse use = source->use();
  const auto computes = [](const GpuProcess& process) { return process.computes; };
  for (int look = 1; look < looks && is_in_use(use); ++look) {
    if (std::any_of(use.others.begin(), use.others.end(), computes)) break;
    std::this_thread::sleep_for(pause);
    use = source->use();
  }
  return use;
}

}  // namespace

Description Devices::describe() {
  Description description;
  const std::vector<CudaDeviceFacts> gpus = cuda_devices();
  // Starting an interpreter, loading NVIDIA's libraries and watching who works all take a while: side by
  // side.
  std::vector<std::future<DeviceUse>> uses;
  uses.reserve(gpus.size());
  for (const CudaDeviceFacts& gpu : gpus)
    uses.push_back(std::async(std::launch::async, [&gpu] { return settled_use(gpu.description); }));
  std::future<PeerList> listing;
  if (options_.list_peers && !gpus.empty())
    listing = std::async(std::launch::async, [this] { return list_peers(peer_python(options_.python)); });
  description.checks = check_machine(options_);
  PeerList peers;
  if (listing.valid()) peers = listing.get();
  description.checks.insert(description.checks.end(), peers.checks.begin(), peers.checks.end());
  for (std::size_t index = 0; index < gpus.size(); ++index) {
    const CudaDeviceFacts& gpu = gpus[index];
    Description::Device device;
    device.device = gpu.description;
    device.use = uses[index].get();
    device.implementations = offered(cuda_implementations(gpu.description.ordinal));
    device.implementations.insert(device.implementations.end(), peers.implementations.begin(),
                                  peers.implementations.end());
    for (const Check& check : description.checks)
      if (check.subject == "counters") device.counters_available = check.passed;
    description.devices.push_back(std::move(device));
  }
  Description::Device host;
  host.device = describe_host_cpu();
  host.implementations = offered(host_implementations());
  description.devices.push_back(std::move(host));
  return description;
}

Result<MeasuringDevice*> Devices::get(const std::string& uuid) {
  if (const auto known = open_.find(uuid); known != open_.end()) return known->second.get();
  std::string there_are;
  for (const CudaDeviceFacts& gpu : cuda_devices()) {
    if (gpu.description.uuid == uuid) {
      Result<std::unique_ptr<MeasuringDevice>> device = open_cuda_device(gpu.description, options_);
      if (!device) return tl::unexpected(device.error());
      return (open_[uuid] = *std::move(device)).get();
    }
    there_are += gpu.description.uuid + " (" + gpu.description.name + "), ";
  }
  const DeviceDescription host = describe_host_cpu();
  if (host.uuid == uuid) return (open_[uuid] = make_host_device(host_implementations())).get();
  return fail(ErrorKind::not_found, "there is no device " + uuid + " on this machine; there are " +
                                        there_are + host.uuid + " (" + host.name + ")");
}

}  // namespace attnscope
