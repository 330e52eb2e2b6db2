// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/grid_table.h"
#include "app/cli/run_lookup.h"
#include "app/cli/run_table.h"

namespace attnscope {

int show_command(const QStringList& arguments) {
  CommandOptions options("show RUN [options]",
                         "Shows a run's figures.\nRUN is an id, the beginning of one, or \"latest\".");
  options.add("ratios", "Instead: the fastest in-app kernel beside the fastest peer, shape by shape.");
  if (const auto code = options.parse(arguments)) return *code;
  if (options.positional().size() != 1) {
    return usage_error("show needs one RUN: an id of attnscope runs, or \"latest\"");
  }
  auto store = options.open_for_reading();
  if (!store) return failure(store.error());
  const auto run = load_run(*store, options.positional().first());
  if (!run) return failure(run.error());
  if (options.has("ratios")) {
    print(options.json() ? grid_json(*run) : grid_table(*run));
  } else {
    print(options.json() ? run_json(*run) : run_table(*run));
  }
  return exit_done;
}

}  // namespace attnscope
