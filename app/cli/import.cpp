// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/json.h"
#include "profiler/session/import_file.h"

namespace attnscope {

int import_command(const QStringList& arguments) {
  CommandOptions options(
      "import FILE [options]",
      "Adds the runs of a file: a database, a stream that attnscope-worker wrote (--plan, --out), "
      "or a .json export.\nRuns that are there already are left as they are.");
  if (const auto code = options.parse(arguments)) return *code;
  if (options.positional().size() != 1) return usage_error("import needs one FILE");
  auto store = options.open_for_writing();
  if (!store) return failure(store.error());
  const auto imported = import_file(options.positional().first(), *store);
  if (!imported) return failure(imported.error());
  if (options.json()) {
    nlohmann::ordered_json runs = nlohmann::ordered_json::array();
    for (const std::string& id : imported->ids) runs.push_back({{"id", id}});
    print(json_text({{"runs", runs}, {"already_there", imported->already_there}}));
  } else {
    const auto added = imported->ids.size() - imported->already_there;
    print(QStringLiteral("%1 %2 added, %3 already there.\n")
              .arg(added)
              .arg(added == 1 ? QLatin1String("run") : QLatin1String("runs"))
              .arg(imported->already_there));
  }
  return exit_done;
}

}  // namespace attnscope
