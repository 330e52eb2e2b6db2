// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// One bar above the charts: a problem in plain words, with a fix to copy where there is one.
#pragma once

#include <QFrame>
#include <QString>

class QLabel;
class QLineEdit;
class QPushButton;

namespace attnscope {

class MessageBar : public QFrame {
  Q_OBJECT
 public:
  explicit MessageBar(QWidget* parent = nullptr);

  /// A sentence; it goes away by its Close button.
  void show_message(const QString& text);
  /// A sentence with a command to copy and Check again.
  void show_fix(const QString& text, const QString& command);
  bool shows_fix() const;
  /// A sentence about something that can be undone.
  void show_undo(const QString& text);

 signals:
  void checkAgain();
  void undoRequested();

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QLabel* text_;
  QLineEdit* command_;
  QPushButton* copy_;
  QPushButton* check_;
  QPushButton* undo_;
  QPushButton* close_;
};

}  // namespace attnscope
