// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/window_actions.h"

#include <QAction>
#include <QActionGroup>
#include <QCoreApplication>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>

#include "kernels/problem/cost.h"
#include "ui/theme/theme.h"
#include "ui/views/pages.h"

namespace attnscope {
namespace {

struct Actions {
  Q_DECLARE_TR_FUNCTIONS(attnscope::Actions)
};

QAction* add(QMainWindow& window, QMenu* menu, const QString& text, const QKeySequence& keys,
             const QString& tip) {
  auto* action = new QAction(text, &window);
  action->setShortcut(keys);
  action->setStatusTip({});
  action->setToolTip(tip);
  action->setWhatsThis(tip);
  menu->addAction(action);
  return action;
}

QMenu* add_menu(QMainWindow& window, const QString& title) {
  QMenu* menu = window.menuBar()->addMenu(title);
  menu->setToolTipsVisible(true);
  return menu;
}

QAction* add_choice(QActionGroup* group, QMenu* menu, const QString& text, const QVariant& data) {
  QAction* action = menu->addAction(text);
  action->setCheckable(true);
  action->setData(data);
  group->addAction(action);
  return action;
}

}  // namespace

WindowActions::WindowActions(QMainWindow& window) {
  build_file(window);
  build_edit(window);
  build_sweep(window);
  build_view(window);
  build_help(window);
}

void WindowActions::build_file(QMainWindow& window) {
  QMenu* menu = add_menu(window, Actions::tr("&File"));
  open = add(window, menu, Actions::tr("&Open…"), QKeySequence::Open,
             Actions::tr("Open a database, a worker's stream, an export or a model's config.json"));
  recent_menu = menu->addMenu(Actions::tr("Open &recent"));
  recent_menu->setToolTipsVisible(true);
  import_file =
      add(window, menu, Actions::tr("&Import…"), QKeySequence(Qt::CTRL | Qt::Key_I),
          Actions::tr("Add the runs of a file to your own; those that are there already stay as they are"));
  export_run = add(window, menu, Actions::tr("&Export run…"), QKeySequence(Qt::CTRL | Qt::Key_E),
                   Actions::tr("Write the run that is shown as CSV or JSON"));
  copy_command =
      add(window, menu, Actions::tr("&Copy command line"), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C),
          Actions::tr("Copy the command that repeats the run that is shown"));
  menu->addSeparator();
  quit = add(window, menu, Actions::tr("&Quit"), QKeySequence(Qt::CTRL | Qt::Key_Q),
             Actions::tr("Close the program"));
  quit->setMenuRole(QAction::QuitRole);
}

void WindowActions::build_edit(QMainWindow& window) {
  QMenu* menu = add_menu(window, Actions::tr("&Edit"));
  undo = add(window, menu, Actions::tr("&Undo"), QKeySequence::Undo,
             Actions::tr("Take back the last change of saved runs"));
  redo = add(window, menu, Actions::tr("&Redo"), QKeySequence::Redo,
             Actions::tr("Do again what was taken back"));
  menu->addSeparator();
  palette =
      add(window, menu, Actions::tr("&Search commands, runs, models…"), QKeySequence(Qt::CTRL | Qt::Key_K),
          Actions::tr("Find a command, a run or a model by typing"));
  menu->addSeparator();
  edit_run = add(window, menu, Actions::tr("&Name, tags and note…"), QKeySequence(Qt::Key_F2),
                 Actions::tr("Of the run that the cursor in the list of runs is on"));
  delete_run =
      add(window, menu, Actions::tr("&Delete run"), QKeySequence::Delete,
          Actions::tr("Throw away the run that the cursor in the list of runs is on; it can be undone"));
  // Their keys are for the list of runs; elsewhere they mean something else.
  edit_run->setShortcutContext(Qt::WidgetWithChildrenShortcut);
  delete_run->setShortcutContext(Qt::WidgetWithChildrenShortcut);
}

