// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// A table of figures: sorted by a click on a heading or from the context menu, copied with Ctrl+C.
#pragma once

#include <QTableView>
#include <vector>

class QSortFilterProxyModel;

namespace attnscope {

class DataTable : public QTableView {
  Q_OBJECT
 public:
  /// Sorts by `sort_role` of the model; `name` is for screen readers.
  DataTable(QAbstractItemModel& model, int sort_role, const QString& name, QWidget* parent = nullptr);

  /// Lines where each word is in one of the columns shown.
  void set_filter(const QString& words);
  /// Moves the cursor to a line of the model.
  void select_source_row(int row);
  /// Selects lines of the model, and leaves the cursor where it is among them.
  void select_source_rows(const std::vector<int>& rows);
  int source_row(const QModelIndex& index) const;
  /// Each column as wide as its texts, the first as wide as is left; what does not fit scrolls.
  void fit_columns();
  /// The selected lines, or all, with headings and tabs between cells: as Ctrl+C copies them.
  QString copied_text() const;
  /// All lines likewise, in the order shown.
  QString whole_text() const;

 signals:
  void rowChosen(int source_row);   ///< the cursor is on this line of the model
  void rowHovered(int source_row);  ///< the pointer is over this line; -1: over none

 protected:
  void leaveEvent(QEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void showEvent(QShowEvent* event) override;

 private:
  void add_actions();
  void fit_first_column();
  QString text_of(const std::vector<int>& rows) const;
  void sort_by(int column);
  void show_order();

  QSortFilterProxyModel* proxy_;
};

}  // namespace attnscope
