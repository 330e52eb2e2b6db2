// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Changes of saved runs, each of which can be undone: what people write about them, and throwing them away.
#pragma once

#include <QObject>
#include <QUndoStack>
#include <functional>
#include <string>

#include "ui/models/run_library.h"

namespace attnscope {

/// What the library says now of a run.
RunAnnotation annotation_of(const RunEntry& entry);

/// "nightly, h100" as tags: trimmed, each once, without empty ones.
std::vector<std::string> tags_of(const QString& text);

class RunEdits : public QObject {
  Q_OBJECT
 public:
  explicit RunEdits(RunLibrary& library, QObject* parent = nullptr);

  /// False where it failed; what did is said by problem().
  bool annotate(const std::string& run_id, const RunAnnotation& annotation);
  bool delete_run(const std::string& run_id);

  QUndoStack& stack() { return stack_; }

 signals:
  void deleted(const QString& name);
  void problem(const QString& message);

 private:
  using Act = std::function<Result<void>()>;
  bool push(const QString& text, Act act, Act opposite);

  RunLibrary& library_;
  QUndoStack stack_;
  bool failed_ = false;
};

}  // namespace attnscope
