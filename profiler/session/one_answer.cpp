// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/session/one_answer.h"

#include <utility>

namespace attnscope {

OneAnswer::OneAnswer(const Transport& transport, Answered answered, Failed failed, QObject* parent)
    : QObject(parent),
      link_(make_link(transport)),
      answered_(std::move(answered)),
      failed_(std::move(failed)) {
  connect(link_.get(), &WorkerLink::arrived, this, [this](const Event& event) {
    if (ended_) return;
    silence_.start();
    if (const auto* refused = std::get_if<Refused>(&event))
      return refuse(QString::fromStdString(refused->message));
    if (answered_(event)) end();
  });
  connect(link_.get(), &WorkerLink::spoiled, this, [this](const QString& why) {
    refuse(QStringLiteral("the worker printed something that is no message: ") + why);
  });
  connect(link_.get(), &WorkerLink::ended, this,
          [this](const QString& what) { refuse("the worker " + what); });
  connect(link_.get(), &WorkerLink::startFailed, this, &OneAnswer::refuse);
  silence_.setSingleShot(true);
  silence_.setInterval(usual_supervision().silence);
  connect(&silence_, &QTimer::timeout, this, [this] { refuse(QStringLiteral("the worker did not answer")); });
}

void OneAnswer::ask(const Request& request) {
  silence_.start();
  link_->start();
  link_->send(request);
}

void OneAnswer::refuse(const QString& message) {
  if (ended_) return;
  end();
  failed_(message);
}

void OneAnswer::end() {
  ended_ = true;
  silence_.stop();
  link_->close();
}

}  // namespace attnscope
