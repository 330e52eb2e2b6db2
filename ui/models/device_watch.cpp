// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/device_watch.h"

#include <QCoreApplication>
#include <QStringList>

#include "profiler/session/worker_link.h"
#include "ui/models/labels.h"

namespace attnscope {
namespace {

constexpr int interval_ms = 2000;

struct Watch {
  Q_DECLARE_TR_FUNCTIONS(attnscope::Watch)
};

}  // namespace

DeviceWatch::DeviceWatch(QObject* parent) : QObject(parent) {}

DeviceWatch::~DeviceWatch() = default;

void DeviceWatch::start(const Description& description) {
  stop();
  for (const Description::Device& device : description.devices) {
    if (device.implementations.empty()) {
      continue;
    }
    std::unique_ptr<WorkerLink> link = make_link(local_worker());
    connect(link.get(), &WorkerLink::arrived, this, [this](const Event& event) {
      if (const auto* telemetry = std::get_if<Telemetry>(&event)) {
        emit reported(to_label(telemetry->device_uuid), telemetry_label(*telemetry));
      }
    });
    link->start();
    link->send(WatchRequest{device.device.uuid, interval_ms});
    links_.push_back(std::move(link));
  }
}

void DeviceWatch::stop() {
  links_.clear();  // a link ends its worker
}

QString telemetry_label(const Telemetry& telemetry) {
  QStringList parts;
  if (telemetry.sm_clock_mhz) {
    parts << Watch::tr("%1 MHz").arg(*telemetry.sm_clock_mhz, 0, 'f', 0);
  }
  if (telemetry.temperature_celsius) {
    parts << Watch::tr("%1 °C").arg(*telemetry.temperature_celsius, 0, 'f', 0);
  }
  if (parts.isEmpty() && telemetry.used_memory_bytes) {
    parts << Watch::tr("%1 in use").arg(capacity_label(*telemetry.used_memory_bytes));
  }
  return parts.join(QStringLiteral(" · "));
}

}  // namespace attnscope
