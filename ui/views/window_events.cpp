// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What comes into the window from outside, and what goes out: files, drops, export, close.
#include <QApplication>
#include <QCloseEvent>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>
#include <QMimeData>
#include <QSettings>
#include <QUrl>

#include "profiler/session/export_runs.h"
#include "profiler/session/model_config.h"
#include "profiler/session/recorder.h"
#include "ui/models/labels.h"
#include "ui/models/recent_files.h"
#include "ui/models/run_display.h"
#include "ui/models/run_library.h"
#include "ui/models/sweep_control.h"
#include "ui/theme/theme.h"
#include "ui/views/page_stack.h"
#include "ui/views/setup_panel.h"
#include "ui/views/window.h"
#include "ui/views/window_actions.h"

namespace attnscope {

namespace {

/// A JSON file that holds no runs.
bool could_be_config(const QString& path) {
  if (!path.endsWith(QStringLiteral(".json"), Qt::CaseInsensitive) ||
      looks_like_database(path.toStdString()) || looks_like_stream(path.toStdString())) {
    return false;
  }
  return !looks_like_export(path);
}

}  // namespace

void MainWindow::choose_file() {
  const QString path = QFileDialog::getOpenFileName(
      this, tr("Open a database or a worker's stream"), {},
      tr("Databases and streams (*.db *.sqlite *.jsonl *.ndjson *.json);;All files (*)"));
  if (!path.isEmpty()) {
    open_files({path});
  }
}

void MainWindow::choose_python() {
  const QString path = QFileDialog::getOpenFileName(this, tr("Python whose implementations are measured too"),
                                                    QStringLiteral("/usr/bin"));
  if (path.isEmpty()) {
    return;
  }
  if (!QFileInfo(path).isExecutable()) {
    show_message(tr("%1 is not a program.").arg(to_label(path.toStdString())));
    return;
  }
  QSettings(settings_file(), QSettings::IniFormat).setValue(QStringLiteral("python"), path);
  use_python(path);
  sweeps_->describe();
}

void MainWindow::use_python(const QString& python) {
  sweeps_->set_python(python);
  setup_->set_python(python);
}

/// A shape from a file; one that gives none changes nothing.
void MainWindow::open_model(const QString& path) {
  const auto model = preset_from_config(path.toStdString());
  if (!model) {
    show_message(to_label(model.error().message));
    return;
  }
  pages_->show_page(explore_page);
  setup_->set_model(*model);
  actions_->setup->setChecked(true);
  recent_->add(path);
  show_message(tr("The shape is that of %1: %2.").arg(to_label(model->name), shape_label(model->shape)));
}

/// The page that is shown takes the runs, else Explore shows the last one.
void MainWindow::open_files(const QStringList& paths) {
  std::vector<std::string> ids;
  for (const QString& path : paths) {
    if (could_be_config(path)) {
      open_model(path);
    } else if (const auto id = library_->open_file(path.toStdString())) {
      ids.push_back(*id);
      recent_->add(path);
    } else {
      show_message(to_label(id.error().message));
    }
  }
  fill_recent_files();
  Page* page = pages_->page();
  if (!ids.empty() && (page == nullptr || !page->take_runs(ids))) {
    show_run(ids.back());
  }
}

void MainWindow::export_run() {
  if (display_->run() == nullptr) {
    return;
  }
  const QString path = QFileDialog::getSaveFileName(
      this, tr("Export the run"), QStringLiteral("attnscope.csv"), tr("CSV (*.csv);;JSON (*.json)"));
  if (path.isEmpty()) {
    return;
  }
  if (const auto written = export_runs({*display_->run()}, path); !written) {
    show_message(to_label(written.error().message));
  }
}

void MainWindow::show_about() {
  QMessageBox box(
      QMessageBox::NoIcon, tr("About attnscope"),
      tr("attnscope %1\n\nMeasures and charts attention kernels: how much faster flash attention is "
         "than standard attention on your own hardware, how much memory it saves, and why.\n\n"
         "The window is free software under the GNU General Public License, version 3 or later.")
          .arg(QCoreApplication::applicationVersion()),
      QMessageBox::Close, this);
  box.setTextFormat(Qt::PlainText);
  box.exec();
}

void MainWindow::resizeEvent(QResizeEvent* event) {
  QMainWindow::resizeEvent(event);
  if (columns_ != nullptr) {
    place_inspector();
  }
}

void MainWindow::closeEvent(QCloseEvent* event) {
  if (sweeps_->running()) {
    sweeps_->cancel();
  }
  if (remember_layout_) {
    save_layout();
  }
  QMainWindow::closeEvent(event);
}

void MainWindow::showEvent(QShowEvent* event) {
  QMainWindow::showEvent(event);
  watch_devices();
}

void MainWindow::hideEvent(QHideEvent* event) {
  QMainWindow::hideEvent(event);
  watch_devices();
}

void MainWindow::changeEvent(QEvent* event) {
  QMainWindow::changeEvent(event);
  if (event->type() == QEvent::WindowStateChange) {
    watch_devices();
  }
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
  for (const QUrl& url : event->mimeData()->urls()) {
    if (url.isLocalFile()) {
      event->acceptProposedAction();
      return;
    }
  }
}

void MainWindow::dropEvent(QDropEvent* event) {
  QStringList paths;
  for (const QUrl& url : event->mimeData()->urls()) {
    if (url.isLocalFile()) {
      paths << url.toLocalFile();
    }
  }
  event->acceptProposedAction();
  open_files(paths);
}

int run_window(QApplication& application, const WindowOptions& options) {
  const QVariant chosen = QSettings(settings_file(), QSettings::IniFormat).value(QStringLiteral("theme"));
  Theme::instance().apply(chosen.isValid() ? static_cast<ThemeMode>(chosen.toInt()) : ThemeMode::system);
  MainWindow window(options);
  window.show();
  return application.exec();
}

}  // namespace attnscope
