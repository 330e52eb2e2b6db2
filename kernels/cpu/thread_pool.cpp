// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/cpu/thread_pool.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <string>

namespace attnscope::cpu {
namespace {

// Long enough to bridge the passes of one call, short enough not to burn a core between calls.
constexpr int spins = 4000;

void pause() {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#endif
}

/// Waits until `value` is not `old`: first awake, then asleep.
template <typename Value>
void wait_while_equal(const std::atomic<Value>& value, Value old) {
  for (int spin = 0; spin < spins; ++spin) {
    if (value.load(std::memory_order_acquire) != old) return;
    pause();
  }
  value.wait(old, std::memory_order_acquire);
}

/// Whole CPUs that the control group's quota gives, or a large number where there is no quota.
int quota_threads() {
  std::ifstream file("/sys/fs/cgroup/cpu.max");
  std::string quota;
  double period = 0;
  if (!(file >> quota >> period) || quota == "max" || period <= 0) return 1 << 20;
  const double cpus = std::strtod(quota.c_str(), nullptr) / period;
  return static_cast<int>(std::clamp(std::lround(cpus), 1L, 1L << 20));
}

}  // namespace

int usable_threads() {
  const int allowed = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  return std::min(allowed, quota_threads());
}

ThreadPool::ThreadPool(int threads) {
  for (int thread = 1; thread < threads; ++thread) helpers_.emplace_back([this, thread] { help(thread); });
}

ThreadPool::~ThreadPool() {
  stopping_ = true;
  round_.fetch_add(1, std::memory_order_release);
  round_.notify_all();
}

void ThreadPool::run_erased(std::int64_t count, const void* body, Call call) {
  const std::lock_guard<std::mutex> guard(turn_);
  count_ = count;
  body_ = body;
  call_ = call;
  next_item_.store(0, std::memory_order_relaxed);
  busy_.store(static_cast<int>(helpers_.size()), std::memory_order_relaxed);
  round_.fetch_add(1, std::memory_order_release);
  round_.notify_all();
  work(0);
  for (int busy = busy_.load(std::memory_order_acquire); busy > 0;
       busy = busy_.load(std::memory_order_acquire)) {
    wait_while_equal(busy_, busy);
  }
}

void ThreadPool::help(int thread) {
  for (std::uint32_t seen = 0;; ++seen) {
    wait_while_equal(round_, seen);
    if (stopping_) return;
    work(thread);
    if (busy_.fetch_sub(1, std::memory_order_acq_rel) == 1) busy_.notify_one();
  }
}

void ThreadPool::work(int thread) {
  if (thread >= count_) return;
  for (std::int64_t item = next_item_.fetch_add(1, std::memory_order_relaxed); item < count_;
       item = next_item_.fetch_add(1, std::memory_order_relaxed)) {
    call_(body_, item, thread);
  }
}

}  // namespace attnscope::cpu
