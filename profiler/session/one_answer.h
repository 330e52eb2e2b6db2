// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// One request to a worker of its own, and the one event that answers it.
#pragma once

#include <QObject>
#include <QString>
#include <QTimer>
#include <functional>
#include <memory>

#include "profiler/session/supervision.h"
#include "profiler/session/worker_link.h"

namespace attnscope {

/// Calls `answered` with the first event that it takes (returns true for), or `failed` with a sentence:
/// exactly one of the two, once.
class OneAnswer : public QObject {
 public:
  using Answered = std::function<bool(const Event&)>;
  using Failed = std::function<void(const QString&)>;

  OneAnswer(const Transport& transport, Answered answered, Failed failed, QObject* parent = nullptr);

  void ask(const Request& request);

 private:
  void refuse(const QString& message);
  void end();

  std::unique_ptr<WorkerLink> link_;
  Answered answered_;
  Failed failed_;
  QTimer silence_;
  bool ended_ = false;
};

}  // namespace attnscope
