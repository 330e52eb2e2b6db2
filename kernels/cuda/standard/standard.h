// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Standard attention on a GPU, in two forms that both keep the S×S scores in device memory:
// `standard`        cuBLASLt product, one fused mask+softmax pass in place, cuBLASLt product;
// `standard-eager`  what people write in a framework, each operation its own pass over the scores.
#pragma once

#include <cuda.h>

#include <memory>
#include <vector>

#include "kernels/cuda/compile/architecture.h"
#include "kernels/implementation/implementation.h"
#include "profiler/loader/cuda_driver.h"

namespace attnscope {

/// `standard` and `standard-eager` on `device`. Cheap: libraries load and kernels compile in prepare().
///
/// `driver` must outlive what is returned, and whoever calls prepare() or launch(), or destroys what they
/// returned, has the device's primary context current. Not for use from two threads at once.
///
/// prepare() times a few of cuBLASLt's algorithms, for which it allocates device memory and frees it again
/// before it returns; where memory is short it takes the library's first choice instead.
/// workspace() asks the library, so it wants the context current too; Workspace::library is the most that any
/// of the algorithms in question asks for, at most 32 MiB and often 0.
Result<std::vector<std::unique_ptr<Implementation>>> make_standard_implementations(const CudaDriver& driver,
                                                                                   CUdevice device);

/// What supports() of either answers on such a GPU; asks no device.
Result<void> standard_supports(const Problem& problem, ComputeCapability capability);
Result<void> standard_eager_supports(const Problem& problem, ComputeCapability capability);

}  // namespace attnscope
