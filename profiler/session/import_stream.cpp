// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: Apache-2.0
#include <QCryptographicHash>
#include <QFile>
#include <QUuid>
#include <algorithm>

#include "profiler/protocol/codec.h"
#include "profiler/protocol/stream_decoder.h"
#include "profiler/session/recorder.h"

namespace attnscope {
namespace {

constexpr qint64 piece_bytes = 1 << 20;

/// Gathers the events of a stream, which may hold several plans, into one run.
class StreamRun {
 public:
  bool add(const Result<Event>& event) {
    if (!event) {
      first_complaint_ = first_complaint_.empty() ? event.error().message : first_complaint_;
      // A stream of another version holds nothing that could be understood.
      return event.error().kind != ErrorKind::unsupported;
    }
    if (const auto* started = std::get_if<PlanStarted>(&*event)) {
      start(*started);
    } else if (const auto* point = std::get_if<PointFinished>(&*event)) {
      finish(*point);
    } else if (const auto* end = std::get_if<PlanFinished>(&*event)) {
      ++plans_ended_;
      cancelled_ = cancelled_ || end->cancelled;
    }
    return true;
  }

  /// The run but for its id; not found where there was no plan.
  Result<Run> take() {
    if (plans_started_ == 0) {
      return fail(ErrorKind::failed, "it holds no plan of a worker" +
                                         (first_complaint_.empty() ? "" : " (" + first_complaint_ + ')'));
    }
    end_plan();
    run_.header.planned_points = static_cast<std::int64_t>(run_.points.size() + run_.pending.size());
    run_.header.state = RunState::finished;
    if (plans_ended_ < plans_started_ || !run_.pending.empty()) run_.header.state = RunState::interrupted;
    if (cancelled_) run_.header.state = RunState::cancelled;
    return std::move(run_);
  }

 private:
  void start(const PlanStarted& started) {
    end_plan();
    ++plans_started_;
    plan_ = started.plan;
    finished_.assign(plan_.points.size(), false);
    if (plans_started_ == 1) {
      run_.header.created_ms = started.started_ms;
      run_.header.options = plan_.options;
    }
    auto& environments = run_.header.environments;
    const auto same = [&started](const Environment& known) {
      return known.device.uuid == started.environment.device.uuid;
    };
    if (std::none_of(environments.begin(), environments.end(), same)) {
      environments.push_back(started.environment);
    }
  }

  /// Only what the plan asked for is kept: anything else is no outcome of this plan.
  void finish(const PointFinished& finished) {
    const auto index = static_cast<std::size_t>(finished.point_index);
    if (index >= finished_.size() || finished_[index]) return;
    const PlannedPoint& planned = plan_.points[index];
    if (finished.point.implementation != planned.implementation ||
        finished.point.problem != planned.problem || finished.point.device_uuid != plan_.device_uuid) {
      return;
    }
    finished_[index] = true;
    run_.points.push_back(finished.point);
  }

  void end_plan() {
    for (std::size_t index = 0; index < finished_.size(); ++index) {
      if (!finished_[index]) run_.pending.push_back({plan_.device_uuid, plan_.points[index]});
    }
    finished_.clear();
  }

  Run run_;
  Plan plan_;
  std::vector<bool> finished_;
  int plans_started_ = 0;
  int plans_ended_ = 0;
  bool cancelled_ = false;
  std::string first_complaint_;
};

QString name_of(const std::filesystem::path& path) {
  return QString::fromStdString(path.string());
}

/// The same bytes give the same id, so that importing twice does not give two runs.
std::string id_of(const QCryptographicHash& content) {
  const QUuid imports("{5f0d1a52-9b7e-4c36-8a51-0e6a7c9d2b41}");
  return QUuid::createUuidV5(imports, content.result()).toString(QUuid::WithoutBraces).toStdString();
}

}  // namespace

Result<std::string> import_stream(const std::filesystem::path& path, Store& store) {
  QFile file(name_of(path));
  if (!file.open(QIODevice::ReadOnly)) {
    return fail(ErrorKind::not_found, path.string() + " cannot be read: " + file.errorString().toStdString());
  }
  StreamRun stream;
  QCryptographicHash content(QCryptographicHash::Sha256);
  StreamDecoder decoder([&stream](const Result<Event>& event) { return stream.add(event); });
  while (true) {
    const QByteArray piece = file.read(piece_bytes);
    if (piece.isEmpty()) break;
    content.addData(piece);
    decoder.feed(std::string_view(piece.constData(), static_cast<std::size_t>(piece.size())));
  }
  decoder.finish();
  auto run = stream.take();
  if (!run) return fail(run.error().kind, path.string() + " cannot be imported: " + run.error().message);
  run->header.id = id_of(content);
  run->header.name = path.stem().string();
  if (auto added = store.add_run(*run); !added) return tl::unexpected(added.error());
  return run->header.id;
}

bool looks_like_stream(const std::filesystem::path& path) {
  // Asked first: closing a plain file on a database that is open elsewhere here would drop SQLite's locks.
  if (looks_like_database(path)) return false;
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(path, ignored)) return false;
  QFile file(name_of(path));
  if (!file.open(QIODevice::ReadOnly)) return false;
  const QByteArray line = file.readLine(4096);
  const auto event = decode_event(std::string_view(line.constData(), static_cast<std::size_t>(line.size())));
  // A greeting of another version is a stream too: importing it says what is wrong.
  if (!event) return event.error().kind == ErrorKind::unsupported;
  return std::holds_alternative<Hello>(*event) || std::holds_alternative<PlanStarted>(*event);
}

}  // namespace attnscope
