// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Threads that wait between calls, so that a timed call starts none and allocates nothing.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <thread>
#include <type_traits>
#include <vector>

namespace attnscope::cpu {

/// Threads that this process may use: its CPU affinity, and its control group's quota where there is one.
int usable_threads();

/// A fixed number of threads. run() may be called from any thread; calls take turns.
class ThreadPool {
 public:
  /// `threads` counts the caller of run(), which works too; at least 1.
  explicit ThreadPool(int threads);
  ~ThreadPool();
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  int threads() const { return static_cast<int>(helpers_.size()) + 1; }

  /// Calls body(item, thread) once for each item of [0, count), items in order of their number as threads
  /// become free, thread from 0 to min(threads(), count) − 1. Returns when all are done. body must not throw.
  template <typename Body>
  void run(std::int64_t count, const Body& body) {
    run_erased(count, &body, [](const void* erased, std::int64_t item, int thread) {
      (*static_cast<const Body*>(erased))(item, thread);
    });
  }

 private:
  using Call = void (*)(const void* body, std::int64_t item, int thread);

  void run_erased(std::int64_t count, const void* body, Call call);
  void help(int thread);
  void work(int thread);

  std::mutex turn_;
  std::atomic<std::int64_t> next_item_{0};
  std::int64_t count_ = 0;
  const void* body_ = nullptr;
  Call call_ = nullptr;
  std::atomic<std::uint32_t> round_{0};  ///< one more for each run(), and once to stop
  std::atomic<int> busy_{0};             ///< helpers still in this round
  bool stopping_ = false;
  std::vector<std::jthread> helpers_;
};

}  // namespace attnscope::cpu
