// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/sweep_control.h"

#include <QCoreApplication>
#include <algorithm>

#include "profiler/session/peers.h"
#include "ui/models/labels.h"

namespace attnscope {
namespace {

struct Control {
  Q_DECLARE_TR_FUNCTIONS(attnscope::Control)
};

const Check* check_of(const Description& description, const char* subject) {
  for (const Check& check : description.checks) {
    if (check.subject == subject) {
      return &check;
    }
  }
  return nullptr;
}

}  // namespace

std::optional<MissingLibraries> missing_libraries(const Description& description) {
  const Check* driver = check_of(description, "driver");
  const Check* libraries = check_of(description, "cuda libraries");
  if (driver == nullptr || !driver->passed || libraries == nullptr || libraries->passed) {
    return std::nullopt;
  }
  MissingLibraries missing;
  for (const Description::Device& device : description.devices) {
    if (device.device.kind == DeviceKind::cuda) {
      missing.gpu = to_label(device.device.name);
      break;
    }
  }
  if (missing.gpu.isEmpty()) {
    missing.gpu = Control::tr("The GPU");
  }
  missing.finding = to_label(libraries->finding);
  missing.fix = to_label(libraries->fix);
  return missing;
}

QString readiness_label(const Description& description) {
  const auto usable = [](const Description::Device& device) { return !device.implementations.empty(); };
  const auto gpus = static_cast<int>(std::count_if(
      description.devices.begin(), description.devices.end(), [&](const Description::Device& device) {
        return device.device.kind == DeviceKind::cuda && usable(device);
      }));
  if (gpus == 0) {
    return description.devices.empty() ? Control::tr("No device can be measured")
                                       : Control::tr("Host CPU ready");
  }
  const bool counters =
      std::any_of(description.devices.begin(), description.devices.end(),
                  [](const Description::Device& device) { return device.counters_available; });
  const QString ready = gpus == 1 ? Control::tr("1 GPU ready") : Control::tr("%1 GPUs ready").arg(gpus);
  return counters ? Control::tr("%1, counters available").arg(ready)
                  : Control::tr("%1, no counters: see attnscope doctor").arg(ready);
}

SweepControl::SweepControl(RunLibrary& library, QObject* parent) : QObject(parent), library_(library) {}

SweepControl::~SweepControl() = default;

void SweepControl::describe() {
  describing_ = std::make_unique<DescribeSession>(with_python(local_worker(), python_));
  connect(describing_.get(), &DescribeSession::described, this, &SweepControl::set_description);
  connect(describing_.get(), &DescribeSession::failed, this, &SweepControl::describeFailed);
  describing_->start();
}

void SweepControl::set_description(const Description& description) {
  description_ = description;
  is_described_ = true;
  emit described();
}

Result<std::string> SweepControl::start(const Sweep& sweep) {
  if (const QString why_not = obstacle(); !why_not.isEmpty()) {
    return fail(ErrorKind::failed, why_not.toStdString());
  }
  auto store = library_.open_for_sweep();
  if (!store) {
    return tl::unexpected<Error>(store.error());
  }
  session_ = std::make_unique<SweepSession>(std::move(*store), with_python(local_worker(), python_));
  progress_ = {};
  cancelling_ = false;
  connect(session_.get(), &SweepSession::progressed, this, [this](const SweepProgress& progress) {
    progress_ = progress;
    emit progressed();
  });
  connect(session_.get(), &SweepSession::pointRecorded, this, [this] { emit pointRecorded(); });
  connect(session_.get(), &SweepSession::workerLost, this,
          [this](const QString& /*device*/, const QString& message) { emit problem(message); });
  connect(session_.get(), &SweepSession::storeFailed, this, &SweepControl::problem);
  connect(session_.get(), &SweepSession::finished, this, [this] { emit finished(); });
  auto id = session_->start(sweep, description_);
  if (!id) {
    session_.reset();
    return id;
  }
  emit started();
  return id;
}

void SweepControl::cancel() {
  if (running()) {
    cancelling_ = true;
    session_->cancel();
    emit progressed();
  }
}

void SweepControl::measure_ceilings(const std::string& device_uuid) {
  if (!obstacle().isEmpty()) {
    return;
  }
  ceilings_ = std::make_unique<CeilingsSession>(local_worker(), device_uuid);
  // Queued: the session goes when it is no longer in the middle of saying this.
  connect(
      ceilings_.get(), &CeilingsSession::measured, this,
      [this](const CeilingMeasurement& measurement) {
        ceilings_.reset();
        const auto stored = library_.add_ceilings(measurement);
        emit ceilingsEnded(stored ? QString() : to_label(stored.error().message));
      },
      Qt::QueuedConnection);
  connect(
      ceilings_.get(), &CeilingsSession::failed, this,
      [this](const QString& message) {
        ceilings_.reset();
        emit ceilingsEnded(message);
      },
      Qt::QueuedConnection);
  ceilings_->start();
  emit ceilingsStarted();
}

QString SweepControl::obstacle() const {
  return running()              ? tr("A sweep is running.")
         : measuring_ceilings() ? tr("The GPU's ceilings are being measured.")
                                : QString();
}

}  // namespace attnscope
