// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// For tests of the window on a database of its own that holds one run, with no samples and no worker asked.
#pragma once

#include <gtest/gtest.h>

#include <QTemporaryDir>
#include <memory>

#include "profiler/store/store.h"
#include "tests/models/fixture_runs.h"
#include "ui/theme/theme.h"
#include "ui/views/window.h"

namespace attnscope::fixture {

class WindowWithOneRun : public ::testing::Test {
 protected:
  void SetUp() override {
    Theme::instance().apply(ThemeMode::light);
    const std::filesystem::path database = (folder_.path() + "/runs.db").toStdString();
    auto store = Store::open(database, OpenMode::read_write);
    ASSERT_TRUE(store && store->add_run(make_run({})));
    WindowOptions options;
    options.database = database;
    options.sample_folders = {(folder_.path() + "/samples").toStdString()};
    options.ask_worker = false;
    options.remember_layout = false;
    options.watch_devices = false;
    window_ = std::make_unique<MainWindow>(options);
    window_->resize(1300, 860);
    window_->show();
  }

  QTemporaryDir folder_;
  std::unique_ptr<MainWindow> window_;
};

}  // namespace attnscope::fixture
