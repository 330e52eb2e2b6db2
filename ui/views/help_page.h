// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The Help page: what each page is for and what each figure means, with pictures; found by typing.
#pragma once

#include <vector>

#include "ui/models/metric_help.h"
#include "ui/views/page.h"

class QLabel;
class QLineEdit;
class QListWidget;
class QScrollArea;

namespace attnscope {

class HelpPage : public Page {
  Q_OBJECT
 public:
  explicit HelpPage(const PageParts& parts, QWidget* parent = nullptr);

  /// Brings the entry to the top, and the keyboard to the list of entries.
  void show_topic(HelpTopic topic);
  /// Leaves the entries that hold all of the words.
  void search(const QString& words);
  std::vector<HelpTopic> shown_topics() const;

 private:
  struct Entry {
    HelpTopic topic;
    QString text;  ///< all that a search looks through
    QWidget* card;
  };
  QWidget* build_index();
  QWidget* build_entries();
  void on_row(int row);
  bool eventFilter(QObject* watched, QEvent* event) override;

  std::vector<Entry> entries_;
  QLineEdit* field_ = nullptr;
  QListWidget* index_ = nullptr;
  QScrollArea* scroll_ = nullptr;
  QLabel* nothing_ = nullptr;
};

}  // namespace attnscope
