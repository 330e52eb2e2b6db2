// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/views/data_table.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QShowEvent>
#include <QSortFilterProxyModel>
#include <algorithm>

namespace attnscope {
namespace {

/// Sorts by numbers where there are some, lines without a value last whatever the order.
class FigureProxy : public QSortFilterProxyModel {
 public:
  using QSortFilterProxyModel::QSortFilterProxyModel;

  void set_words(const QString& words) {
    words_ = words.split(' ', Qt::SkipEmptyParts);
    invalidateFilter();
  }

 protected:
  bool lessThan(const QModelIndex& left, const QModelIndex& right) const override {
    const bool no_left = !left.data(sortRole()).isValid();
    const bool no_right = !right.data(sortRole()).isValid();
    if (no_left || no_right) {
      return no_left == no_right ? false : (sortOrder() == Qt::AscendingOrder) == no_right;
    }
    return QSortFilterProxyModel::lessThan(left, right);
  }

  bool filterAcceptsRow(int row, const QModelIndex& parent) const override {
    if (words_.isEmpty()) {
      return true;
    }
    const QAbstractItemModel& model = *sourceModel();
    return std::all_of(words_.begin(), words_.end(), [&](const QString& word) {
      for (int column = 0; column < model.columnCount(parent); ++column) {
        if (model.index(row, column, parent).data().toString().contains(word, Qt::CaseInsensitive)) {
          return true;
        }
      }
      return false;
    });
  }

 private:
  QStringList words_;
};

/// A cell of its own in a spreadsheet, and never a formula.
QString pasteable(QString text) {
  text.replace('\t', ' ').replace('\n', ' ');
  if (!text.isEmpty() && QStringLiteral("=+-@").contains(text.front())) {
    text.prepend('\'');
  }
  return text;
}

}  // namespace

DataTable::DataTable(QAbstractItemModel& model, int sort_role, const QString& name, QWidget* parent)
    : QTableView(parent), proxy_(new FigureProxy(this)) {
  proxy_->setSourceModel(&model);
  proxy_->setSortRole(sort_role);
  setModel(proxy_);
  setAccessibleName(name);
  setAccessibleDescription(
      tr("Ctrl+C copies the selected lines; the context menu sorts by the cursor's column"));
  setSelectionBehavior(QAbstractItemView::SelectRows);
  setSelectionMode(QAbstractItemView::ExtendedSelection);
  setShowGrid(false);
  setFrameShape(QFrame::NoFrame);
  setWordWrap(false);
  setTabKeyNavigation(false);
  setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
  setVerticalScrollMode(QAbstractItemView::ScrollPerItem);  // no line is cut at the top
  constexpr int line_height = 24;
  constexpr int headings_height = 28;
  verticalHeader()->hide();
  verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
  verticalHeader()->setMinimumSectionSize(line_height);
  verticalHeader()->setDefaultSectionSize(line_height);
  QHeaderView* header = horizontalHeader();
  header->setFixedHeight(headings_height);
  header->setHighlightSections(false);
  header->setFocusPolicy(Qt::NoFocus);
  header->setSectionsClickable(true);
  header->setSortIndicatorShown(false);
  add_actions();
  connect(header, &QHeaderView::sectionClicked, this, &DataTable::sort_by);
  connect(selectionModel(), &QItemSelectionModel::currentRowChanged, this,
          [this](const QModelIndex& current) {
            if (current.isValid()) {
              emit rowChosen(source_row(current));
            }
          });
  setMouseTracking(true);
  connect(this, &QAbstractItemView::entered, this,
          [this](const QModelIndex& index) { emit rowHovered(source_row(index)); });
  connect(this, &QAbstractItemView::viewportEntered, this, [this] { emit rowHovered(-1); });
}

void DataTable::add_actions() {
  setContextMenuPolicy(Qt::ActionsContextMenu);
  auto* copy = new QAction(tr("&Copy lines"), this);
  copy->setShortcut(QKeySequence::Copy);
  copy->setShortcutContext(Qt::WidgetShortcut);
  connect(copy, &QAction::triggered, this, [this] { QApplication::clipboard()->setText(copied_text()); });
  auto* copy_all = new QAction(tr("Copy &all lines"), this);
  copy_all->setShortcut(QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_C));
  copy_all->setShortcutContext(Qt::WidgetShortcut);
  connect(copy_all, &QAction::triggered, this, [this] { QApplication::clipboard()->setText(whole_text()); });
  auto* sort = new QAction(tr("&Sort by this column"), this);
  sort->setShortcut(QKeySequence(Qt::CTRL | Qt::Key_Space));
  sort->setShortcutContext(Qt::WidgetShortcut);
  connect(sort, &QAction::triggered, this, [this] {
    if (currentIndex().isValid()) {
      sort_by(currentIndex().column());
    }
  });
  auto* unsort = new QAction(tr("Usual &order"), this);
  connect(unsort, &QAction::triggered, this, [this] {
    proxy_->sort(-1);
    show_order();
  });
  QWidget::addActions({copy, copy_all, sort, unsort});
}

