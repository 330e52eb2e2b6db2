// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The Help page: reached by F1 from where the question arises, searched, read without eyes.
#include "ui/views/help_page.h"

#include <gtest/gtest.h>

#include <QAction>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPainter>
#include <QScrollArea>
#include <QScrollBar>
#include <QTemporaryDir>
#include <QTest>

#include "profiler/store/store.h"
#include "tests/gui/window/window_fixture.h"
#include "tests/models/fixture_runs.h"
#include "ui/charts/chart_widget.h"
#include "ui/theme/theme.h"
#include "ui/views/charts_panel.h"
#include "ui/views/help_pictures.h"
#include "ui/views/help_sketch.h"
#include "ui/views/page_stack.h"
#include "ui/views/window.h"

namespace attnscope {
namespace {

class HelpPageTest : public fixture::WindowWithOneRun {
 protected:
  HelpPage* page() const { return qobject_cast<HelpPage*>(window_->pages().page()); }
  QString current() const { return page()->findChild<QListWidget*>()->currentItem()->text(); }
};

TEST_F(HelpPageTest, F1ExplainsWhatHasTheKeyboardElseThePage) {
  window_->charts().charts()[2]->setFocus();
  window_->show_help();
  ASSERT_NE(page(), nullptr);
  EXPECT_EQ(current(), "Peak memory");
  window_->pages().show_page(QStringLiteral("report"));
  window_->setFocus();
  window_->show_help();
  EXPECT_EQ(current(), "Report");
}

TEST_F(HelpPageTest, EveryPageHasAnEntry) {
  for (const PageEntry& entry : page_entries()) {
    if (entry.name != help_page) {
      EXPECT_TRUE(help_topic_of_page(entry.name)) << entry.name.toStdString();
    }
  }
}

TEST_F(HelpPageTest, AnEntryIsBroughtToTheTop) {
  window_->show_help(HelpTopic::wave_fill);
  const QScrollBar* bar = page()->findChild<QScrollArea*>()->verticalScrollBar();
  EXPECT_GT(bar->value(), 0);
  EXPECT_EQ(current(), "Wave fill");
  window_->show_help(HelpTopic::explore);
  EXPECT_EQ(bar->value(), 0);
}

TEST_F(HelpPageTest, SearchLeavesWhatHoldsAllWords) {
  window_->show_help();
  auto* field = page()->findChild<QLineEdit*>();
  field->setFocus();
  QTest::keyClicks(field, "registers limiter");
  EXPECT_EQ(page()->shown_topics(), std::vector{HelpTopic::theoretical});
  QTest::keyClick(field, Qt::Key_Down);
  EXPECT_EQ(window_->focusWidget(), page()->findChild<QListWidget*>());
  field->setText("no such word");
  EXPECT_TRUE(page()->shown_topics().empty());
  bool said = false;
  for (const QLabel* label : page()->findChildren<QLabel*>()) {
    said = said || (label->isVisible() && label->text().contains("does not speak of “no such word”"));
  }
  EXPECT_TRUE(said);
  window_->show_help(HelpTopic::speedup);
  EXPECT_EQ(page()->shown_topics().size(), help_entries().size())
      << "a topic asked for is not hidden by a search";
}

TEST_F(HelpPageTest, EveryEntryHasAPictureThatSpeaksAndKeepsWithinItsFrame) {
  for (const bool dark : {false, true}) {
    const DrawnTheme theme(dark);
    for (const HelpEntry& entry : help_entries()) {
      const auto picture = help_picture(entry.topic);
      ASSERT_TRUE(picture) << entry.term.toStdString();
      EXPECT_GT(picture->words.size(), 40) << entry.term.toStdString();
      // Drawn on a larger ground: what reaches beyond the frame would be cut.
      constexpr int margin = 40;
      QImage image(help_picture_size.toSize() + QSize(2 * margin, 2 * margin), QImage::Format_RGB32);
      image.fill(Theme::instance().colors().panel);
      const QRgb ground = image.pixel(0, 0);
      {
        QPainter painter(&image);
        painter.translate(margin, margin);
        HelpSketch sketch(painter);
        picture->draw(sketch);
      }
      const QRect frame(QPoint(margin, margin), help_picture_size.toSize());
      int beyond = 0;
      int within = 0;
      for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
          if (image.pixel(x, y) != ground) {
            ++(frame.contains(x, y) ? within : beyond);
          }
        }
      }
      EXPECT_EQ(beyond, 0) << entry.term.toStdString();
      EXPECT_GT(within, 500) << entry.term.toStdString();
    }
  }
}

}  // namespace
}  // namespace attnscope
