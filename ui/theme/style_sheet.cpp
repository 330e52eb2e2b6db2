// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme/style_sheet.h"

#include "ui/theme/theme_colors.h"

namespace attnscope {

QString style_sheet(const ThemeColors& colors) {
  // Names in braces are colour roles.
  QString sheet = QStringLiteral(R"(
QMenuBar { background: {panel}; color: {secondary}; border-bottom: 1px solid {line}; padding: 2px 4px; }
QMenuBar::item { background: transparent; padding: 6px 8px; border-radius: 4px; }
QMenuBar::item:selected, QMenuBar::item:pressed { background: {hover}; color: {text}; }
QMenu { background: {panel}; color: {text}; border: 1px solid {line}; padding: 4px; }
QMenu::item { padding: 4px 24px 4px 24px; border-radius: 4px; }
QMenu::item:selected { background: {hover}; }
QMenu::item:disabled { color: {secondary}; background: transparent; }
QMenu::separator { height: 1px; background: {line}; margin: 4px 8px; }
QToolTip { background: {panel}; color: {text}; border: 1px solid {line}; padding: 4px 6px; }
QStatusBar { background: {panel}; color: {secondary}; border-top: 1px solid {line}; }
QStatusBar::item { border: none; }
QToolBar { background: {panel}; border: none; border-bottom: 1px solid {line}; padding: 6px 8px; spacing: 8px; }
QMainWindow::separator { background: {line}; width: 1px; height: 1px; }
QSplitter::handle { background: {line}; }
QSplitter#cards::handle { background: transparent; }
QDockWidget { color: {secondary}; }
QTabWidget::pane { border: none; border-top: 1px solid {line}; background: {panel}; }
QTabBar { background: {panel}; }
QTabBar::tab { background: transparent; color: {secondary}; padding: 6px 12px; border: none;
  border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: {text}; border-bottom: 2px solid {accent}; }
QTabBar::tab:hover { color: {text}; }
QTabBar::tab:focus { background: {hover}; }
QAbstractItemView { background: {panel}; alternate-background-color: {background}; border: none;
  gridline-color: {grid}; selection-background-color: {hover}; selection-color: {text}; outline: none; }
QScrollArea, QScrollArea > QWidget > QWidget[plain="true"] { background: transparent; border: none; }
QTextBrowser, QPlainTextEdit, QTextEdit { background: {panel}; color: {text}; border: 1px solid {line};
  border-radius: 6px; padding: 4px; selection-background-color: {accent}; selection-color: {accent_text}; }
QPlainTextEdit { background: {background}; }
QLineEdit { selection-background-color: {accent}; selection-color: {accent_text}; }
)");
  const std::pair<const char*, QColor> roles[] = {
      {"{background}", colors.background},
      {"{panel}", colors.panel},
      {"{line}", colors.line},
      {"{grid}", colors.grid},
      {"{hover}", colors.hover},
      {"{text}", colors.text},
      {"{secondary}", colors.secondary},
      {"{accent}", colors.accent},
      {"{accent_text}", colors.accent_text},
  };
  for (const auto& [name, color] : roles) {
    sheet.replace(QLatin1String(name), color.name());
  }
  return sheet;
}

}  // namespace attnscope
