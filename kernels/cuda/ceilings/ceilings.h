// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// The work by which a GPU's own ceilings are measured: a large matrix product by the best library, and a
// large copy. They only launch; the measuring loop times them.
#pragma once

#include <cuda.h>

#include <cstdint>
#include <memory>

#include "kernels/problem/problem.h"
#include "kernels/problem/result.h"
#include "profiler/loader/cuda_driver.h"

namespace attnscope {

/// One launch of known work, with the device memory that it needs. The device's primary context is current
/// whenever it is used or destroyed.
class CeilingWork {
 public:
  virtual ~CeilingWork() = default;

  /// Queues the work. Neither allocates nor synchronises.
  virtual Result<void> launch(CUstream stream) = 0;

  /// Floating-point operations of one launch; 0 for a copy.
  virtual double flops() const = 0;
  /// Bytes read and written by one launch; 0 for a product.
  virtual std::uint64_t bytes() const = 0;
};

/// 8192 × 8192 × 8192 of random numbers by cuBLASLt, with the fastest of the algorithms that it offers; fp32
/// without TF32, fp8 (e4m3) into bf16. `unsupported` for bf16 before compute capability 8.0 and for fp8
/// before 8.9. `fast_accumulation`: fp8 sums keep no more bits than the tensor cores do.
Result<std::unique_ptr<CeilingWork>> make_matmul_ceiling(const CudaDriver& driver, CUdevice device,
                                                         Dtype dtype, bool fast_accumulation = false);

/// 1 GiB from device memory to device memory: 2 GiB moved.
Result<std::unique_ptr<CeilingWork>> make_copy_ceiling(const CudaDriver& driver);

}  // namespace attnscope
