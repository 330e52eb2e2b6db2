// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the devices are doing while nothing is measured: one worker a device says it every other second.
#pragma once

#include <QObject>
#include <QString>
#include <memory>
#include <string>
#include <vector>

#include "profiler/protocol/message.h"

namespace attnscope {

class WorkerLink;

class DeviceWatch : public QObject {
  Q_OBJECT
 public:
  explicit DeviceWatch(QObject* parent = nullptr);
  ~DeviceWatch() override;

  /// Watches the devices that can be measured, in place of those watched before.
  void start(const Description& description);
  /// Ends every watch: nothing may run beside a measurement.
  void stop();

 signals:
  void reported(const QString& deviceUuid, const QString& state);

 private:
  std::vector<std::unique_ptr<WorkerLink>> links_;
};

/// "1980 MHz · 41 °C"; of the Host CPU, "6.2 GB in use".
QString telemetry_label(const Telemetry& telemetry);

}  // namespace attnscope
