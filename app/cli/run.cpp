// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/describe.h"
#include "app/cli/grid_table.h"
#include "app/cli/run_lookup.h"
#include "app/cli/run_options.h"
#include "app/cli/run_table.h"
#include "app/cli/sweep_runner.h"
#include "profiler/session/export_runs.h"
#include "profiler/session/run_csv.h"
#include "ui/models/device_texts.h"

namespace attnscope {
namespace {

/// On stderr, and it measures all the same: a script has nobody to ask.
void warn_of_others(const Sweep& sweep, const Description& description) {
  const auto devices = select_devices(description, sweep.device_selectors);
  if (!devices) return;
  std::vector<std::string> uuids;
  for (const DeviceDescription& device : *devices) uuids.push_back(device.uuid);
  const std::vector<DeviceInUse> busy = devices_in_use(description, uuids);
  if (busy.empty()) return;
  print_error(in_use_label(busy) +
              QStringLiteral(" Figures will be slower and vary more than on an idle GPU."));
}

/// A sweep from its start to its table.
int measure(const CommandOptions& options, const Transport& transport, const Sweep& sweep,
            const Description& description, const QString& csv_path) {
  auto store = options.open_for_writing();
  if (!store) return failure(store.error());
  warn_of_others(sweep, description);
  const auto end = run_sweep(std::move(*store), transport, sweep, description);
  if (!end) {
    // Everything that is wrong with a request, an unknown device too, is a matter of usage.
    const bool asked_wrongly = end.error().kind == ErrorKind::not_found;
    return failure({asked_wrongly ? ErrorKind::usage : end.error().kind, end.error().message, 0});
  }
  auto reading = options.open_for_reading();
  if (!reading) return failure(reading.error());
  const auto run = load_run(*reading, QString::fromStdString(end->run_id));
  if (!run) return failure(run.error());
  if (sweep.grid) {
    print(options.json() ? grid_json(*run) : grid_table(*run));
  } else {
    print(options.json() ? run_json(*run) : run_table(*run));
  }
  if (!csv_path.isEmpty()) {
    if (auto written = write_atomically(csv_path, csv_of({*run})); !written) return failure(written.error());
  }
  if (end->state != RunState::finished) {
    print_error("the sweep was cancelled; its finished points are kept");
    return exit_failure;
  }
  if (end->failed_points > 0) {
    print_error(QStringLiteral("%1 points failed").arg(end->failed_points));
    return exit_failure;
  }
  return exit_done;
}

}  // namespace

int run_command(const QStringList& arguments) {
  CommandOptions options(
      "run [options]",
      "Measures a sweep: lengths × implementations × devices.\n"
      "With no shape, length or preset it is the default sweep of the device. Implementations of the\n"
      "machine's Python are measured beside the in-app ones, by the same worker. Ctrl-C cancels, "
      "keeps the finished points and ends with exit code 3, as points that failed do. A point "
      "that is out of memory or not supported is a result like any other.");
  add_run_options(options);
  if (const auto code = options.parse(with_switch_values(arguments))) return *code;
  if (!options.positional().isEmpty()) {
    return usage_error(
        QStringLiteral("run takes options only, not \"%1\"").arg(options.positional().first()));
  }
  const Transport transport = worker_through(options.value("worker-prefix"), options.value("python"));
  const auto description = describe(transport);
  if (!description) return failure(description.error());
  const auto sweep = sweep_from(options, *description);
  if (!sweep) return failure(sweep.error());
  return measure(options, transport, *sweep, *description, options.value("csv"));
}

int default_command() {
  CommandOptions options("", "");
  if (const auto code = options.parse({"attnscope"})) return *code;
  const Transport transport = local_worker();
  const auto description = describe(transport);
  if (!description) return failure(description.error());
  const QString csv = QStringLiteral("attnscope.csv");
  const int code = measure(options, transport, default_sweep(*description), *description, csv);
  if (code == exit_done)
    print(QStringLiteral("\nWritten to ./%1. See attnscope --help for more.\n").arg(csv));
  return code;
}

}  // namespace attnscope
