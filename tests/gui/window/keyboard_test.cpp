// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// Every page by the keyboard alone: Tab comes to each control and round again, and where it is can be seen.
#include <gtest/gtest.h>

#include <QApplication>
#include <QRadioButton>
#include <QTemporaryDir>
#include <QTest>
#include <QWidget>
#include <algorithm>
#include <set>

#include "profiler/store/store.h"
#include "tests/gui/window/window_fixture.h"
#include "tests/models/fixture_runs.h"
#include "ui/theme/theme.h"
#include "ui/views/page_stack.h"
#include "ui/views/window.h"

namespace attnscope {
namespace {

std::string described(const QWidget& widget) {
  return std::string(widget.metaObject()->className()) + " \"" + widget.accessibleName().toStdString() +
         "\" " + widget.objectName().toStdString();
}

class KeyboardTest : public fixture::WindowWithOneRun {
 protected:
  void SetUp() override {
    WindowWithOneRun::SetUp();
    QApplication::setCursorFlashTime(0);
    QApplication::setActiveWindow(window_.get());
    ASSERT_TRUE(QTest::qWaitForWindowActive(window_.get()));
  }

  /// The controls in the order of Tab, until it comes to one for the second time.
  std::vector<QWidget*> round() {
    constexpr int most = 300;
    std::vector<QWidget*> visited;
    for (int step = 0; step < most; ++step) {
      QWidget* before = QApplication::focusWidget();
      QTest::keyClick(before != nullptr ? before : window_.get(), Qt::Key_Tab);
      QWidget* here = QApplication::focusWidget();
      if (here == nullptr || std::find(visited.begin(), visited.end(), here) != visited.end()) {
        return visited;
      }
      visited.push_back(here);
    }
    return visited;
  }

  /// Whether the control looks different with the focus.
  static bool shows_focus(QWidget& widget) {
    widget.setFocus(Qt::TabFocusReason);
    const QImage with = widget.grab().toImage();
    widget.clearFocus();
    const QImage without = widget.grab().toImage();
    widget.setFocus(Qt::TabFocusReason);
    return with != without;
  }
};

TEST_F(KeyboardTest, TabComesToEveryControlOfEveryPageAndIsSeen) {
  for (const PageEntry& page : page_entries()) {
    SCOPED_TRACE(page.name.toStdString());
    window_->pages().show_page(page.name);
    ASSERT_TRUE(QTest::qWaitFor([this] { return window_->is_settled(); }, 10'000));
    const std::vector<QWidget*> visited = round();
    const std::set<const QWidget*> reached(visited.begin(), visited.end());
    for (const QWidget* widget : window_->findChildren<QWidget*>()) {
      const bool takes_tab = (widget->focusPolicy() & Qt::TabFocus) == Qt::TabFocus && widget->isEnabled() &&
                             widget->isVisible() && widget->focusProxy() == nullptr;
      const bool part = widget->parentWidget()->focusProxy() == widget;
      // Of a choice's segments Tab comes to the chosen one, the arrow keys to the others.
      const auto* segment = qobject_cast<const QRadioButton*>(widget);
      const bool beside_chosen = segment != nullptr && !segment->isChecked();
      if (takes_tab && !part && !beside_chosen) {
        EXPECT_TRUE(reached.count(widget) > 0) << described(*widget) << " is never reached";
      }
    }
    for (QWidget* widget : visited) {
      EXPECT_TRUE(shows_focus(*widget)) << described(*widget) << " does not show the focus";
      EXPECT_FALSE(widget->accessibleName().isEmpty() && widget->property("text").toString().isEmpty())
          << described(*widget) << " has no name";
    }
  }
}

TEST_F(KeyboardTest, EveryPageHasAShortcut) {
  for (std::size_t place = 0; place < page_entries().size(); ++place) {
    QTest::keyClick(window_.get(), static_cast<Qt::Key>(Qt::Key_1 + static_cast<int>(place)),
                    Qt::ControlModifier);
    EXPECT_EQ(window_->pages().current(), page_entries()[place].name);
  }
}

}  // namespace
}  // namespace attnscope
