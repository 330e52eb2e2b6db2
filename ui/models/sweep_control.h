// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The machine's devices, and what the window measures on them, sweeps or ceilings: one at a time.
#pragma once

#include <QObject>
#include <QString>
#include <memory>
#include <optional>
#include <string>

#include "profiler/session/ceilings_session.h"
#include "profiler/session/sweep_session.h"
#include "ui/models/run_library.h"

namespace attnscope {

/// The GPU is there, but not what measuring on it needs.
struct MissingLibraries {
  QString gpu;      ///< "NVIDIA H100 80GB HBM3"
  QString finding;  ///< "missing: NVRTC, cuBLASLt"
  QString fix;      ///< a command to copy
};
std::optional<MissingLibraries> missing_libraries(const Description& description);

/// "2 GPUs ready, counters available", "Host CPU ready".
QString readiness_label(const Description& description);

class SweepControl : public QObject {
  Q_OBJECT
 public:
  explicit SweepControl(RunLibrary& library, QObject* parent = nullptr);
  ~SweepControl() override;

  /// The interpreter that the implementations from Python come from; empty: the usual one. From the next
  /// describe() or start() on.
  void set_python(const QString& python) { python_ = python; }

  /// Asks a worker what there is; described() or describeFailed() follows.
  void describe();
  /// As if a worker had said it.
  void set_description(const Description& description);
  const Description& description() const { return description_; }
  bool is_described() const { return is_described_; }

  /// The id of the run, or why it cannot start. Views begin through MeasureGate, which asks first.
  Result<std::string> start(const Sweep& sweep);
  void cancel();
  bool running() const { return session_ && session_->running(); }
  bool cancelling() const { return cancelling_ && running(); }
  std::string run_id() const { return session_ ? session_->run_id() : std::string(); }
  const SweepProgress& progress() const { return progress_; }

  /// Has a worker measure the device's own limits, and stores them; ceilingsEnded() follows.
  void measure_ceilings(const std::string& device_uuid);
  bool measuring_ceilings() const { return ceilings_ != nullptr; }

  /// Why nothing else can be measured now; empty: nothing is being measured.
  QString obstacle() const;

 signals:
  void described();
  void describeFailed(const QString& message);
  void started();
  void progressed();
  void pointRecorded();
  void finished();
  void ceilingsStarted();
  /// `why_not` is empty where they are stored.
  void ceilingsEnded(const QString& why_not);
  void problem(const QString& message);

 private:
  RunLibrary& library_;
  std::unique_ptr<DescribeSession> describing_;
  std::unique_ptr<SweepSession> session_;
  std::unique_ptr<CeilingsSession> ceilings_;
  QString python_;
  Description description_;
  SweepProgress progress_;
  bool is_described_ = false;
  bool cancelling_ = false;
};

}  // namespace attnscope
