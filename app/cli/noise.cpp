// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/noise.h"

#include <QTemporaryDir>
#include <algorithm>
#include <cmath>

#include "app/cli/commands.h"
#include "app/cli/describe.h"
#include "app/cli/json.h"
#include "app/cli/run_document.h"
#include "app/cli/sweep_runner.h"
#include "app/cli/table.h"
#include "app/cli/words.h"

namespace attnscope {
namespace {

using Json = nlohmann::ordered_json;

constexpr int processes = 6;
/// A difference of two runs has √2 times the deviation of one, and a verdict asks for three of those.
constexpr double told_from_noise = 3 * 1.4142135623730951;

/// Short, middling and long calls of each kind of attention, without the passes that take no times.
Sweep noise_sweep(const Description::Device& entry) {
  Sweep sweep;
  sweep.name = "Noise of " + entry.device.name;
  sweep.device_selectors = {entry.device.uuid};
  Problem shape;
  if (entry.device.kind == DeviceKind::cuda) {
    sweep.seqlens = {512, 2048, 8192};
    sweep.tokens = 16384;
  } else {
    shape.query_heads = shape.kv_heads = 4;
    shape.head_dim = 64;
    shape.dtype = Dtype::fp32;
    sweep.seqlens = {128, 256, 512};
    sweep.batch = 1;
  }
  sweep.shapes = {shape};
  for (const OfferedImplementation& offered : entry.implementations) {
    if (offered.name == "standard" || offered.name == "flash") sweep.implementations.push_back(offered.name);
  }
  sweep.options.counters = sweep.options.error = sweep.options.tile_balance = false;
  sweep.options.point_budget_seconds = 1;
  return sweep;
}

/// One fresh worker's run, kept in a database that goes when all is done.
Result<Run> measure_once(const std::filesystem::path& database, const Transport& transport,
                         const Sweep& sweep, const Description& description) {
  auto store = Store::open(database, OpenMode::read_write);
  if (!store) return tl::unexpected(store.error());
  const auto end = run_sweep(std::move(*store), transport, sweep, description);
  if (!end) return tl::unexpected(end.error());
  if (end->state != RunState::finished) {
    return fail(ErrorKind::failed, "cancelled; nothing was stored");
  }
  auto reading = Store::open(database, OpenMode::read_write);
  if (!reading) return tl::unexpected(reading.error());
  return reading->load(end->run_id);
}

Result<NoiseMeasurement> measure_device(const Description::Device& entry, const Transport& transport,
                                        const Description& description) {
  const QTemporaryDir folder;
  if (!folder.isValid()) {
    return fail(ErrorKind::failed,
                "no temporary folder could be made: " + folder.errorString().toStdString());
  }
  const std::filesystem::path database = folder.filePath(QStringLiteral("noise.db")).toStdString();
  const Sweep sweep = noise_sweep(entry);
  std::vector<Run> repeats;
  for (int process = 0; process < processes; ++process) {
    auto run = measure_once(database, transport, sweep, description);
    if (!run) return tl::unexpected(run.error());
    repeats.push_back(std::move(*run));
  }
  auto noise = noise_between(repeats, entry.device.uuid);
  if (!noise) {
    return fail(ErrorKind::failed, "no point of " + entry.device.name + " could be measured in all of the " +
                                       std::to_string(processes) + " processes");
  }
  return std::move(*noise);
}

/// More than any quiet machine shows.
constexpr double busy_deviation = 0.03;

QString percent_words(double part) {
  return QString::number(100 * part, 'f', 2) + QStringLiteral(" %");
}

QString as_text(const std::string& device_name, const NoiseMeasurement& noise) {
  TextTable table({">S", "implementation", ">median", ">between processes", "at the power limit"});
  for (const NoiseMeasurement::Point& point : noise.points) {
    table.add({number_words(point.problem.kv_seqlen), QString::fromStdString(point.implementation),
               time_words(point.median_us), percent_words(point.relative_deviation),
               point.power_limited ? QStringLiteral("yes") : QString()});
  }
  QString page = QStringLiteral("%1, the same points in %2 processes\n")
                     .arg(QString::fromStdString(device_name))
                     .arg(noise.processes) +
                 table.text();
  page += QStringLiteral(
              "Noise floor: runs of the same thing differ by %1 (standard deviation), so a change by less "
              "than %2 "
              "cannot be told from one run of each.\n")
              .arg(percent_words(noise.relative_deviation),
                   percent_words(std::expm1(told_from_noise * noise.relative_deviation)));
  if (noise.power_limited_deviation) {
    page += QStringLiteral("At the power limit, where the clock wanders, by %1, and a change has to be %2.\n")
                .arg(percent_words(*noise.power_limited_deviation),
                     percent_words(std::expm1(told_from_noise * *noise.power_limited_deviation)));
  }
  if (noise.relative_deviation > busy_deviation) {
    page += QStringLiteral(
        "That is much: was the device busy with something else? Measure again when it is idle.\n");
  }
  return page;
}

Json as_json(const std::string& device_name, const NoiseMeasurement& noise) {
  Json points = Json::array();
  for (const NoiseMeasurement::Point& point : noise.points) {
    points.push_back({{"implementation", point.implementation},
                      {"problem", problem_document(point.problem)},
                      {"median_us", point.median_us},
                      {"relative_deviation", point.relative_deviation},
                      {"power_limited", point.power_limited}});
  }
  Json document{{"device_uuid", noise.device_uuid},
                {"device_name", device_name},
                {"measured_ms", noise.measured_ms},
                {"processes", noise.processes},
                {"relative_deviation", noise.relative_deviation},
                {"degrees_of_freedom", noise.degrees_of_freedom}};
  if (noise.power_limited_deviation && noise.power_limited_degrees_of_freedom) {
    document["power_limited_deviation"] = *noise.power_limited_deviation;
    document["power_limited_degrees_of_freedom"] = *noise.power_limited_degrees_of_freedom;
  }
  document["points"] = std::move(points);
  return document;
}

const Description::Device& entry_of(const Description& description, const std::string& uuid) {
  return *std::find_if(description.devices.begin(), description.devices.end(),
                       [&uuid](const Description::Device& entry) { return entry.device.uuid == uuid; });
}

}  // namespace

int measure_noise(const CommandOptions& options) {
  // Before anything is measured: a database that cannot be written would cost the minute that it takes.
  auto store = options.open_for_writing();
  if (!store) return failure(store.error());
  const Transport transport = worker_through(options.value("worker-prefix"));
  const auto description = describe(transport);
  if (!description) return failure(description.error());
  std::vector<std::string> selectors;
  for (const QString& selector : options.list("device")) selectors.push_back(selector.toStdString());
  if (selectors.empty()) selectors = {"best"};
  const auto devices = select_devices(*description, selectors);
  if (!devices) return failure({ErrorKind::usage, devices.error().message, 0});

  Json documents = Json::array();
  for (const DeviceDescription& device : *devices) {
    const auto noise = measure_device(entry_of(*description, device.uuid), transport, *description);
    if (!noise) return failure({ErrorKind::failed, noise.error().message, 0});
    if (const auto added = store->add_noise(*noise); !added) return failure(added.error());
    if (options.json()) {
      documents.push_back(as_json(device.name, *noise));
    } else {
      print(as_text(device.name, *noise));
    }
  }
  if (options.json()) {
    print(json_text({{"noise", std::move(documents)}}));
  } else {
    print(QStringLiteral("Stored in %1; attnscope compare uses it.\n")
              .arg(QString::fromStdString(store->path().string())));
  }
  return exit_done;
}

}  // namespace attnscope
