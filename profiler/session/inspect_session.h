// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// Asks a worker what one variant takes of a GPU, which need not be there.
#pragma once

#include <QObject>
#include <QString>
#include <memory>

#include "profiler/protocol/message.h"
#include "profiler/session/transport.h"

namespace attnscope {

/// One request, one answer: emits inspected() or failed() once. Destroying it ends the worker.
class InspectSession : public QObject {
  Q_OBJECT
 public:
  InspectSession(const Transport& transport, InspectRequest request, QObject* parent = nullptr);
  ~InspectSession() override;
  void start();

 signals:
  void inspected(const attnscope::Inspection& inspection);
  void failed(const QString& message);

 private:
  struct Private;
  std::unique_ptr<Private> private_;
};

}  // namespace attnscope
