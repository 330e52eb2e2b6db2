// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// A recorded stream that plays itself back; requests make no difference to it.
#pragma once

#include <QFile>
#include <QTimer>

#include "profiler/session/worker_link.h"

namespace attnscope {

class ReplayLink : public WorkerLink {
  Q_OBJECT
 public:
  explicit ReplayLink(const QString& file);

  void start() override;
  void send(const Request&) override {}
  void close() override { stop(); }
  void terminate() override { stop(); }
  void kill() override { stop(); }

 private:
  void playSome();
  void stop();

  QFile file_;
  QTimer next_;
  StreamDecoder decoder_;
};

}  // namespace attnscope
