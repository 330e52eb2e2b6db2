// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/session/worker_link.h"

#include "profiler/session/process_link.h"
#include "profiler/session/replay_link.h"

namespace attnscope {

StreamDecoder::Sink WorkerLink::sink() {
  return [this](const Result<Event>& event) {
    if (event) {
      emit arrived(*event);
    } else {
      emit spoiled(QString::fromStdString(event.error().message));
    }
    return event.has_value();
  };
}

std::unique_ptr<WorkerLink> make_link(const Transport& transport) {
  if (const auto* replay = std::get_if<ReplayTransport>(&transport)) {
    return std::make_unique<ReplayLink>(replay->file);
  }
  return std::make_unique<ProcessLink>(std::get<ProcessTransport>(transport));
}

}  // namespace attnscope
