// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Runs a sweep: one worker process a device, supervised, every event recorded in the store as it arrives.
// The recorder inside is the only way from events to the store, for the window and the command line alike.
#pragma once

#include <QObject>
#include <QString>
#include <memory>
#include <string>
#include <vector>

#include "kernels/problem/result.h"
#include "profiler/protocol/message.h"
#include "profiler/session/sweep.h"
#include "profiler/session/transport.h"
#include "profiler/store/store.h"

namespace attnscope {

/// Asks one worker what there is. Emits described() or failed() once.
class DescribeSession : public QObject {
  Q_OBJECT
 public:
  explicit DescribeSession(const Transport& transport, QObject* parent = nullptr);
  ~DescribeSession() override;
  void start();

 signals:
  void described(const attnscope::Description& description);
  void failed(const QString& message);

 private:
  struct Private;
  std::unique_ptr<Private> private_;
};

/// How far a running sweep is.
struct SweepProgress {
  std::int64_t finished = 0;
  std::int64_t total = 0;
  std::int64_t out_of_memory = 0;
  std::int64_t failed = 0;
  double seconds_left = 0;
  QString current;  ///< "cuda:1 · standard at 16,384: timing"
};

class SweepSession : public QObject {
  Q_OBJECT
 public:
  /// `database` must be writable; it stays open until the session is destroyed.
  SweepSession(Store database, Transport transport, QObject* parent = nullptr);
  ~SweepSession() override;

  /// Creates the run, starts the workers. The id of the run, or why it cannot start.
  Result<std::string> start(const Sweep& sweep, const Description& description);

  /// Ends within 2 s: a cancel request, then TERM, then KILL. Unfinished points become cancelled.
  void cancel();

  bool running() const;
  const std::string& run_id() const;

 signals:
  void progressed(const attnscope::SweepProgress& progress);
  /// A point is in the store.
  void pointRecorded(const attnscope::Point& point);
  /// A worker died, hung or printed rubbish; the sweep goes on with a fresh worker after the point it cost.
  void workerLost(const QString& deviceUuid, const QString& message);
  /// The store could not be written (full disk…): the sweep stops; what was stored stays. Comes just before
  /// finished().
  void storeFailed(const QString& message);
  void finished(attnscope::RunState state);

 private:
  struct Private;
  std::unique_ptr<Private> private_;
};

}  // namespace attnscope
