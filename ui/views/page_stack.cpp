// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/page_stack.h"

#include <QHBoxLayout>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/theme/segmented_control.h"

namespace attnscope {

PageStack::PageStack(QWidget* explore, const PageParts& parts, QWidget* parent)
    : QWidget(parent),
      parts_(parts),
      entries_(page_entries()),
      widgets_(entries_.size(), nullptr),
      stack_(new QStackedWidget(this)) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  build_switch();
  column->addWidget(stack_, 1);
  widgets_.front() = explore;
  stack_->addWidget(explore);
}

void PageStack::build_switch() {
  corner_ = new QWidget(this);
  auto* row = new QHBoxLayout(corner_);
  row->setContentsMargins(0, 1, 12, 1);
  row->setSpacing(8);
  switch_ = new SegmentedControl(corner_);
  QStringList titles;
  for (const PageEntry& entry : entries_) {
    titles << entry.title;
  }
  switch_->setChoices(tr("Page"), titles);
  row->addWidget(switch_);
  connect(switch_, &SegmentedControl::currentChanged, this, &PageStack::show_index);
  // A choice among one is no choice.
  corner_->setVisible(entries_.size() > 1);
}

QString PageStack::current() const {
  return entries_[static_cast<std::size_t>(current_)].name;
}

Page* PageStack::page() const {
  return qobject_cast<Page*>(widgets_[static_cast<std::size_t>(current_)]);
}

bool PageStack::is_settled() const {
  return page() == nullptr || page()->is_settled();
}

bool PageStack::show_page(const QString& name) {
  const auto found = std::find_if(entries_.begin(), entries_.end(),
                                  [&name](const PageEntry& entry) { return entry.name == name; });
  if (found == entries_.end()) {
    return false;
  }
  show_index(static_cast<int>(found - entries_.begin()));
  return true;
}

void PageStack::show_index(int index) {
  if (index == current_) {
    return;
  }
  const PageEntry& entry = entries_[static_cast<std::size_t>(index)];
  QWidget*& widget = widgets_[static_cast<std::size_t>(index)];
  if (widget == nullptr) {
    Page* page = entry.make(parts_, stack_);
    page->setAccessibleName(entry.title);
    connect(page, &Page::problem, this, &PageStack::problem);
    connect(page, &Page::exploreRequested, this, &PageStack::exploreRequested);
    widget = page;
    stack_->addWidget(page);
  }
  current_ = index;
  stack_->setCurrentWidget(widget);
  const QSignalBlocker quiet(switch_);
  switch_->setCurrentIndex(index);
  emit pageChanged(entry.name);
}

void PageStack::set_banner(QWidget* banner) {
  static_cast<QVBoxLayout*>(layout())->insertWidget(0, banner);
}

}  // namespace attnscope
