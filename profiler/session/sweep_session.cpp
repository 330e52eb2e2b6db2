// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include "profiler/session/sweep_session.h"

#include <QDateTime>
#include <QElapsedTimer>
#include <QLocale>
#include <QSysInfo>
#include <QTimer>
#include <algorithm>
#include <variant>

#include "profiler/session/command_text.h"
#include "profiler/session/device_sweep.h"
#include "profiler/session/estimates.h"
#include "profiler/session/peers.h"
#include "profiler/session/recorder.h"

namespace attnscope {
namespace {

/// One device's part: its sweep, and what progress needs to know.
struct Part {
  DeviceDescription device;
  std::unique_ptr<DeviceSweep> sweep;
  TimeLeft time_left;
  QElapsedTimer since_last_point;
  QString label;    ///< "cuda:1"
  QString current;  ///< "standard at 16,384: timing"
  bool started = false;
};

QString label_of(const DeviceDescription& device) {
  return device.kind == DeviceKind::host_cpu ? QStringLiteral("cpu")
                                             : QStringLiteral("cuda:%1").arg(device.ordinal);
}

const DeviceDescription& device_of(const Description& description, const std::string& uuid) {
  return std::find_if(description.devices.begin(), description.devices.end(),
                      [&uuid](const Description::Device& candidate) { return candidate.device.uuid == uuid; })
      ->device;
}

/// What is known of a device before its worker has told more.
Environment first_environment(const DeviceDescription& device) {
  Environment environment;
  environment.device = device;
  environment.host = QSysInfo::machineHostName().toStdString();
  return environment;
}

std::string derived_name(const Sweep& sweep, const std::vector<Plan>& plans, const Description& description) {
  const Problem& shape = sweep.shapes.front();
  std::string name =
      sweep.preset.value_or(std::to_string(shape.query_heads) + "/" + std::to_string(shape.kv_heads) + " × " +
                            std::to_string(shape.head_dim));
  if (sweep.grid) name = "Grid \"" + *sweep.grid + '"';
  name += " " + std::string(name_of(shape.dtype));
  if (shape.causal) name += " causal";
  const bool same_dtype = std::all_of(sweep.shapes.begin(), sweep.shapes.end(),
                                      [&shape](const Problem& other) { return other.dtype == shape.dtype; });
  if (sweep.grid) {
    if (!same_dtype) name += " and others";
  } else if (sweep.shapes.size() > 1) {
    name += " and " + std::to_string(sweep.shapes.size() - 1) + " more";
  }
  name += " on " + device_of(description, plans.front().device_uuid).name;
  if (plans.size() > 1) name += " and " + std::to_string(plans.size() - 1) + " more";
  return name;
}

}  // namespace

struct SweepSession::Private {
  Private(SweepSession* owner, Store database, Transport how)
      : session(owner), recorder(std::move(database)), transport(std::move(how)) {}

  void addPart(const Description& description, const Plan& plan);
  void startWaiting();
  void onPoint(Part& part, qsizetype index, const Point& point, double elapsed_seconds);
  void onPartDone();
  void check(const Result<void>& stored);
  void report();
  void finish();

