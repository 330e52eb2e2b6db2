// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/session/device_sweep.h"

#include <algorithm>
#include <utility>

namespace attnscope {
namespace {

/// A worker whose plan is done has this long to end before it is killed.
constexpr int farewell_ms = 3000;

QString seconds(std::chrono::milliseconds time) {
  return QString::number(static_cast<double>(time.count()) / 1000);
}

}  // namespace

Supervision usual_supervision() {
  Supervision supervision;
  bool given = false;
  const int silence_ms = qEnvironmentVariableIntValue("ATTNSCOPE_WORKER_SILENCE_MS", &given);
  if (given && silence_ms > 0)
    supervision.silence = supervision.silence_at_start = std::chrono::milliseconds(silence_ms);
  return supervision;
}

Supervision interpreter_supervision() {
  Supervision supervision = usual_supervision();
  supervision.silence_at_start *= 4;
  return supervision;
}

DeviceSweep::DeviceSweep(Transport transport, Plan plan, Supervision supervision, QObject* parent)
    : QObject(parent),
      transport_(std::move(transport)),
      plan_(std::move(plan)),
      supervision_(supervision),
      finished_(plan_.points.size(), false) {
  silence_.setSingleShot(true);
  connect(&silence_, &QTimer::timeout, this, [this] {
    lose(QStringLiteral("the worker did not answer for %1 s").arg(seconds(silence_.intervalAsDuration())));
  });
}

DeviceSweep::~DeviceSweep() = default;

void DeviceSweep::start() {
  startWorker();
}

void DeviceSweep::startWorker() {
  if (done_) return;
  Plan rest{plan_.device_uuid, {}, plan_.options};
  sent_.clear();
  for (std::size_t index = 0; index < plan_.points.size(); ++index) {
    if (finished_[index]) continue;
    sent_.push_back(index);
    rest.points.push_back(plan_.points[index]);
  }
  current_.reset();
  link_ = make_link(transport_).release();
  link_->setParent(this);
  connect(link_, &WorkerLink::arrived, this, &DeviceSweep::onEvent);
  connect(link_, &WorkerLink::spoiled, this, [this](const QString& why) {
    lose(QStringLiteral("the worker printed something that is no message: ") + why);
  });
  connect(link_, &WorkerLink::ended, this, [this](const QString& what) {
    WorkerLink* const gone = std::exchange(link_, nullptr);
    gone->disconnect(this);
    gone->deleteLater();
    lose("the worker " + what);
  });
  connect(link_, &WorkerLink::startFailed, this, [this](const QString& what) {
    finishRest(Failed{what.toStdString()});
    complete();
  });
  silence_.start(supervision_.silence_at_start);
  link_->start();
  link_->send(MeasureRequest{std::move(rest)});
}

void DeviceSweep::cancel() {
  if (done_ || cancelling_) return;
  cancelling_ = true;
  if (link_ == nullptr) {
    finishRest(Cancelled{});
    return complete();
  }
  link_->send(CancelRequest{});
  // The link may be gone when these fire: then there is nothing left to do.
  QTimer::singleShot(supervision_.until_terminate, this, [this] {
    if (link_ != nullptr) link_->terminate();
  });
  QTimer::singleShot(supervision_.until_kill, this, [this] {
    if (link_ != nullptr) link_->kill();
  });
  QTimer::singleShot(supervision_.until_abandoned, this, [this] {
    if (done_) return;
    dismiss(true);
    finishRest(Cancelled{});
    complete();
  });
}

void DeviceSweep::onEvent(const Event& event) {
  silence_.start(supervision_.silence);
  if (const auto* started = std::get_if<PlanStarted>(&event)) {
    if (started->plan.device_uuid != plan_.device_uuid ||
        started->environment.device.uuid != plan_.device_uuid) {
      return lose(QStringLiteral("the worker started on another device"));
    }
    emit environmentKnown(started->environment);
  } else if (const auto* progress = std::get_if<Progress>(&event)) {
    onProgress(*progress);
  } else if (const auto* point = std::get_if<PointFinished>(&event)) {
    onPoint(*point);
  } else if (const auto* end = std::get_if<PlanFinished>(&event)) {
    onPlanFinished(*end);
  } else if (const auto* refused = std::get_if<Refused>(&event)) {
    finishRest(Failed{"the worker refused the plan: " + refused->message});
    complete();
  }
}

void DeviceSweep::onProgress(const Progress& progress) {
  const auto index = static_cast<std::size_t>(progress.point_index);
  if (index >= sent_.size()) return lose(QStringLiteral("the worker named a point that it was not given"));
  if (finished_[sent_[index]]) return;
  current_ = sent_[index];
  emit progressed(static_cast<qsizetype>(*current_), QString::fromStdString(progress.phase));
}

void DeviceSweep::onPoint(const PointFinished& finished) {
  const auto index = static_cast<std::size_t>(finished.point_index);
  const bool known = index < sent_.size() && !finished_[sent_[index]];
  const PlannedPoint* planned = known ? &plan_.points[sent_[index]] : nullptr;
  if (planned == nullptr || finished.point.device_uuid != plan_.device_uuid ||
      finished.point.implementation != planned->implementation ||
      finished.point.problem != planned->problem) {
    return lose(QStringLiteral("the worker reported a point that it was not given"));
  }
  losses_in_a_row_ = 0;
  if (current_ == sent_[index]) current_.reset();
  finish(sent_[index], finished.point, finished.elapsed_seconds);
}

void DeviceSweep::onPlanFinished(const PlanFinished& finished) {
  const bool all = std::find(finished_.begin(), finished_.end(), false) == finished_.end();
  if (!all && !cancelling_) {
    return lose(finished.cancelled ? QStringLiteral("the worker was cancelled by somebody else")
                                   : QStringLiteral("the worker ended its plan with points left out"));
  }
  finishRest(Cancelled{});
  complete();
}

void DeviceSweep::lose(const QString& message) {
  if (done_) return;
  silence_.stop();
  dismiss(true);
  const bool all = std::find(finished_.begin(), finished_.end(), false) == finished_.end();
  if (cancelling_ || all) {
    finishRest(Cancelled{});
    return complete();
  }
  ++losses_in_a_row_;
  emit workerLost(message);
  if (current_) {
    const PlannedPoint& planned = plan_.points[*current_];
    finish(*current_,
           Point{plan_.device_uuid, planned.implementation, planned.problem, Failed{message.toStdString()}},
           0);
    current_.reset();
  }
  if (losses_in_a_row_ >= supervision_.losses_in_a_row) {
    finishRest(Failed{"given up on this device: " + std::to_string(losses_in_a_row_) +
                      " workers in a row were lost; of the last one: " + message.toStdString()});
  }
  if (std::find(finished_.begin(), finished_.end(), false) == finished_.end()) return complete();
  // From the event loop, so that whoever listens has dealt with the loss first.
  QTimer::singleShot(0, this, &DeviceSweep::startWorker);
}

void DeviceSweep::finish(std::size_t index, const Point& point, double elapsed_seconds) {
  finished_[index] = true;
  emit pointFinished(static_cast<qsizetype>(index), point, elapsed_seconds);
}

void DeviceSweep::finishRest(const Outcome& outcome) {
  for (std::size_t index = 0; index < finished_.size(); ++index) {
    if (finished_[index]) continue;
    const PlannedPoint& planned = plan_.points[index];
    finish(index, Point{plan_.device_uuid, planned.implementation, planned.problem, outcome}, 0);
  }
}

void DeviceSweep::complete() {
  if (done_) return;
  done_ = true;
  silence_.stop();
  dismiss(false);
  emit allDone();
}

void DeviceSweep::dismiss(bool kill_now) {
  if (link_ == nullptr) return;
  WorkerLink* const link = link_;
  link_ = nullptr;
  link->disconnect(this);
  connect(link, &WorkerLink::ended, link, &QObject::deleteLater);
  connect(link, &WorkerLink::startFailed, link, &QObject::deleteLater);
  if (kill_now) {
    link->kill();
  } else {
    link->close();
    QTimer::singleShot(farewell_ms, link, [link] { link->kill(); });
  }
}

}  // namespace attnscope
