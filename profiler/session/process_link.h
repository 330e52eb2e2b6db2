// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// A worker as a child process.
#pragma once

#include <QProcess>
#include <QStringList>

#include "profiler/session/worker_link.h"

namespace attnscope {

class ProcessLink : public WorkerLink {
  Q_OBJECT
 public:
  explicit ProcessLink(ProcessTransport transport);
  ~ProcessLink() override;

  void start() override;
  void send(const Request& request) override;
  void close() override;
  void terminate() override;
  void kill() override;

 private:
  void readOutput();
  void readErrors();
  void onFinished(int code, QProcess::ExitStatus status);
  void onError(QProcess::ProcessError error);
  /// What the process last said on stderr, as ": …", or nothing.
  QString lastWords() const;

  ProcessTransport transport_;
  QProcess process_;
  StreamDecoder decoder_;
  QByteArray half_error_line_;
  QStringList error_lines_;  ///< the last ones
};

}  // namespace attnscope