  SweepSession* session;
  Recorder recorder;
  Transport transport;
  std::vector<std::unique_ptr<Part>> parts;
  SweepProgress progress;
  QTimer tick;
  bool running = false;
  bool cancelled = false;
  bool store_failed = false;
  QString store_message;
};

SweepSession::SweepSession(Store database, Transport transport, QObject* parent)
    : QObject(parent), private_(std::make_unique<Private>(this, std::move(database), std::move(transport))) {
  private_->tick.setInterval(500);
  connect(&private_->tick, &QTimer::timeout, this, [this] { private_->report(); });
}

SweepSession::~SweepSession() {
  if (!private_->running) return;
  // The window closes in mid-sweep: workers end with their input, and the run says why it stops here.
  private_->parts.clear();
  (void)private_->recorder.end(RunState::interrupted);
}

Result<std::string> SweepSession::start(const Sweep& sweep, const Description& description) {
  if (private_->running) return fail(ErrorKind::usage, "a sweep is running already");
  const auto plans = plans_of(sweep, description);
  if (!plans) return tl::unexpected(plans.error());
  if (plans->empty()) return fail(ErrorKind::usage, "there is nothing to measure");

  RunHeader header;
  header.name = sweep.name.empty() ? derived_name(sweep, *plans, description) : sweep.name;
  header.created_ms = QDateTime::currentMSecsSinceEpoch();
  header.command = command_text(to_command_line(sweep)).toStdString();
  header.options = sweep.options;
  for (const Plan& plan : *plans) {
    header.environments.push_back(first_environment(device_of(description, plan.device_uuid)));
  }
  auto run_id = private_->recorder.begin(std::move(header), *plans);
  if (!run_id) return run_id;

  private_->running = true;
  for (const Plan& plan : *plans) private_->addPart(description, plan);
  private_->tick.start();
  // From the event loop, so that the caller has the id before the first event.
  QTimer::singleShot(0, this, [this] { private_->startWaiting(); });
  return run_id;
}

void SweepSession::cancel() {
  if (!private_->running || private_->cancelled) return;
  private_->cancelled = true;
  for (const auto& part : private_->parts) part->sweep->cancel();
}

bool SweepSession::running() const {
  return private_->running;
}

const std::string& SweepSession::run_id() const {
  return private_->recorder.run_id();
}

void SweepSession::Private::addPart(const Description& description, const Plan& plan) {
  const DeviceDescription& device = device_of(description, plan.device_uuid);
  auto sweep =
      std::make_unique<DeviceSweep>(transport_for(transport, plan), plan,
                                    names_peers(plan) ? interpreter_supervision() : usual_supervision());
  parts.push_back(std::make_unique<Part>(
      Part{device, std::move(sweep), TimeLeft(device, plan), {}, label_of(device), {}, false}));
  progress.total += static_cast<std::int64_t>(plan.points.size());

  Part& part = *parts.back();
  connect(part.sweep.get(), &DeviceSweep::environmentKnown, session,
          [this](const Environment& environment) { check(recorder.environment(environment)); });
  connect(part.sweep.get(), &DeviceSweep::progressed, session,
          [this, &part](qsizetype index, const QString& phase) {
            const PlannedPoint& point = part.sweep->plan().points[static_cast<std::size_t>(index)];
            part.current =
                QStringLiteral("%1 at %2: %3")
                    .arg(QString::fromStdString(point.implementation),
                         QLocale(QLocale::English).toString(static_cast<qlonglong>(point.problem.kv_seqlen)),
                         phase);
            report();
          });
  connect(part.sweep.get(), &DeviceSweep::pointFinished, session,
          [this, &part](qsizetype index, const Point& point, double elapsed_seconds) {
            onPoint(part, index, point, elapsed_seconds);
          });
  connect(part.sweep.get(), &DeviceSweep::workerLost, session, [this, &part](const QString& message) {
    emit session->workerLost(QString::fromStdString(part.device.uuid), message);
  });
  connect(part.sweep.get(), &DeviceSweep::allDone, session, [this] { onPartDone(); });
}

/// GPUs side by side; the Host CPU, which would disturb them, when they are done.
void SweepSession::Private::startWaiting() {
  if (cancelled) return;
  const auto busy = [](const std::unique_ptr<Part>& part) {
    return part->device.kind == DeviceKind::cuda && !part->sweep->done();
  };
  for (const auto& part : parts) {
    if (part->started) continue;
    if (part->device.kind == DeviceKind::host_cpu && std::any_of(parts.begin(), parts.end(), busy)) continue;
    part->started = true;
    part->since_last_point.start();
    part->sweep->start();
  }
}

void SweepSession::Private::onPoint(Part& part, qsizetype index, const Point& point, double elapsed_seconds) {
  part.time_left.finished(static_cast<std::size_t>(index), elapsed_seconds);
  part.since_last_point.start();
  part.current.clear();
  ++progress.finished;
  if (std::holds_alternative<OutOfMemory>(point.outcome)) ++progress.out_of_memory;
  if (std::holds_alternative<Failed>(point.outcome)) ++progress.failed;
  const Result<void> stored = recorder.point(point);
  if (stored) emit session->pointRecorded(point);
  check(stored);
  report();
}

/// A store that cannot be written ends the sweep: measuring on would only lose more.
void SweepSession::Private::check(const Result<void>& stored) {
  if (stored || store_failed) return;
  store_failed = true;
  store_message = QString::fromStdString(stored.error().message);
  // Queued: this may be in the middle of a worker's event.
  QTimer::singleShot(0, session, [this] { session->cancel(); });
}

void SweepSession::Private::report() {
  QStringList current;
  double seconds_left = 0;
  double cpu_seconds_left = 0;
  for (const auto& part : parts) {
    const double spent =
        part->since_last_point.isValid() ? static_cast<double>(part->since_last_point.elapsed()) / 1000 : 0;
    const double seconds = part->sweep->done() ? 0 : part->time_left.seconds(spent);
    if (part->device.kind == DeviceKind::host_cpu) {
      cpu_seconds_left += seconds;
    } else {
      seconds_left = std::max(seconds_left, seconds);
    }
    if (!part->current.isEmpty()) current << part->label + " · " + part->current;
  }
  progress.seconds_left = seconds_left + cpu_seconds_left;
  progress.current = current.join(QStringLiteral("; "));
  emit session->progressed(progress);
}

void SweepSession::Private::onPartDone() {
  const auto done = [](const std::unique_ptr<Part>& part) { return part->sweep->done(); };
  if (std::all_of(parts.begin(), parts.end(), done)) return finish();
  QTimer::singleShot(0, session, [this] { startWaiting(); });
}

void SweepSession::Private::finish() {
  if (!running) return;
  running = false;
  tick.stop();
  const bool complete = !cancelled && !store_failed;
  const RunState state =
      store_failed ? RunState::interrupted : (complete ? RunState::finished : RunState::cancelled);
  check(recorder.end(state));
  report();
  if (store_failed) emit session->storeFailed(store_message);
  emit session->finished(store_failed ? RunState::interrupted : state);
}

}  // namespace attnscope
