// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/json.h"
#include "app/cli/run_lookup.h"
#include "profiler/session/export_runs.h"

namespace attnscope {
namespace {

Result<std::vector<Run>> load_runs(Store& store, const QStringList& wanted) {
  std::vector<Run> runs;
  for (const QString& one : wanted) {
    auto run = load_run(store, one);
    if (!run) return tl::unexpected(run.error());
    runs.push_back(std::move(*run));
  }
  return runs;
}

}  // namespace

int export_command(const QStringList& arguments) {
  CommandOptions options(
      "export RUN… -o FILE.{csv,json} [options]",
      "Writes runs to a file: .csv holds a row a point, .json everything with all samples.\n"
      "The file is replaced as a whole; the same runs give the same bytes.\n"
      "RUN is an id, the beginning of one, or \"latest\".");
  options.add("o,output", "The file to write.", "FILE");
  if (const auto code = options.parse(arguments)) return *code;
  const QString path = options.value("output");
  if (path.isEmpty()) return usage_error("export needs -o FILE, and FILE must end with .csv or .json");
  if (options.positional().isEmpty()) {
    return usage_error("export needs at least one RUN: an id of attnscope runs, or \"latest\"");
  }
  auto store = options.open_for_reading();
  if (!store) return failure(store.error());
  const auto runs = load_runs(*store, options.positional());
  if (!runs) return failure(runs.error());
  if (auto written = export_runs(*runs, path); !written) return failure(written.error());
  if (options.json()) print(json_text({{"file", path.toStdString()}, {"runs", runs->size()}}));
  return exit_done;
}

}  // namespace attnscope
