// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/runs_edit.h"

#include <algorithm>

#include "app/cli/commands.h"
#include "app/cli/run_lookup.h"

namespace attnscope {
namespace {

Result<void> put_tags(const CommandOptions& options, Store& store, const RunSummary& run) {
  std::vector<std::string> tags = run.tags;
  for (const QString& tag : options.list("tag")) tags.push_back(tag.trimmed().toStdString());
  for (const QString& tag : options.list("untag")) std::erase(tags, tag.trimmed().toStdString());
  std::erase(tags, std::string());
  return store.set_tags(run.header.id, tags);
}

Result<void> edit(const CommandOptions& options, Store& store, const RunSummary& run) {
  const std::string& id = run.header.id;
  if (options.has("name")) {
    if (auto done = store.rename_run(id, options.value("name").trimmed().toStdString()); !done) return done;
  }
  if (options.has("note")) {
    if (auto done = store.set_note(id, options.value("note").trimmed().toStdString()); !done) return done;
  }
  if (options.has("tag") || options.has("untag")) {
    if (auto done = put_tags(options, store, run); !done) return done;
  }
  if (options.has("delete")) return store.delete_run(id);
  if (options.has("restore")) return store.restore_run(id);
  return {};
}

int purge(const CommandOptions& options) {
  if (!options.positional().isEmpty())
    return usage_error("--purge takes no RUN: it is for all that were deleted");
  auto store = options.open_for_writing();
  if (!store) return failure(store.error());
  const auto count = store->purge_deleted_runs();
  if (!count) return failure(count.error());
  print(QStringLiteral("%1 deleted %2 gone for good.\n")
            .arg(*count)
            .arg(*count == 1 ? QLatin1String("run is") : QLatin1String("runs are")));
  return exit_done;
}

}  // namespace

void add_edit_options(CommandOptions& options) {
  options.add("name", "Name the RUNs.", "TEXT");
  options.add("note", "Write a note about the RUNs; an empty one takes it off.", "TEXT");
  options.add("tag", "Add tags.", "LIST");
  options.add("untag", "Take tags off.", "LIST");
  options.add("delete", "Throw the RUNs away; --restore brings them back.");
  options.add("restore", "Bring deleted RUNs back.");
  options.add("purge", "Give back the room of all deleted runs, for good.");
}

bool asks_for_edit(const CommandOptions& options) {
  const auto names = {"name", "note", "tag", "untag", "delete", "restore", "purge"};
  return std::any_of(names.begin(), names.end(), [&options](const char* name) { return options.has(name); });
}

int edit_runs(const CommandOptions& options) {
  if (options.has("purge")) return purge(options);
  if (options.positional().isEmpty()) return usage_error("which RUN? An id of attnscope runs, or \"latest\"");
  if (options.has("delete") && options.has("restore")) return usage_error("--delete or --restore, not both");
  if (options.has("name") && options.value("name").trimmed().isEmpty()) {
    return usage_error("--name needs a name");
  }
  auto store = options.open_for_writing();
  if (!store) return failure(store.error());
  const auto listed = options.has("restore") ? store->deleted_runs() : store->runs();
  if (!listed) return failure(listed.error());
  // All are found before any is changed.
  std::vector<const RunSummary*> found;
  for (const QString& wanted : options.positional()) {
    const auto run = find_run(*listed, wanted, store->path());
    if (!run) return failure(run.error());
    found.push_back(*run);
  }
  for (const RunSummary* run : found) {
    if (auto done = edit(options, *store, *run); !done) return failure(done.error());
  }
  if (options.has("delete")) {
    QStringList ids;
    for (const RunSummary* run : found) ids << QString::fromStdString(run->header.id).left(8);
    print(QStringLiteral("Deleted. To undo: attnscope runs %1 --restore\n").arg(ids.join(' ')));
  }
  return exit_done;
}

}  // namespace attnscope
