// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/measure/heartbeat.h"

#include <utility>

namespace attnscope {
namespace {

constexpr auto pause_between_beats = std::chrono::milliseconds(800);

}  // namespace

Heartbeat::Heartbeat(EventWriter& writer, std::function<bool()> cancelled, std::function<void()> stuck)
    : writer_(writer), cancelled_(std::move(cancelled)), stuck_(std::move(stuck)) {
  thread_ = std::thread([this] { beat(); });
}

Heartbeat::~Heartbeat() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void Heartbeat::begin_point(std::int64_t index, std::int64_t count, std::chrono::duration<double> patience) {
  const std::lock_guard lock(mutex_);
  progress_ = {index, count, progress_.phase};
  patience_ = patience;
  last_sign_ = std::chrono::steady_clock::now();
}

void Heartbeat::phase(std::string_view name) {
  Progress now;
  {
    const std::lock_guard lock(mutex_);
    progress_.phase = name;
    last_sign_ = std::chrono::steady_clock::now();
    now = progress_;
  }
  writer_.write(now);
}

void Heartbeat::alive() {
  const std::lock_guard lock(mutex_);
  last_sign_ = std::chrono::steady_clock::now();
}

void Heartbeat::beat() {
  std::unique_lock lock(mutex_);
  while (!changed_.wait_for(lock, pause_between_beats, [this] { return ending_; })) {
    if (progress_.phase.empty()) continue;
    if (std::chrono::steady_clock::now() - last_sign_ > patience_) {
      if (std::exchange(told_stuck_, true)) continue;
      lock.unlock();
      stuck_();
      lock.lock();
      continue;
    }
    const Progress now = progress_;
    lock.unlock();
    writer_.write(now);
    lock.lock();
  }
}

}  // namespace attnscope
