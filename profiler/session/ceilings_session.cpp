// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/session/ceilings_session.h"

#include <QDateTime>
#include <utility>

#include "profiler/session/one_answer.h"

namespace attnscope {

struct CeilingsSession::Private {
  std::string device_uuid;
  OneAnswer worker;
};

CeilingsSession::CeilingsSession(const Transport& transport, std::string device_uuid, QObject* parent)
    : QObject(parent),
      private_(new Private{std::move(device_uuid),
                           OneAnswer(
                               transport,
                               [this](const Event& event) {
                                 const auto* found = std::get_if<Ceilings>(&event);
                                 if (found != nullptr)
                                   emit measured({*found, QDateTime::currentMSecsSinceEpoch()});
                                 return found != nullptr;
                               },
                               [this](const QString& message) { emit failed(message); })}) {}

CeilingsSession::~CeilingsSession() = default;

void CeilingsSession::start() {
  private_->worker.ask(CeilingsRequest{private_->device_uuid});
}

}  // namespace attnscope
