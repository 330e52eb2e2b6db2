// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The command palette, recent files, and a model's config.json dropped on the window.
#include <gtest/gtest.h>

#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QSpinBox>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

#include "tests/models/fixture_runs.h"
#include "ui/models/run_display.h"
#include "ui/views/command_palette.h"
#include "ui/views/message_bar.h"
#include "ui/views/page_stack.h"
#include "ui/views/setup_panel.h"
#include "ui/views/window.h"

namespace attnscope {
namespace {

class WindowSearchTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto path = folder_.filePath("runs.db").toStdString();
    auto store = Store::open(path, OpenMode::read_write);
    fixture::RunPlan plan;
    plan.name = "Llama 3 8B causal";
    ASSERT_TRUE(store->add_run(fixture::make_run(plan)).has_value());
    plan.id = "00000000-0000-4000-8000-00000000000b";
    plan.name = "Mistral window";
    plan.created_ms -= 1000;
    ASSERT_TRUE(store->add_run(fixture::make_run(plan)).has_value());
    WindowOptions options;
    options.database = path;
    options.sample_folders = {folder_.filePath("samples").toStdString()};
    options.ask_worker = false;
    options.remember_layout = false;
    window_ = std::make_unique<MainWindow>(options);
    window_->show();
    window_->activateWindow();
    ASSERT_TRUE(QTest::qWaitForWindowActive(window_.get()));
  }

  /// Ctrl+K, the words, Enter.
  void find(const QString& words) const {
    QTimer::singleShot(0, window_.get(), [this, words] {
      auto* palette = window_->findChild<CommandPalette*>();
      ASSERT_NE(palette, nullptr);
      auto* line = palette->findChild<QLineEdit*>();
      QTest::keyClicks(line, words);
      QTest::keyClick(line, Qt::Key_Return);
      palette->reject();  // where nothing was found
    });
    QTest::keyClick(window_.get(), Qt::Key_K, Qt::ControlModifier);
  }

  int field(const QString& name) const {
    for (const QSpinBox* box : window_->findChildren<QSpinBox*>()) {
      if (box->accessibleName() == name) {
        return box->value();
      }
    }
    return -1;
  }

  QString drop_config(const QByteArray& content) const {
    QFile file(folder_.filePath("config.json"));
    EXPECT_TRUE(file.open(QIODevice::WriteOnly));
    file.write(content);
    file.close();
    window_->open_files({file.fileName()});
    QStringList said;
    for (const QLabel* label : window_->findChild<MessageBar*>()->findChildren<QLabel*>()) {
      said << label->text();
    }
    return said.join(' ');
  }

  QTemporaryDir folder_;
  std::unique_ptr<MainWindow> window_;
};

TEST_F(WindowSearchTest, ThePaletteFindsRunsCommandsAndModels) {
  find("run mistral");
  EXPECT_EQ(window_->display().run()->header.name, "Mistral window");
  window_->activateWindow();
  ASSERT_TRUE(QTest::qWaitForWindowActive(window_.get()));
  find("view compare");
  EXPECT_EQ(window_->pages().current(), "compare");
  window_->activateWindow();
  ASSERT_TRUE(QTest::qWaitForWindowActive(window_.get()));
  find("model qwen2.5 7b");
  EXPECT_TRUE(window_->pages().shows_explore());
  EXPECT_EQ(field("Query heads"), 28);
  EXPECT_EQ(field("KV heads"), 4);
}

TEST_F(WindowSearchTest, ThePaletteSaysWhyACommandCannotBeChosen) {
  bool found = false;
  for (const PaletteEntry& entry : window_->palette_entries()) {
    if (entry.text == "Sweep › Cancel") {
      found = true;
      EXPECT_FALSE(entry.enabled);
      EXPECT_EQ(entry.detail, "No sweep is running");
    }
    EXPECT_FALSE(entry.detail.contains("&gt;")) << entry.detail.toStdString();
  }
  EXPECT_TRUE(found);
}

TEST_F(WindowSearchTest, AConfigSetsTheShape) {
  const QString said =
      drop_config(R"({"model_type": "mistral", "hidden_size": 4096, "num_attention_heads": 64,
                                       "num_key_value_heads": 4, "head_dim": 96, "sliding_window": 2048})");
  EXPECT_TRUE(said.contains("mistral")) << said.toStdString();
  EXPECT_EQ(field("Query heads"), 64);
  EXPECT_EQ(field("KV heads"), 4);
  EXPECT_EQ(field("Head dim"), 96);
}

TEST_F(WindowSearchTest, ABadConfigIsSaidAndChangesNothing) {
  const int heads = field("Query heads");
  const std::string shown = window_->display().run_id();
  const QString said = drop_config(R"({"layers": 3})");
  EXPECT_TRUE(said.contains("names no attention heads")) << said.toStdString();
  EXPECT_EQ(field("Query heads"), heads);
  EXPECT_EQ(window_->display().run_id(), shown);
}

TEST_F(WindowSearchTest, OpenedFilesAreOfferedAgain) {
  const auto recent = [this]() -> QMenu* {
    for (QMenu* menu : window_->findChildren<QMenu*>()) {
      if (menu->title() == "Open &recent") {
        return menu;
      }
    }
    return nullptr;
  };
  ASSERT_NE(recent(), nullptr);
  EXPECT_FALSE(recent()->menuAction()->isEnabled());
  drop_config(R"({"hidden_size": 768, "num_attention_heads": 12})");
  ASSERT_TRUE(recent()->menuAction()->isEnabled());
  EXPECT_EQ(recent()->actions().first()->text(), "config.json");
}

}  // namespace
}  // namespace attnscope
