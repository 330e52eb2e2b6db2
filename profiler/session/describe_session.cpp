// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/session/one_answer.h"
#include "profiler/session/sweep_session.h"

namespace attnscope {

struct DescribeSession::Private {
  OneAnswer worker;
};

DescribeSession::DescribeSession(const Transport& transport, QObject* parent)
    : QObject(parent),
      private_(new Private{OneAnswer(
          transport,
          [this](const Event& event) {
            const auto* found = std::get_if<DescriptionEvent>(&event);
            if (found != nullptr) emit described(found->description);
            return found != nullptr;
          },
          [this](const QString& message) { emit failed(message); })}) {}

DescribeSession::~DescribeSession() = default;

void DescribeSession::start() {
  private_->worker.ask(DescribeRequest{});
}

}  // namespace attnscope
