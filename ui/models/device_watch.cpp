// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/device_watch.h"

#include <chrono>

#include "profiler/session/transport.h"
#include "profiler/session/worker_link.h"

namespace attnscope {
namespace {

constexpr int watch_interval_ms = 1000;
constexpr std::chrono::seconds pause_after_loss{5};

}  // namespace

DeviceWatch::DeviceWatch(QObject* parent) : QObject(parent) {
  again_.setSingleShot(true);
  again_.setInterval(pause_after_loss);
  connect(&again_, &QTimer::timeout, this, &DeviceWatch::connect_worker);
}

DeviceWatch::~DeviceWatch() = default;

void DeviceWatch::start() {
  if (wanted_) {
    return;
  }
  wanted_ = true;
  connect_worker();
}

void DeviceWatch::stop() {
  wanted_ = false;
  again_.stop();
  link_.reset();  // a link ends its worker
  latest_.clear();
}

void DeviceWatch::connect_worker() {
  link_ = make_link(local_worker());
  connect(link_.get(), &WorkerLink::arrived, this, [this](const Event& event) {
    if (const auto* telemetry = std::get_if<Telemetry>(&event)) {
      take(*telemetry);
    }
  });
  connect(link_.get(), &WorkerLink::ended, this,
          [this](const QString& what) { lose(tr("No live readings: the worker %1.").arg(what)); });
  connect(link_.get(), &WorkerLink::spoiled, this, [this](const QString& why) {
    lose(tr("No live readings: the worker printed something that is no message: %1").arg(why));
  });
  connect(link_.get(), &WorkerLink::startFailed, this, [this](const QString& what) {
    lose(tr("No live readings: %1").arg(what));
    again_.stop();  // a second try would not help
  });
  link_->start();
  if (link_) {  // it may have failed at once
    link_->send(WatchRequest{{}, watch_interval_ms});
  }
}

void DeviceWatch::take(const Telemetry& telemetry) {
  latest_[telemetry.device_uuid] = telemetry;
  emit reported(telemetry);
}

void DeviceWatch::lose(const QString& what) {
  latest_.clear();
  // The link goes when it is no longer in the middle of saying this.
  link_->disconnect(this);
  link_.release()->deleteLater();
  again_.start();
  emit interrupted(what);
}

std::optional<Telemetry> DeviceWatch::latest(const std::string& device_uuid) const {
  const auto found = latest_.find(device_uuid);
  return found == latest_.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace attnscope
