// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// NVIDIA GPUs as devices. This header shows nothing of NVIDIA's: without its headers at build time the
// functions are there and find no GPU.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "profiler/measure/measuring_device.h"
#include "profiler/measure/worker.h"
#include "profiler/protocol/device.h"

namespace attnscope {

struct CudaDeviceFacts {
  DeviceDescription description;
};

/// The GPUs that the driver shows, in its order; none without a driver. Makes no context.
std::vector<CudaDeviceFacts> cuda_devices();

/// In-app implementations and registered ones for the GPU of that ordinal.
std::vector<std::unique_ptr<Implementation>> cuda_implementations(int ordinal);

/// Makes the GPU's primary context current on this thread, which is the one to measure from.
Result<std::unique_ptr<MeasuringDevice>> open_cuda_device(const DeviceDescription& description,
                                                          const WorkerOptions& options);

}  // namespace attnscope
