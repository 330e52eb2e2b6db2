// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
//
// One end of a worker: requests go in, events come out, and an end is told in words. A live process and a
// recording look the same from here.
#pragma once

#include <QObject>
#include <QString>
#include <memory>

#include "profiler/protocol/message.h"
#include "profiler/protocol/stream_decoder.h"
#include "profiler/session/transport.h"

namespace attnscope {

class WorkerLink : public QObject {
  Q_OBJECT
 public:
  using QObject::QObject;

  virtual void start() = 0;
  virtual void send(const Request& request) = 0;
  /// End of requests: a worker ends itself within a second.
  virtual void close() = 0;
  virtual void terminate() = 0;  ///< asks the process to end (TERM)
  virtual void kill() = 0;       ///< ends it (KILL)

 signals:
  void arrived(const attnscope::Event& event);
  /// A line was no message; the link says nothing more but ended().
  void spoiled(const QString& why);
  /// There is no process (any more). `what` is a clause: "was killed by signal 11 (segmentation fault)".
  void ended(const QString& what);
  /// The process could not be started at all, and a second try would not help. `what` is a sentence.
  void startFailed(const QString& what);

 protected:
  /// Passes events on until one is spoiled.
  StreamDecoder::Sink sink();
};

/// A link of the kind that the transport asks for, not started yet.
std::unique_ptr<WorkerLink> make_link(const Transport& transport);

}  // namespace attnscope
