// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the devices are doing while nothing is measured: a worker of its own says it every second.
#pragma once

#include <QObject>
#include <QString>
#include <QTimer>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "profiler/protocol/message.h"

namespace attnscope {

class WorkerLink;

class DeviceWatch : public QObject {
  Q_OBJECT
 public:
  explicit DeviceWatch(QObject* parent = nullptr);
  ~DeviceWatch() override;

  /// Watches all devices; nothing happens where they are watched already.
  void start();
  /// Ends it, and forgets what was read: nothing may run beside a measurement, nor behind a hidden window.
  void stop();
  bool is_watching() const { return wanted_; }

  /// Takes a reading, as if a worker had sent it.
  void take(const Telemetry& telemetry);
  /// The last reading of a device that is being watched.
  std::optional<Telemetry> latest(const std::string& device_uuid) const;

 signals:
  void reported(const attnscope::Telemetry& telemetry);
  /// No readings for now, and why: a sentence. It is tried again.
  void interrupted(const QString& why);

 private:
  void connect_worker();
  void lose(const QString& what);

  bool wanted_ = false;
  std::unique_ptr<WorkerLink> link_;
  std::map<std::string, Telemetry> latest_;
  QTimer again_;
};

}  // namespace attnscope
