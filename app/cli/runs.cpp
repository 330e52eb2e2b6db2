// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/json.h"
#include "app/cli/runs_edit.h"
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

QString tags_of(const RunSummary& run) {
  QStringList tags;
  for (const std::string& tag : run.tags) tags << QString::fromStdString(tag);
  return tags.join(QStringLiteral(", "));
}

/// Whether every word of the filter occurs in what the list shows of the run.
bool matches(const RunSummary& run, const QString& filter) {
  const QStringList shown{QString::fromStdString(run.header.id), QString::fromStdString(run.header.name),
                          QString::fromStdString(run.note),      tags_of(run),
                          QString::fromStdString(run.shape),     devices_of(run.header),
                          state_words(run.header.state),         when_words(run.header.created_ms)};
  const QString all = shown.join('\n');
  const QStringList words = filter.split(' ', Qt::SkipEmptyParts);
  return std::all_of(words.begin(), words.end(),
                     [&all](const QString& word) { return all.contains(word, Qt::CaseInsensitive); });
}

QString as_text(const std::vector<RunSummary>& runs) {
  TextTable table({"run", "when", "state", "name", "tags", "shape", "points", "devices", "note"});
  for (const RunSummary& run : runs) {
    table.add({QString::fromStdString(run.header.id).left(8), when_words(run.header.created_ms),
               state_words(run.header.state), QString::fromStdString(run.header.name), tags_of(run),
               QString::fromStdString(run.shape), points_of(run), devices_of(run.header),
               QString::fromStdString(run.note)});
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
                    {"note", run.note},
                    {"tags", run.tags},
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
  CommandOptions options(
      "runs [RUN… EDIT] [options]",
      "Lists the saved runs, the newest first; or names, annotates, tags or deletes RUNs.\n"
      "RUN is an id, the beginning of one, or \"latest\".");
  options.add("filter",
              "List only runs in which every word of TEXT occurs: name, tag, note, shape, device, date…",
              "TEXT");
  options.add("deleted", "List deleted runs, which --restore brings back.");
  add_edit_options(options);
  if (const auto code = options.parse(arguments)) return *code;
  if (asks_for_edit(options)) return edit_runs(options);
  if (!options.positional().isEmpty()) {
    return usage_error("runs needs to be told what to do to a RUN: --name, --note, --tag, --delete…");
  }
  auto store = options.open_for_reading();
  if (!store) return failure(store.error());
  auto runs = options.has("deleted") ? store->deleted_runs() : store->runs();
  if (!runs) return failure(runs.error());
  const bool none_at_all = runs->empty();
  std::erase_if(*runs, [&options](const RunSummary& run) { return !matches(run, options.value("filter")); });
  if (runs->empty() && !options.json()) {
    const bool none_yet = none_at_all && !options.has("deleted");
    print(none_yet ? QStringLiteral("There are no runs yet. Measure one with: attnscope run\n")
                   : QStringLiteral("There is no such run.\n"));
    return exit_done;
  }
  print(options.json() ? as_json(*runs) : as_text(*runs));
  return exit_done;
}

}  // namespace attnscope
