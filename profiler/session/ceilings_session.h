// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Has a worker measure a device's own limits: a matrix product of each type, and a copy.
#pragma once

#include <QObject>
#include <QString>
#include <memory>
#include <string>

#include "profiler/analysis/ceilings.h"
#include "profiler/session/transport.h"

namespace attnscope {

/// One request, one answer: emits measured() or failed() once. Destroying it ends the worker.
class CeilingsSession : public QObject {
  Q_OBJECT
 public:
  CeilingsSession(const Transport& transport, std::string device_uuid, QObject* parent = nullptr);
  ~CeilingsSession() override;
  void start();

 signals:
  void measured(const attnscope::CeilingMeasurement& measurement);
  void failed(const QString& message);

 private:
  struct Private;
  std::unique_ptr<Private> private_;
};

}  // namespace attnscope
