// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/cpu/thread_pool.h"

#include <gtest/gtest.h>

#include <chrono>
#include <vector>

namespace attnscope::cpu {
namespace {

TEST(ThreadPool, RunsEveryItemOnceWithAThreadOfItsOwn) {
  for (const int threads : {1, 2, 5}) {
    ThreadPool pool(threads);
    EXPECT_EQ(pool.threads(), threads);
    for (const std::int64_t count : {0, 1, 3, 1000}) {
      std::vector<std::atomic<int>> calls(static_cast<std::size_t>(count));
      std::vector<std::atomic<int>> inside(static_cast<std::size_t>(threads));
      std::atomic<bool> overlapped{false};
      std::atomic<std::int64_t> highest_thread{-1};
      pool.run(count, [&](std::int64_t item, int thread) {
        if (inside[static_cast<std::size_t>(thread)].fetch_add(1) != 0) overlapped = true;
        if (thread > highest_thread) highest_thread = thread;
        ++calls[static_cast<std::size_t>(item)];
        --inside[static_cast<std::size_t>(thread)];
      });
      for (const auto& call : calls) EXPECT_EQ(call, 1);
      EXPECT_FALSE(overlapped);
      EXPECT_LT(highest_thread, std::max<std::int64_t>(1, std::min<std::int64_t>(threads, count)));
    }
  }
}

TEST(ThreadPool, WakesAfterSleepingAndManyShortRounds) {
  ThreadPool pool(3);
  std::atomic<std::int64_t> sum{0};
  for (int round = 0; round < 2000; ++round) {
    pool.run(7, [&](std::int64_t item, int) { sum += item; });
    if (round % 500 == 0) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  EXPECT_EQ(sum, 2000 * 21);
}

TEST(ThreadPool, TakesTurnsBetweenCallers) {
  ThreadPool pool(2);
  std::atomic<int> running{0};
  std::atomic<bool> mixed{false};
  const auto caller = [&] {
    for (int round = 0; round < 200; ++round) {
      pool.run(4, [&](std::int64_t, int) {
        if (++running > 2) mixed = true;
        --running;
      });
    }
  };
  {
    const std::jthread other(caller);
    caller();
  }
  EXPECT_FALSE(mixed);
}

TEST(ThreadPool, UsesAtLeastOneThread) {
  EXPECT_GE(usable_threads(), 1);
  EXPECT_LE(usable_threads(), static_cast<int>(std::max(1U, std::thread::hardware_concurrency())));
}

}  // namespace
}  // namespace attnscope::cpu
