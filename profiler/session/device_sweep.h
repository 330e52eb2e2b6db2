// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// One device's part of a sweep: keeps a worker on it until every planned point has an outcome. A worker that
// dies, hangs or prints rubbish costs the point that it was at, and a fresh one goes on with the others.
#pragma once

#include <QObject>
#include <QString>
#include <QTimer>
#include <memory>
#include <optional>
#include <vector>

#include "profiler/protocol/message.h"
#include "profiler/session/supervision.h"
#include "profiler/session/transport.h"
#include "profiler/session/worker_link.h"

namespace attnscope {

class DeviceSweep : public QObject {
  Q_OBJECT
 public:
  DeviceSweep(Transport transport, Plan plan, Supervision supervision, QObject* parent = nullptr);
  ~DeviceSweep() override;

  void start();
  /// Ends within 2 s; points without an outcome become cancelled.
  void cancel();
  bool done() const { return done_; }
  const Plan& plan() const { return plan_; }
  /// Whether the planned point of this index has an outcome.
  bool finished(std::size_t index) const { return finished_[index]; }

 signals:
  void environmentKnown(const attnscope::Environment& environment);
  void progressed(qsizetype index, const QString& phase);
  void pointFinished(qsizetype index, const attnscope::Point& point, double elapsedSeconds);
  void workerLost(const QString& message);
  /// Every planned point has been reported by pointFinished.
  void allDone();

 private:
  void startWorker();
  void onEvent(const Event& event);
  void onProgress(const Progress& progress);
  void onPoint(const PointFinished& finished);
  void onPlanFinished(const PlanFinished& finished);
  /// The worker is of no more use; `message` is a sentence.
  void lose(const QString& message);
  void finish(std::size_t index, const Point& point, double elapsed_seconds);
  void finishRest(const Outcome& outcome);
  void complete();
  /// Lets go of the worker: it ends by itself, or is killed at once.
  void dismiss(bool kill_now);

  Transport transport_;
  Plan plan_;
  Supervision supervision_;
  std::vector<bool> finished_;          ///< by index in plan_
  std::vector<std::size_t> sent_;       ///< what the worker's plan holds: its index to that in plan_
  std::optional<std::size_t> current_;  ///< the point that the worker last named, until it has finished it
  WorkerLink* link_ = nullptr;          ///< a child of this
  QTimer silence_;
  int losses_in_a_row_ = 0;
  bool cancelling_ = false;
  bool done_ = false;
};

}  // namespace attnscope