void WindowActions::build_sweep(QMainWindow& window) {
  QMenu* menu = add_menu(window, Actions::tr("&Sweep"));
  run = add(window, menu, Actions::tr("&Run"), QKeySequence(Qt::CTRL | Qt::Key_R),
            Actions::tr("Measure the sweep that is set up"));
  cancel = add(window, menu, Actions::tr("&Cancel"), QKeySequence(Qt::CTRL | Qt::Key_Period),
               Actions::tr("End the sweep; finished points stay"));
  back_to_live = add(window, menu, Actions::tr("&Back to live"), QKeySequence(Qt::CTRL | Qt::Key_L),
                     Actions::tr("Show the run that is being measured"));
  menu->addSeparator();
  python = add(window, menu, Actions::tr("&Python interpreter…"), {},
               Actions::tr("Choose the Python whose PyTorch, flash-attn and others are measured beside the "
                           "in-app kernels"));
}

void WindowActions::build_view(QMainWindow& window) {
  QMenu* menu = add_menu(window, Actions::tr("&View"));
  view_menu = menu;
  page = new QActionGroup(&window);
  int key = Qt::Key_1;
  for (const PageEntry& entry : page_entries()) {
    QAction* action =
        add(window, menu, entry.title, QKeySequence(Qt::CTRL | static_cast<Qt::Key>(key++)), entry.tip);
    action->setCheckable(true);
    action->setData(entry.name);
    action->setChecked(entry.name == explore_page);
    page->addAction(action);
  }
  page->setVisible(page->actions().size() > 1);
  menu->addSeparator();
  QMenu* themes = menu->addMenu(Actions::tr("&Theme"));
  theme = new QActionGroup(&window);
  add_choice(theme, themes, Actions::tr("&Light"), static_cast<int>(ThemeMode::light));
  add_choice(theme, themes, Actions::tr("&Dark"), static_cast<int>(ThemeMode::dark));
  add_choice(theme, themes, Actions::tr("As the &system"), static_cast<int>(ThemeMode::system));
  menu->addSeparator();
  setup = add(window, menu, Actions::tr("&Set-up"), QKeySequence(Qt::Key_F8),
              Actions::tr("Show or hide the sweep's set-up"));
  inspector = add(window, menu, Actions::tr("&Inspector"), QKeySequence(Qt::Key_F9),
                  Actions::tr("Show or hide the point inspector"));
  for (QAction* panel : {setup, inspector}) {
    panel->setCheckable(true);
    panel->setChecked(true);
  }
  menu->addSeparator();
  device_menu = menu->addMenu(Actions::tr("Isolate &device"));
  device_menu->setToolTipsVisible(true);
  device = new QActionGroup(&window);
  baseline_menu = menu->addMenu(Actions::tr("&Baseline"));
  baseline_menu->setToolTipsVisible(true);
  baseline = new QActionGroup(&window);
  flops_menu = menu->addMenu(Actions::tr("&FLOP convention"));
  flops = new QActionGroup(&window);
  add_choice(flops, flops_menu, Actions::tr("&Unmasked pairs only"), static_cast<int>(FlopConvention::exact))
      ->setChecked(true);
  add_choice(flops, flops_menu, Actions::tr("Causal counts as &half, as papers do"),
             static_cast<int>(FlopConvention::causal_half));
  inputs = add(window, menu, Actions::tr("&Memory with inputs"), {},
               Actions::tr("Count Q, K and V into the peak memory"));
  inputs->setCheckable(true);
  menu->addSeparator();
  reset_layout = add(window, menu, Actions::tr("&Reset layout"), {},
                     Actions::tr("Give every panel its usual place and size"));
}

void WindowActions::build_help(QMainWindow& window) {
  QMenu* menu = add_menu(window, Actions::tr("&Help"));
  help = add(window, menu, Actions::tr("&What this means"), QKeySequence::HelpContents,
             Actions::tr("Explain the page or the chart that is in use"));
  about = add(window, menu, Actions::tr("&About attnscope"), {}, Actions::tr("Version and licence"));
  about->setMenuRole(QAction::AboutRole);
}

QList<QAction*> WindowActions::explore_only() const {
  return {
      setup,  inspector,   device_menu->menuAction(), baseline_menu->menuAction(), flops_menu->menuAction(),
      inputs, reset_layout};
}

void set_available(QAction* action, const QString& why_not) {
  action->setEnabled(why_not.isEmpty());
  // What the action does is kept in its What's This text.
  action->setToolTip(why_not.isEmpty() ? action->whatsThis() : why_not.toHtmlEscaped());
}

}  // namespace attnscope
