// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include <QTimer>

#include "profiler/session/supervision.h"
#include "profiler/session/sweep_session.h"
#include "profiler/session/worker_link.h"

namespace attnscope {

struct DescribeSession::Private {
  Transport transport;
  std::unique_ptr<WorkerLink> link;
  QTimer silence;
  bool answered = false;
};

DescribeSession::DescribeSession(Transport transport, QObject* parent)
    : QObject(parent), private_(std::make_unique<Private>()) {
  private_->transport = std::move(transport);
}

DescribeSession::~DescribeSession() = default;

void DescribeSession::start() {
  private_->link = make_link(private_->transport);
  WorkerLink* const link = private_->link.get();
  const auto answer = [this](const auto& report) {
    if (private_->answered) return;
    private_->answered = true;
    private_->silence.stop();
    private_->link->close();
    report();
  };
  const auto refuse = [this, answer](const QString& message) { answer([&] { emit failed(message); }); };
  connect(link, &WorkerLink::arrived, this, [this, answer, refuse](const Event& event) {
    private_->silence.start();
    if (const auto* found = std::get_if<DescriptionEvent>(&event)) {
      answer([&] { emit described(found->description); });
    } else if (const auto* refused = std::get_if<Refused>(&event)) {
      refuse(QString::fromStdString(refused->message));
    }
  });
  connect(link, &WorkerLink::spoiled, this, [refuse](const QString& why) {
    refuse(QStringLiteral("the worker printed something that is no message: ") + why);
  });
  connect(link, &WorkerLink::ended, this, [refuse](const QString& what) { refuse("the worker " + what); });
  connect(link, &WorkerLink::startFailed, this, refuse);
  private_->silence.setSingleShot(true);
  private_->silence.setInterval(usual_supervision().silence);
  connect(&private_->silence, &QTimer::timeout, this,
          [refuse] { refuse(QStringLiteral("the worker did not answer")); });
  private_->silence.start();
  link->start();
  link->send(DescribeRequest{});
}

}  // namespace attnscope
