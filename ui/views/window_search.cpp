// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The window's command palette and its recent files.
#include <QAction>
#include <QFileInfo>
#include <QMenu>
#include <QMenuBar>
#include <QTextDocumentFragment>
#include <QTimer>

#include "profiler/session/presets.h"
#include "ui/models/labels.h"
#include "ui/models/recent_files.h"
#include "ui/models/run_choice_model.h"
#include "ui/models/run_library.h"
#include "ui/views/command_palette.h"
#include "ui/views/page_stack.h"
#include "ui/views/setup_panel.h"
#include "ui/views/window.h"
#include "ui/views/window_actions.h"

namespace attnscope {
namespace {

/// Every command of the menus, under the path that leads to it there.
void add_commands(std::vector<PaletteEntry>& entries, const QString& path, const QList<QAction*>& actions) {
  for (QAction* action : actions) {
    if (action->isSeparator() || !action->isVisible()) {
      continue;
    }
    const QString text = action->text().remove('&');
    const QString here = path.isEmpty() ? text : QStringLiteral("%1 › %2").arg(path, text);
    if (const QMenu* menu = action->menu(); menu != nullptr && action->isEnabled()) {
      add_commands(entries, here, menu->actions());
      continue;
    }
    const QString keys = action->shortcut().toString(QKeySequence::NativeText);
    // Why it is disabled stands in the tooltip, escaped for rich text.
    const QString why_not = QTextDocumentFragment::fromHtml(action->toolTip()).toPlainText();
    entries.push_back(
        {here, action->isEnabled() ? keys : why_not, action->isEnabled(), [action] { action->trigger(); }});
  }
}

}  // namespace

std::vector<PaletteEntry> MainWindow::palette_entries() {
  std::vector<PaletteEntry> entries;
  add_commands(entries, {}, menuBar()->actions());
  const QDateTime now = QDateTime::currentDateTime();
  for (const RunEntry& entry : library_->entries()) {
    const std::string id = entry.summary.header.id;
    entries.push_back({tr("Run › %1").arg(to_label(entry.summary.header.name)),
                       date_label(entry.summary.header.created_ms, now), true, [this, id] { show_run(id); }});
  }
  for (const Preset& preset : presets()) {
    entries.push_back({tr("Model › %1").arg(to_label(preset.name)), {}, true, [this, preset] {
                         pages_->show_page(explore_page);
                         setup_->set_model(preset);
                       }});
  }
  return entries;
}

void MainWindow::open_palette() {
  CommandPalette palette(palette_entries(), this);
  palette.exec();
}

void MainWindow::fill_recent_files() {
  QMenu* menu = actions_->recent_menu;
  menu->clear();
  const QStringList files = recent_->files();
  for (const QString& path : files) {
    QAction* action = menu->addAction(QFileInfo(path).fileName().replace('&', QStringLiteral("&&")));
    action->setToolTip(path.toHtmlEscaped());
    // The menu is filled again when a file is opened: not while its action is still at work.
    connect(action, &QAction::triggered, this,
            [this, path] { QTimer::singleShot(0, this, [this, path] { open_files({path}); }); });
  }
  if (!files.isEmpty()) {
    menu->addSeparator();
    connect(menu->addAction(tr("&Forget these")), &QAction::triggered, this, [this] {
      recent_->clear();
      QTimer::singleShot(0, this, &MainWindow::fill_recent_files);
    });
  }
  set_available(menu->menuAction(), files.isEmpty() ? tr("No file was opened yet") : QString());
}

}  // namespace attnscope
