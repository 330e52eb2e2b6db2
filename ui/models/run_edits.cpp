// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/run_edits.h"

#include <algorithm>

#include "ui/models/labels.h"

namespace attnscope {
namespace {

/// One change and its opposite. A side that fails is said and taken off the stack.
class RunEdit : public QUndoCommand {
 public:
  using Act = std::function<Result<void>()>;

  RunEdit(const QString& text, Act act, Act opposite, std::function<void(const QString&)> say)
      : QUndoCommand(text), act_(std::move(act)), opposite_(std::move(opposite)), say_(std::move(say)) {}

  void redo() override { perform(act_); }
  void undo() override { perform(opposite_); }

 private:
  void perform(const Act& act) {
    if (const auto done = act(); !done) {
      setObsolete(true);
      say_(to_label(done.error().message));
    }
  }

  Act act_;
  Act opposite_;
  std::function<void(const QString&)> say_;
};

}  // namespace

RunAnnotation annotation_of(const RunEntry& entry) {
  return {entry.summary.header.name, entry.summary.tags, entry.summary.note};
}

std::vector<std::string> tags_of(const QString& text) {
  std::vector<std::string> tags;
  for (const QString& part : text.split(',')) {
    std::string tag = part.simplified().toStdString();
    if (!tag.empty() && std::find(tags.begin(), tags.end(), tag) == tags.end()) {
      tags.push_back(std::move(tag));
    }
  }
  std::sort(tags.begin(), tags.end());
  return tags;
}

RunEdits::RunEdits(RunLibrary& library, QObject* parent) : QObject(parent), library_(library) {}

bool RunEdits::push(const QString& text, Act act, Act opposite) {
  failed_ = false;
  const auto say = [this](const QString& message) {
    failed_ = true;
    emit problem(message);
  };
  stack_.push(new RunEdit(text, std::move(act), std::move(opposite), say));
  return !failed_;
}

bool RunEdits::annotate(const std::string& run_id, const RunAnnotation& annotation) {
  const RunEntry* entry = library_.entry(run_id);
  if (entry == nullptr) {
    return false;
  }
  const RunAnnotation before = annotation_of(*entry);
  if (before == annotation) {
    return true;
  }
  const auto write = [this, run_id](const RunAnnotation& wanted) {
    return library_.annotate(run_id, wanted);
  };
  return push(
      tr("edit of “%1”").arg(to_label(before.name)), [write, annotation] { return write(annotation); },
      [write, before] { return write(before); });
}

bool RunEdits::delete_run(const std::string& run_id) {
  const RunEntry* entry = library_.entry(run_id);
  if (entry == nullptr) {
    return false;
  }
  const QString name = to_label(entry->summary.header.name);
  const bool done = push(
      tr("deletion of “%1”").arg(name), [this, run_id] { return library_.delete_run(run_id); },
      [this, run_id] { return library_.restore_run(run_id); });
  if (done) {
    emit deleted(name);
  }
  return done;
}

}  // namespace attnscope