/// Up, then down, then as the model has them.
void DataTable::sort_by(int column) {
  if (proxy_->sortColumn() != column) {
    proxy_->sort(column, Qt::AscendingOrder);
  } else if (proxy_->sortOrder() == Qt::AscendingOrder) {
    proxy_->sort(column, Qt::DescendingOrder);
  } else {
    proxy_->sort(-1);
  }
  show_order();
}

void DataTable::show_order() {
  horizontalHeader()->setSortIndicatorShown(proxy_->sortColumn() >= 0);
  if (proxy_->sortColumn() >= 0) {
    const QSignalBlocker quiet(horizontalHeader());
    horizontalHeader()->setSortIndicator(proxy_->sortColumn(), proxy_->sortOrder());
  }
}

void DataTable::set_filter(const QString& words) {
  static_cast<FigureProxy*>(proxy_)->set_words(words);
}

void DataTable::select_source_row(int row) {
  const QModelIndex there = proxy_->mapFromSource(proxy_->sourceModel()->index(row, 0));
  if (there.isValid()) {
    const int column = std::max(0, currentIndex().column());
    setCurrentIndex(
        proxy_->index(there.row(), isColumnHidden(column) ? horizontalHeader()->logicalIndexAt(0) : column));
  }
}

void DataTable::select_source_rows(const std::vector<int>& rows) {
  QItemSelection lines;
  for (const int row : rows) {
    const QModelIndex there = proxy_->mapFromSource(proxy_->sourceModel()->index(row, 0));
    lines.select(there, there);
  }
  selectionModel()->select(lines, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
}

int DataTable::source_row(const QModelIndex& index) const {
  return proxy_->mapToSource(index).row();
}

void DataTable::fit_columns() {
  resizeColumnsToContents();
  fit_first_column();
}

/// The first column takes the room that is left, so that rows end with the table, and gives way where all the
/// others then fit.
void DataTable::fit_first_column() {
  constexpr int least = 76;
  QHeaderView* header = horizontalHeader();
  int place = 0;
  while (place < header->count() && header->isSectionHidden(header->logicalIndex(place))) {
    ++place;
  }
  if (place == header->count()) {
    return;
  }
  const int first = header->logicalIndex(place);
  const int room = viewport()->width() - (header->length() - header->sectionSize(first));
  if (room >= least) {
    header->resizeSection(first, room);
  }
}

void DataTable::resizeEvent(QResizeEvent* event) {
  QTableView::resizeEvent(event);
  fit_first_column();
}

/// Its fonts are known once it is shown: headings that were measured before may need more.
void DataTable::showEvent(QShowEvent* event) {
  QTableView::showEvent(event);
  if (!event->spontaneous()) {
    fit_columns();
  }
}

void DataTable::leaveEvent(QEvent* event) {
  QTableView::leaveEvent(event);
  emit rowHovered(-1);
}

QString DataTable::whole_text() const {
  std::vector<int> rows;
  for (int row = 0; row < proxy_->rowCount(); ++row) {
    rows.push_back(row);
  }
  return text_of(rows);
}

QString DataTable::copied_text() const {
  std::vector<int> rows;
  for (const QModelIndex& index : selectionModel()->selectedRows()) {
    rows.push_back(index.row());
  }
  std::sort(rows.begin(), rows.end());
  // One line is where the cursor happens to be.
  return rows.size() <= 1 ? whole_text() : text_of(rows);
}

QString DataTable::text_of(const std::vector<int>& rows) const {
  std::vector<int> columns;
  for (int place = 0; place < horizontalHeader()->count(); ++place) {
    const int column = horizontalHeader()->logicalIndex(place);
    if (!isColumnHidden(column)) {
      columns.push_back(column);
    }
  }
  QStringList lines;
  QStringList cells;
  for (const int column : columns) {
    cells << pasteable(proxy_->headerData(column, Qt::Horizontal).toString());
  }
  lines << cells.join('\t');
  for (const int row : rows) {
    cells.clear();
    for (const int column : columns) {
      cells << pasteable(proxy_->index(row, column).data().toString());
    }
    lines << cells.join('\t');
  }
  return lines.join('\n') + '\n';
}

}  // namespace attnscope
