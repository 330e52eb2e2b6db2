// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Every action of every page's menus: one that is enabled changes something, one that is not says why, and
// all of them are reached by keys and by the palette.
#include <gtest/gtest.h>

#include <QAction>
#include <QActionGroup>
#include <QApplication>
#include <QClipboard>
#include <QDialog>
#include <QElapsedTimer>
#include <QMenu>
#include <QMenuBar>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>
#include <functional>

#include "profiler/store/store.h"
#include "tests/gui/window/window_fixture.h"
#include "tests/models/fixture_runs.h"
#include "ui/models/palette_model.h"
#include "ui/theme/theme.h"
#include "ui/views/page_stack.h"
#include "ui/views/window.h"

namespace attnscope {
namespace {

constexpr int longest_change_ms = 1500;

/// What people can see of the program.
struct Seen {
  QImage picture;
  QString page;
  QString clipboard;
  ThemeMode theme;
  bool open;
  bool operator==(const Seen&) const = default;
};

class ActionsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    Theme::instance().apply(ThemeMode::light);
    QApplication::setCursorFlashTime(0);
    qputenv("XDG_CONFIG_HOME", folder_.path().toUtf8());
    const std::filesystem::path database = (folder_.path() + "/runs.db").toStdString();
    auto store = Store::open(database, OpenMode::read_write);
    fixture::RunPlan plan;
    plan.devices = 2;
    ASSERT_TRUE(store && store->add_run(fixture::make_run(plan)));
    options_ = fixture::quiet_options(folder_);
    make_window();
  }
  void TearDown() override {
    window_.reset();
    qunsetenv("XDG_CONFIG_HOME");
    Theme::instance().apply(ThemeMode::light);
  }

  void make_window() {
    window_ = std::make_unique<MainWindow>(options_);
    window_->resize(1300, 800);
    window_->show();
    QCoreApplication::processEvents();
  }

  Seen seen() const {
    return {window_->grab().toImage(), window_->pages().current(), QApplication::clipboard()->text(),
            Theme::instance().mode(), window_->isVisible()};
  }

  /// The menus' actions, with the path that leads to each.
  void for_each_action(const std::function<void(const QString&, QAction*)>& act) const {
    const std::function<void(const QString&, const QList<QAction*>&)> walk =
        [&](const QString& path, const QList<QAction*>& actions) {
          for (QAction* action : actions) {
            const QString here = path + QString(path.isEmpty() ? "" : " > ") + action->text();
            if (action->isSeparator() || !action->isVisible()) {
              continue;
            }
            if (action->menu() != nullptr && action->isEnabled()) {
              walk(here, action->menu()->actions());
            } else {
              act(here, action);
            }
          }
        };
    walk({}, window_->menuBar()->actions());
  }

  QStringList action_paths() const {
    QStringList paths;
    for_each_action([&paths](const QString& path, QAction*) { paths << path; });
    return paths;
  }
  QAction* action_at(const QString& wanted) const {
    QAction* found = nullptr;
    for_each_action([&](const QString& path, QAction* action) { found = path == wanted ? action : found; });
    return found;
  }

  /// Triggers it; true where a dialog came up (which is closed) or something changed.
  bool changes_something(QAction* action) {
    QApplication::clipboard()->setText(QStringLiteral("what was there before"));
    QCoreApplication::processEvents();
    const Seen before = seen();
    bool dialog = false;
    QTimer watch;
    watch.setInterval(5);
    QObject::connect(&watch, &QTimer::timeout, [&dialog] {
      if (QWidget* modal = QApplication::activeModalWidget()) {
        dialog = true;
        modal->close();
      }
    });
    watch.start();
    action->trigger();
    QElapsedTimer waited;
    waited.start();
    while (!dialog && seen() == before && waited.elapsed() < longest_change_ms) {
      QTest::qWait(10);
    }
    return dialog || !(seen() == before);
  }

  QTemporaryDir folder_;
  WindowOptions options_;
  std::unique_ptr<MainWindow> window_;
};

TEST_F(ActionsTest, AnEnabledActionChangesSomethingOnEveryPage) {
  for (const PageEntry& page : page_entries()) {
    window_->pages().show_page(page.name);
    for (const QString& path : action_paths()) {
      QAction* action = action_at(path);
      if (action == nullptr || !action->isEnabled()) {
        continue;
      }
      // What is chosen already can be chosen again.
      const QActionGroup* group = action->actionGroup();
      if (group != nullptr && group->isExclusive() && action->isChecked()) {
        continue;
      }
      EXPECT_TRUE(changes_something(action)) << (page.name + ": " + path).toStdString();
      // On Explore, where actions hide what others change, each is tried in a window as it is at first.
      if (page.name == explore_page || !window_->isVisible()) {
        Theme::instance().apply(ThemeMode::light);
        make_window();
      }
      window_->pages().show_page(page.name);
    }
  }
}

TEST_F(ActionsTest, ADisabledActionSaysWhy) {
  for (const PageEntry& page : page_entries()) {
    window_->pages().show_page(page.name);
    for_each_action([](const QString& path, QAction* action) {
      EXPECT_TRUE(action->isEnabled() || action->toolTip() != action->whatsThis()) << path.toStdString();
      EXPECT_TRUE(action->isEnabled() || !action->toolTip().isEmpty()) << path.toStdString();
    });
  }
}

TEST_F(ActionsTest, MenusHaveKeysAndThePaletteHasThemAll) {
  const std::vector<PaletteEntry> entries = window_->palette_entries();
  for (const QAction* menu : window_->menuBar()->actions()) {
    EXPECT_TRUE(menu->text().contains('&')) << menu->text().toStdString();
    // Devices, baselines and files have names of their own.
    for (const QAction* action : menu->menu()->actions()) {
      EXPECT_TRUE(action->isSeparator() || action->text().contains('&') || !action->shortcut().isEmpty())
          << action->text().toStdString();
    }
  }
  for_each_action([&entries](const QString& path, QAction*) {
    const QString title = QString(path).remove('&').replace(" > ", QStringLiteral(" › "));
    EXPECT_TRUE(std::any_of(entries.begin(), entries.end(), [&title](const PaletteEntry& entry) {
      return entry.text == title;
    })) << title.toStdString();
  });
}

}  // namespace
}  // namespace attnscope
