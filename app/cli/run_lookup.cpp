// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/run_lookup.h"

namespace attnscope {

Result<const RunSummary*> find_run(const std::vector<RunSummary>& runs, const QString& wanted,
                                   const std::filesystem::path& database) {
  if (runs.empty()) return fail(ErrorKind::not_found, database.string() + " holds no runs yet");
  if (wanted == QStringLiteral("latest")) return &runs.front();
  const std::string prefix = wanted.toLower().toStdString();
  std::vector<const RunSummary*> matching;
  for (const RunSummary& run : runs) {
    if (run.header.id == prefix) return &run;
    if (run.header.id.starts_with(prefix)) matching.push_back(&run);
  }
  if (matching.size() == 1) return matching.front();
  if (matching.empty()) {
    return fail(ErrorKind::not_found,
                "there is no run " + prefix + " in " + database.string() + "; see attnscope runs");
  }
  std::string all;
  for (const RunSummary* run : matching) all += (all.empty() ? "" : ", ") + run->header.id;
  return fail(ErrorKind::usage, std::to_string(matching.size()) + " runs begin with " + prefix + ": " + all);
}

Result<Run> load_run(Store& store, const QString& wanted) {
  const auto runs = store.runs();
  if (!runs) return tl::unexpected(runs.error());
  const auto run = find_run(*runs, wanted, store.path());
  if (!run) return tl::unexpected(run.error());
  return store.load((*run)->header.id);
}

}  // namespace attnscope
