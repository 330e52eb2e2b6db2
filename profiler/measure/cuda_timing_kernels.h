// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// What the measuring loop itself puts on a GPU between calls: a gate that holds the stream until everything
// behind it is queued, and a flush that leaves the L2 full of clean lines. Their kernels are called
// attnscope_…, so that they are told from the call's even where ids are not recorded.
#pragma once

#include <cuda.h>

#include <cstdint>
#include <memory>
#include <string_view>

#include "kernels/problem/result.h"
#include "profiler/loader/cuda_driver.h"

namespace attnscope {

class CudaTimingKernels {
 public:
  /// In the current context. `l2_bytes` 0 flushes nothing.
  static Result<std::unique_ptr<CudaTimingKernels>> make(const CudaDriver& driver, int multiprocessors,
                                                         std::uint64_t l2_bytes);
  ~CudaTimingKernels();
  CudaTimingKernels(const CudaTimingKernels&) = delete;
  CudaTimingKernels& operator=(const CudaTimingKernels&) = delete;

  /// Queues the gate: what follows on `stream` waits until open_gate(), or two seconds. The limit is there
  /// because a full launch queue blocks the host, which then never comes to open the gate.
  Result<void> close_gate(CUstream stream);
  void open_gate();
  /// Whether the gate opened by itself; ask once the stream has passed it.
  bool gate_timed_out() const;

  /// Queues writing one buffer of twice the L2 and reading another.
  Result<void> flush(CUstream stream);
  /// Queues a kernel that does nothing: where a call begins that no flush goes before.
  Result<void> mark(CUstream stream);

  static bool is_own(std::string_view kernel_name);
  /// The last of the kernels that go before a call.
  static bool is_marker(std::string_view kernel_name);

 private:
  explicit CudaTimingKernels(const CudaDriver& driver) : driver_(driver) {}
  Result<void> read(CUstream stream, std::uint64_t bytes);

  const CudaDriver& driver_;
  CUmodule module_ = nullptr;
  CUfunction wait_ = nullptr;
  CUfunction write_ = nullptr;
  CUfunction read_ = nullptr;
  unsigned blocks_ = 1;
  std::uint64_t flush_bytes_ = 0;
  CUdeviceptr written_buffer_ = 0;
  CUdeviceptr read_buffer_ = 0;
  std::uint32_t* gate_ = nullptr;  ///< pinned: [0] open, [1] timed out
  CUdeviceptr gate_on_device_ = 0;
  std::uint32_t pattern_ = 0;
};

}  // namespace attnscope
