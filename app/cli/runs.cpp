// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/json.h"
#include "app/cli/table.h"
#include "app/cli/words.h"

namespace attnscope {
namespace {

using Json = nlohmann::ordered_json;

QString devices_of(const RunHeader& header) {
  QStringList names;
  for (const Environment& environment : header.environments) {
    names << QString::fromStdString(environment.device.name);
  }
  return names.join(QStringLiteral(", "));
}

QString points_of(const RunSummary& run) {
  QStringList parts{QStringLiteral("%1 of %2 measured").arg(run.measured).arg(run.header.planned_points)};
  const auto add = [&parts](std::int64_t count, const char* what) {
    if (count > 0) parts << QStringLiteral("%1 %2").arg(count).arg(QLatin1String(what));
  };
  add(run.out_of_memory, "out of memory");
  add(run.unsupported, "not supported");
  add(run.failed, "failed");
  add(run.cancelled, "cancelled");
  return parts.join(QStringLiteral(", "));
}

QString as_text(const std::vector<RunSummary>& runs) {
  if (runs.empty()) return QStringLiteral("There are no runs yet. Measure one with: attnscope run\n");
  TextTable table({"run", "when", "state", "name", "shape", "points", "devices"});
  for (const RunSummary& run : runs) {
    table.add({QString::fromStdString(run.header.id).left(8), when_words(run.header.created_ms),
               state_words(run.header.state), QString::fromStdString(run.header.name),
               QString::fromStdString(run.shape), points_of(run), devices_of(run.header)});
  }
  return table.text();
}

QString as_json(const std::vector<RunSummary>& runs) {
  Json list = Json::array();
  for (const RunSummary& run : runs) {
    Json devices = Json::array();
    for (const Environment& environment : run.header.environments) {
      devices.push_back({{"uuid", environment.device.uuid}, {"name", environment.device.name}});
    }
    list.push_back({{"id", run.header.id},
                    {"name", run.header.name},
                    {"created_ms", run.header.created_ms},
                    {"state", state_words(run.header.state).toStdString()},
                    {"shape", run.shape},
                    {"command", run.header.command},
                    {"planned_points", run.header.planned_points},
                    {"measured", run.measured},
                    {"out_of_memory", run.out_of_memory},
                    {"unsupported", run.unsupported},
                    {"failed", run.failed},
                    {"cancelled", run.cancelled},
                    {"devices", devices}});
  }
  return json_text({{"runs", list}});
}

}  // namespace

int runs_command(const QStringList& arguments) {
  CommandOptions options("runs [options]", "Lists the saved runs, the newest first.");
  if (const auto code = options.parse(arguments)) return *code;
  if (!options.positional().isEmpty()) return usage_error("runs takes no arguments");
  auto store = options.open_for_reading();
  if (!store) return failure(store.error());
  const auto runs = store->runs();
  if (!runs) return failure(runs.error());
  print(options.json() ? as_json(*runs) : as_text(*runs));
  return exit_done;
}

}  // namespace attnscope
