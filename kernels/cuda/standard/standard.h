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

#include "kernels/implementation/implementation.h"
#include "profiler/loader/cuda_driver.h"

namespace attnscope {

/// `standard` and `standard-eager` on `device`. Cheap: libraries load and kernels compile in prepare().
/// `driver` must outlive what is returned. Whoever calls prepare() or launch() has the device's primary
/// context current. Not for use from two threads at once.
///
/// prepare() times a few of cuBLASLt's algorithms, for which it allocates device memory and frees it again
/// before it returns; where memory is short it takes the library's first choice instead.
std::vector<std::unique_ptr<Implementation>> make_standard_implementations(const CudaDriver& driver,
                                                                           CUdevice device);

}  // namespace attnscope
