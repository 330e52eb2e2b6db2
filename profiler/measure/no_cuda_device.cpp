// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// cuda_device.h for a build without NVIDIA's headers.
#include "profiler/measure/cuda_device.h"
#include "profiler/measure/paper_inspection.h"

namespace attnscope {

std::vector<CudaDeviceFacts> cuda_devices() {
  return {};
}

std::vector<std::unique_ptr<Implementation>> cuda_implementations(int /*ordinal*/) {
  return {};
}

Result<std::unique_ptr<MeasuringDevice>> open_cuda_device(const DeviceDescription& description,
                                                          const WorkerOptions& /*options*/) {
  return fail(ErrorKind::unsupported,
              "this worker was built without CUDA headers and cannot measure on " + description.name);
}

Result<Inspection> inspect_on_paper(const PlannedPoint& /*planned*/, int /*compute_capability*/) {
  return fail(ErrorKind::unsupported, "this attnscope-worker was built without CUDA: it compiles no kernels");
}

}  // namespace attnscope
