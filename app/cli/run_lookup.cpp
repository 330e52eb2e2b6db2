// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/run_lookup.h"

namespace attnscope {

Result<Run> load_run(Store& store, const QString& wanted) {
  const auto runs = store.runs();
  if (!runs) return tl::unexpected(runs.error());
  if (runs->empty()) return fail(ErrorKind::not_found, store.path().string() + " holds no runs yet");
  if (wanted == QStringLiteral("latest")) return store.load(runs->front().header.id);
  const std::string prefix = wanted.toLower().toStdString();
  std::vector<std::string> matching;
  for (const RunSummary& run : *runs) {
    if (run.header.id == prefix) return store.load(run.header.id);
    if (run.header.id.starts_with(prefix)) matching.push_back(run.header.id);
  }
  if (matching.size() == 1) return store.load(matching.front());
  if (matching.empty()) {
    return fail(ErrorKind::not_found,
                "there is no run " + prefix + " in " + store.path().string() + "; see attnscope runs");
  }
  std::string all;
  for (const std::string& id : matching) all += (all.empty() ? "" : ", ") + id;
  return fail(ErrorKind::usage, std::to_string(matching.size()) + " runs begin with " + prefix + ": " + all);
}

}  // namespace attnscope
