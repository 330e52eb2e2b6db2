// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What the window does to saved runs: names, tags and notes, deletion, import; and how it is undone.
#include <QAction>
#include <QFileDialog>

#include "ui/models/labels.h"
#include "ui/models/run_edits.h"
#include "ui/models/run_library.h"
#include "ui/views/message_bar.h"
#include "ui/views/page_stack.h"
#include "ui/views/run_dialog.h"
#include "ui/views/runs_panel.h"
#include "ui/views/window.h"
#include "ui/views/window_actions.h"

namespace attnscope {

void MainWindow::connect_edits() {
  connect(edits_.get(), &RunEdits::problem, this, &MainWindow::show_message);
  connect(edits_.get(), &RunEdits::deleted, this,
          [this](const QString& name) { message_->show_undo(tr("“%1” is deleted.").arg(name)); });
  QUndoStack& stack = edits_->stack();
  connect(message_, &MessageBar::undoRequested, &stack, &QUndoStack::undo);
  connect(actions_->undo, &QAction::triggered, &stack, &QUndoStack::undo);
  connect(actions_->redo, &QAction::triggered, &stack, &QUndoStack::redo);
  connect(&stack, &QUndoStack::indexChanged, this, &MainWindow::update_edit_actions);

  runs_->addActions({actions_->edit_run, actions_->delete_run});
  runs_->setContextMenuPolicy(Qt::ActionsContextMenu);
  connect(runs_, &RunsPanel::cursorMoved, this, &MainWindow::update_edit_actions);
  connect(runs_, &RunsPanel::editRequested, this, &MainWindow::edit_run);
  connect(runs_, &RunsPanel::deleteRequested, this, &MainWindow::delete_run);
  connect(actions_->edit_run, &QAction::triggered, this, &MainWindow::edit_run);
  connect(actions_->delete_run, &QAction::triggered, this, &MainWindow::delete_run);
  connect(actions_->import_file, &QAction::triggered, this, [this] {
    import_files(QFileDialog::getOpenFileNames(
        this, tr("Import runs"), {},
        tr("Databases, streams and exports (*.db *.sqlite *.jsonl *.ndjson *.json);;All files (*)")));
  });
  update_edit_actions();
}

void MainWindow::update_edit_actions() {
  const QUndoStack& stack = edits_->stack();
  const auto named = [](const QString& act, QString what) {
    what.replace('&', QStringLiteral("&&"));
    return what.isEmpty() ? act : QStringLiteral("%1 %2").arg(act, what);
  };
  actions_->undo->setText(named(tr("&Undo"), stack.undoText()));
  actions_->redo->setText(named(tr("&Redo"), stack.redoText()));
  set_available(actions_->undo, stack.canUndo() ? QString() : tr("No run was changed"));
  set_available(actions_->redo, stack.canRedo() ? QString() : tr("Nothing was taken back"));
  const QString why_not = library_->edit_problem(runs_->cursor_run());
  runs_->set_edit_problem(why_not);
  const QString elsewhere = pages_->shows_explore() ? QString() : tr("Only on the Explore page");
  set_available(actions_->edit_run, elsewhere.isEmpty() ? why_not : elsewhere);
  set_available(actions_->delete_run, elsewhere.isEmpty() ? why_not : elsewhere);
  set_available(actions_->import_file,
                library_->can_store() ? QString() : tr("Your own database cannot be written"));
}

void MainWindow::edit_run() {
  const std::string id = runs_->cursor_run();
  const RunEntry* entry = library_->entry(id);
  if (entry == nullptr || !library_->edit_problem(id).isEmpty()) {
    return;
  }
  RunDialog dialog(annotation_of(*entry), this);
  if (dialog.exec() == QDialog::Accepted) {
    edits_->annotate(id, dialog.annotation());
  }
}

void MainWindow::delete_run() {
  const std::string id = runs_->cursor_run();
  if (library_->edit_problem(id).isEmpty()) {
    edits_->delete_run(id);
  }
}

void MainWindow::import_files(const QStringList& paths) {
  std::size_t added = 0;
  std::size_t known = 0;
  bool any = false;
  for (const QString& path : paths) {
    const auto imported = library_->import(path.toStdString());
    if (!imported) {
      show_message(to_label(imported.error().message));
      return;
    }
    any = true;
    added += imported->ids.size() - imported->already_there;
    known += imported->already_there;
  }
  if (any) {
    show_message(
        tr("%1 imported, %2 already there.")
            .arg(added == 1 ? tr("1 run") : tr("%1 runs").arg(count_label(static_cast<std::int64_t>(added))),
                 count_label(static_cast<std::int64_t>(known))));
  }
}

}  // namespace attnscope
