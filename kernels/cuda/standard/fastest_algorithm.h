// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Times the algorithms that cuBLASLt offers for a product.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "kernels/cuda/standard/matrix_product.h"
#include "profiler/loader/cuda_driver.h"

namespace attnscope {

/// A stream of its own and two events on it.
class TimingStream {
 public:
  static Result<std::unique_ptr<TimingStream>> create(const CudaDriver& driver);
  TimingStream(const TimingStream&) = delete;
  TimingStream& operator=(const TimingStream&) = delete;
  /// Waits for what is queued.
  ~TimingStream();

  CUstream stream() const { return stream_; }

  /// Milliseconds that the second of two runs takes; it is queued behind the first, so that the host adds
  /// nothing. Absent where a run fails.
  std::optional<float> time(const std::function<Result<void>()>& run) const;

 private:
  explicit TimingStream(const CudaDriver& driver) : driver_(driver) {}

  const CudaDriver& driver_;
  CUstream stream_ = nullptr;
  CUevent begin_ = nullptr;
  CUevent end_ = nullptr;
};

/// Which of `candidates` makes `run`, which launches `product`, fastest; absent where none runs. All are
/// timed in turns, so that a GPU that warms up favours none.
std::optional<cublasLtMatmulAlgo_t> fastest_algorithm(const std::vector<cublasLtMatmulAlgo_t>& candidates,
                                                      MatrixProduct& product, const TimingStream& timing,
                                                      const std::function<Result<void>()>& run);

}  // namespace attnscope
