// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/session/inspect_session.h"

#include <utility>

#include "profiler/session/one_answer.h"

namespace attnscope {

struct InspectSession::Private {
  InspectRequest request;
  OneAnswer worker;
};

InspectSession::InspectSession(const Transport& transport, InspectRequest request, QObject* parent)
    : QObject(parent),
      private_(
          new Private{std::move(request), OneAnswer(
                                              transport,
                                              [this](const Event& event) {
                                                const auto* found = std::get_if<Inspection>(&event);
                                                if (found != nullptr) emit inspected(*found);
                                                return found != nullptr;
                                              },
                                              [this](const QString& message) { emit failed(message); })}) {}

InspectSession::~InspectSession() = default;

void InspectSession::start() {
  private_->worker.ask(private_->request);
}

}  // namespace attnscope
