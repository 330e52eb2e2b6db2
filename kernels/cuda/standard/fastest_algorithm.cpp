// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/cuda/standard/fastest_algorithm.h"

#include <algorithm>
#include <cstddef>

namespace attnscope {
namespace {

/// After a first round that loads kernels.
constexpr int timed_rounds = 2;
constexpr float time_budget_ms = 80;
/// A candidate must beat the library's first choice by more than timing noise.
constexpr float clearly_faster = 0.99F;

}  // namespace

Result<std::unique_ptr<TimingStream>> TimingStream::create(const CudaDriver& driver) {
  auto timing = std::unique_ptr<TimingStream>(new TimingStream(driver));
  const std::string doing = "preparing to time";
  if (driver.cuEventElapsedTime == nullptr)
    return fail(ErrorKind::unsupported, "this driver is too old to time events");
  Result<void> done =
      check_cuda(driver, driver.cuStreamCreate(&timing->stream_, CU_STREAM_NON_BLOCKING), doing);
  if (done) done = check_cuda(driver, driver.cuEventCreate(&timing->begin_, CU_EVENT_DEFAULT), doing);
  if (done) done = check_cuda(driver, driver.cuEventCreate(&timing->end_, CU_EVENT_DEFAULT), doing);
  if (!done) return tl::unexpected(done.error());
  return timing;
}

TimingStream::~TimingStream() {
  if (stream_ != nullptr) driver_.cuStreamSynchronize(stream_);
  if (end_ != nullptr) driver_.cuEventDestroy(end_);
  if (begin_ != nullptr) driver_.cuEventDestroy(begin_);
  if (stream_ != nullptr) driver_.cuStreamDestroy(stream_);
}

std::optional<float> TimingStream::time(const std::function<Result<void>()>& run) const {
  float elapsed = 0;
  const bool good = run().has_value() && driver_.cuEventRecord(begin_, stream_) == CUDA_SUCCESS &&
                    run().has_value() && driver_.cuEventRecord(end_, stream_) == CUDA_SUCCESS &&
                    driver_.cuEventSynchronize(end_) == CUDA_SUCCESS &&
                    driver_.cuEventElapsedTime(&elapsed, begin_, end_) == CUDA_SUCCESS;
  if (!good) return std::nullopt;
  return elapsed;
}

std::optional<cublasLtMatmulAlgo_t> fastest_algorithm(const std::vector<cublasLtMatmulAlgo_t>& candidates,
                                                      MatrixProduct& product, const TimingStream& timing,
                                                      const std::function<Result<void>()>& run) {
  std::vector<std::optional<float>> best(candidates.size());
  float spent = 0;
  for (int round = 0; round <= timed_rounds && (round <= 1 || spent < time_budget_ms); ++round) {
    for (std::size_t i = 0; i < candidates.size(); ++i) {
      if (round > 0 && !best[i]) continue;  // it does not run
      product.use(candidates[i]);
      const std::optional<float> elapsed = timing.time(run);
      spent += 2 * elapsed.value_or(0);
      best[i] = !elapsed || round <= 1 ? elapsed : std::min(elapsed, best[i]);
    }
  }
  std::optional<std::size_t> fastest;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    if (best[i] && (!fastest || *best[i] < clearly_faster * *best[*fastest])) fastest = i;
  }
  if (!fastest) return std::nullopt;
  return candidates[*fastest];
}

}  // namespace attnscope
