// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Progress events: at each change of phase, and at least one a second in between from a thread of its own,
// for as long as the work itself shows signs of life. A session takes silence for a hang.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "profiler/measure/event_writer.h"
#include "profiler/measure/point_watch.h"

namespace attnscope {

class Heartbeat final : public PointWatch {
 public:
  /// `cancelled` may be asked from any thread; `stuck` is called once, on the heart's thread, when a point
  /// has shown no sign of life for as long as it may.
  Heartbeat(EventWriter& writer, std::function<bool()> cancelled, std::function<void()> stuck);
  ~Heartbeat() override;

  /// What follows is about this point; `patience` is how long it may take over one step.
  void begin_point(std::int64_t index, std::int64_t count, std::chrono::duration<double> patience);

  void phase(std::string_view name) override;
  void alive() override;
  bool cancelled() const override { return cancelled_(); }

 private:
  void beat();

  EventWriter& writer_;
  std::function<bool()> cancelled_;
  std::function<void()> stuck_;
  std::mutex mutex_;
  std::condition_variable changed_;
  Progress progress_;
  std::chrono::steady_clock::time_point last_sign_ = std::chrono::steady_clock::now();
  std::chrono::duration<double> patience_ = std::chrono::seconds(60);
  bool told_stuck_ = false;
  bool ending_ = false;
  std::thread thread_;
};

}  // namespace attnscope
