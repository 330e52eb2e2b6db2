// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The window's menus and everything in them.
#pragma once

#include <QList>
#include <QString>

class QAction;
class QActionGroup;
class QMainWindow;
class QMenu;

namespace attnscope {

struct WindowActions {
  explicit WindowActions(QMainWindow& window);

  QAction* open = nullptr;
  QMenu* recent_menu = nullptr;
  QAction* import_file = nullptr;
  QAction* export_run = nullptr;
  QAction* copy_command = nullptr;
  QAction* quit = nullptr;
  QActionGroup* page = nullptr;  ///< data: the page's name
  QAction* undo = nullptr;
  QAction* redo = nullptr;
  QAction* palette = nullptr;
  QAction* edit_run = nullptr;
  QAction* delete_run = nullptr;
  QAction* run = nullptr;
  QAction* cancel = nullptr;
  QAction* back_to_live = nullptr;
  QAction* python = nullptr;
  QActionGroup* theme = nullptr;  ///< data: ThemeMode as int
  QAction* inspector = nullptr;
  QAction* setup = nullptr;
  QMenu* view_menu = nullptr;
  QMenu* device_menu = nullptr;
  QActionGroup* device = nullptr;  ///< data: UUID, empty for all
  QActionGroup* flops = nullptr;   ///< data: FlopConvention as int
  QMenu* baseline_menu = nullptr;
  QActionGroup* baseline = nullptr;  ///< data: implementation
  QMenu* flops_menu = nullptr;
  QAction* inputs = nullptr;
  QAction* reset_layout = nullptr;
  QAction* help = nullptr;
  QAction* about = nullptr;

  /// Those that change nothing on other pages.
  QList<QAction*> explore_only() const;

 private:
  void build_file(QMainWindow& window);
  void build_edit(QMainWindow& window);
  void build_sweep(QMainWindow& window);
  void build_view(QMainWindow& window);
  void build_help(QMainWindow& window);
};

/// Enables the action where `why_not` is empty; else disables it and says why in its tooltip.
void set_available(QAction* action, const QString& why_not);

}  // namespace attnscope
