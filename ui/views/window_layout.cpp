// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Where the window's parts lie, and how that is remembered.
#include <QAction>
#include <QHBoxLayout>
#include <QMenuBar>
#include <QPushButton>
#include <QSettings>
#include <QSplitter>
#include <QStandardPaths>
#include <QTabBar>
#include <QTabWidget>

#include "ui/views/charts_panel.h"
#include "ui/views/inspector_panel.h"
#include "ui/views/measure_gate.h"
#include "ui/views/message_bar.h"
#include "ui/views/page_stack.h"
#include "ui/views/roles.h"
#include "ui/views/runs_panel.h"
#include "ui/views/setup_panel.h"
#include "ui/views/status_strip.h"
#include "ui/views/window.h"
#include "ui/views/window_actions.h"

namespace attnscope {
namespace {

constexpr int narrow_width = 1200;  // below, the inspector is a tab beside the runs
constexpr int setup_width = 284;
constexpr int inspector_width = 300;
constexpr int runs_height = 170;
constexpr int usual_width = 1440;
constexpr int usual_height = 900;

}  // namespace

QString settings_file() {
  return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) +
         QStringLiteral("/attnscope/window.ini");
}

void MainWindow::build_layout() {
  setWindowTitle(tr("attnscope"));
  setAcceptDrops(true);
  setMinimumSize(960, 600);
  resize(usual_width, usual_height);

  gate_ = new MeasureGate(*sweeps_, *watch_, this);

  // From the outside in: a widget that is moved with all that it holds is styled anew, which would take a
  // third of the time to the first paint.
  columns_ = new QSplitter(Qt::Horizontal, this);
  columns_->setChildrenCollapsible(false);
  pages_ = new PageStack(columns_, PageParts{*library_, *display_, *runs_model_, *sweeps_, *gate_}, this);
  setCentralWidget(pages_);

  setup_ = new SetupPanel(columns_);
  rows_ = new QSplitter(Qt::Vertical, columns_);
  rows_->setChildrenCollapsible(false);
  charts_ = new ChartsPanel(*display_, *sweeps_, rows_);
  actions_->view_menu->insertMenu(actions_->device_menu->menuAction(), charts_->menu());
  tabs_ = new QTabWidget(rows_);
  rows_->addWidget(charts_);
  rows_->addWidget(tabs_);
  rows_->setStretchFactor(0, 1);
  rows_->setStretchFactor(1, 0);

  runs_ = new RunsPanel(*runs_model_, tabs_);
  tabs_->setDocumentMode(true);
  tabs_->setAccessibleName(tr("Runs and point"));
  tabs_->addTab(runs_, tr("Runs"));
  tabs_->tabBar()->setAutoHide(true);
  // Tab would stop for good at a widget that hands the focus on to its hidden bar.
  tabs_->setFocusProxy(nullptr);
  tabs_->setFocusPolicy(Qt::NoFocus);
  tabs_->tabBar()->setDrawBase(false);
  tabs_->tabBar()->setAccessibleName(tr("Runs and point"));
  set_role(tabs_, Role::panel);

  inspector_ = new InspectorPanel(columns_);
  for (QWidget* column :
       {static_cast<QWidget*>(setup_), static_cast<QWidget*>(rows_), static_cast<QWidget*>(inspector_)}) {
    columns_->addWidget(column);
  }
  columns_->setStretchFactor(0, 0);
  columns_->setStretchFactor(1, 1);
  columns_->setStretchFactor(2, 0);
  setup_->setMinimumWidth(260);
  inspector_->setMinimumWidth(260);

  message_ = new MessageBar(this);
  pages_->set_banner(message_);
  status_ = new StatusStrip(this);
  setStatusBar(status_);
  auto* search = new QPushButton(tr("Search…"), pages_->page_switch());
  search->setToolTip(tr("Find a command, a run or a model (Ctrl+K)"));
  connect(search, &QPushButton::clicked, actions_->palette, &QAction::trigger);
  static_cast<QHBoxLayout*>(pages_->page_switch()->layout())->insertWidget(0, search);
  menuBar()->setCornerWidget(pages_->page_switch());
  reset_layout();
}

void MainWindow::reset_layout() {
  actions_->setup->setChecked(true);
  actions_->inspector->setChecked(true);
  const int centre = std::max(1, width() - setup_width - inspector_width);
  columns_->setSizes({setup_width, centre, inspector_width});
  rows_->setSizes({std::max(1, height() - runs_height), runs_height});
  place_inspector();
  panels_moved_ = false;
  update_view_actions();
}

/// Beside the charts where there is room, else as a tab beside the runs; in neither place when switched off.
void MainWindow::place_inspector() {
  const bool wanted = actions_->inspector->isChecked();
  const bool narrow = width() < narrow_width;
  const int tab = tabs_->indexOf(inspector_);
  if (wanted && narrow) {
    if (tab < 0) {
      // The tabs show and hide it from here on.
      tabs_->addTab(inspector_, tr("Point"));
    }
    return;
  }
  if (tab >= 0) {
    tabs_->removeTab(tab);
  }
  if (columns_->indexOf(inspector_) < 0) {
    columns_->addWidget(inspector_);
    const QList<int> sizes = columns_->sizes();
    const int centre = sizes.value(1) + sizes.value(2) - inspector_width;
    columns_->setSizes({sizes.value(0), std::max(1, centre), inspector_width});
  }
  inspector_->setVisible(wanted);
}

void MainWindow::show_inspector() {
  actions_->inspector->setChecked(true);
  place_inspector();
  if (tabs_->indexOf(inspector_) >= 0) {
    tabs_->setCurrentWidget(inspector_);
  }
}

void MainWindow::save_layout() const {
  QSettings settings(settings_file(), QSettings::IniFormat);
  settings.setValue(QStringLiteral("geometry"), saveGeometry());
  settings.setValue(QStringLiteral("columns"), columns_->saveState());
  settings.setValue(QStringLiteral("rows"), rows_->saveState());
  settings.setValue(QStringLiteral("moved"), panels_moved_);
  settings.setValue(QStringLiteral("page"), pages_->current());
  settings.setValue(QStringLiteral("setup"), actions_->setup->isChecked());
  settings.setValue(QStringLiteral("inspector"), actions_->inspector->isChecked());
  charts_->save(settings);
}

void MainWindow::restore_layout() {
  const QSettings settings(settings_file(), QSettings::IniFormat);
  restoreGeometry(settings.value(QStringLiteral("geometry")).toByteArray());
  actions_->setup->setChecked(settings.value(QStringLiteral("setup"), true).toBool());
  actions_->inspector->setChecked(settings.value(QStringLiteral("inspector"), true).toBool());
  place_inspector();
  columns_->restoreState(settings.value(QStringLiteral("columns")).toByteArray());
  rows_->restoreState(settings.value(QStringLiteral("rows")).toByteArray());
  panels_moved_ = settings.value(QStringLiteral("moved"), false).toBool();
  update_view_actions();
  charts_->restore(settings);
  use_python(settings.value(QStringLiteral("python")).toString());
  pages_->show_page(settings.value(QStringLiteral("page")).toString());
}

}  // namespace attnscope
