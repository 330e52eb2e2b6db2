// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// What tests of the window have in common: options that leave the machine alone, a window on a database of
// its own that holds one run, and what a drawn view copies.
#pragma once

#include <gtest/gtest.h>

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QImage>
#include <QTemporaryDir>
#include <memory>

#include "profiler/store/store.h"
#include "tests/models/fixture_runs.h"
#include "ui/theme/theme.h"
#include "ui/views/window.h"

namespace attnscope::fixture {

/// On runs.db in `folder`, with no samples; no worker is asked, no layout kept, no device watched.
inline WindowOptions quiet_options(const QTemporaryDir& folder) {
  WindowOptions options;
  options.database = folder.filePath("runs.db").toStdString();
  options.sample_folders = {folder.filePath("samples").toStdString()};
  options.ask_worker = false;
  options.remember_layout = false;
  options.watch_devices = false;
  return options;
}

/// What a view's three actions put on the clipboard.
struct Copies {
  QImage picture;
  QString svg;
  QString data;
};

inline Copies copies_of(const QWidget& view) {
  const QList<QAction*> actions = view.actions();
  if (actions.size() != 3) {
    ADD_FAILURE() << "three ways to copy, not " << actions.size();
    return {};
  }
  Copies copies;
  actions[0]->trigger();
  copies.picture = QApplication::clipboard()->image();
  actions[1]->trigger();
  copies.svg = QApplication::clipboard()->text();
  actions[2]->trigger();
  copies.data = QApplication::clipboard()->text();
  EXPECT_GT(copies.picture.width(), 2 * view.width());
  EXPECT_TRUE(copies.svg.startsWith("<?xml") && copies.svg.contains("<svg"))
      << copies.svg.left(80).toStdString();
  EXPECT_FALSE(copies.svg.contains("<image")) << "shapes, not pixels";
  return copies;
}

class WindowWithOneRun : public ::testing::Test {
 protected:
  void SetUp() override {
    Theme::instance().apply(ThemeMode::light);
    const WindowOptions options = quiet_options(folder_);
    auto store = Store::open(options.database, OpenMode::read_write);
    ASSERT_TRUE(store && store->add_run(make_run({})));
    window_ = std::make_unique<MainWindow>(options);
    window_->resize(1300, 860);
    window_->show();
  }

  QTemporaryDir folder_;
  std::unique_ptr<MainWindow> window_;
};

}  // namespace attnscope::fixture
