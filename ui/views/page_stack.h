// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The pages of the window, one of them shown, and the switch between them. A page is made when it is first
// shown.
#pragma once

#include <QWidget>
#include <vector>

#include "ui/views/pages.h"

class QStackedWidget;

namespace attnscope {

class SegmentedControl;

class PageStack : public QWidget {
  Q_OBJECT
 public:
  /// `explore` is the page that is there from the start.
  PageStack(QWidget* explore, const PageParts& parts, QWidget* parent = nullptr);

  QString current() const;
  bool shows_explore() const { return current() == explore_page; }
  /// False where there is no page of that name.
  bool show_page(const QString& name);
  /// The page that is shown; null for Explore.
  Page* page() const;
  bool is_settled() const;

  /// The switch between the pages, for the corner of the menu bar: charts need the height more.
  QWidget* page_switch() const { return corner_; }
  /// Puts a widget above the pages.
  void set_banner(QWidget* banner);

 signals:
  void pageChanged(const QString& name);
  void problem(const QString& message);
  void exploreRequested(const QString& id);

 private:
  void build_switch();
  void show_index(int index);

  PageParts parts_;
  std::vector<PageEntry> entries_;
  std::vector<QWidget*> widgets_;  ///< by entry; null until it is first shown
  QWidget* corner_ = nullptr;
  SegmentedControl* switch_ = nullptr;
  QStackedWidget* stack_ = nullptr;
  int current_ = 0;
};

}  // namespace attnscope
