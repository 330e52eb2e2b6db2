// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Hardware counters of each kernel of a call, by CUPTI's range profiler: one range a kernel, the call run
// again for each pass. Kernels run one after another meanwhile, so no timing may come from here.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "kernels/problem/result.h"

namespace attnscope {

/// Values of one kernel, by metric name.
using KernelCounters = std::map<std::string, double>;

/// Why counters cannot be read on this machine, found without touching a GPU; ok where nothing speaks
/// against it. An `unsupported` error is a lack of permission.
Result<void> counters_permitted();

/// The line that permits counters, to copy.
std::string counters_permission_fix();

class CounterReader {
 public:
  /// For the GPU of CUDA ordinal `ordinal`. `context` is its CUcontext, current on the calling thread.
  static Result<std::unique_ptr<CounterReader>> open(int ordinal, void* context);
  ~CounterReader();
  CounterReader(const CounterReader&) = delete;
  CounterReader& operator=(const CounterReader&) = delete;

  /// Runs `call` (which queues one call and waits for it) once for each pass, `before_pass` before each, and
  /// gives the counters of its kernels in the order they were launched: at most `max_kernels`. No activities
  /// may be recorded meanwhile.
  Result<std::vector<KernelCounters>> read(std::size_t max_kernels,
                                           const std::function<Result<void>()>& before_pass,
                                           const std::function<Result<void>()>& call);

  std::size_t passes() const;

 private:
  struct State;
  explicit CounterReader(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace attnscope
