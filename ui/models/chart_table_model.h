// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The figures of one chart as lines of a table: a line a series and length, numbers in one unit a column.
#pragma once

#include <QAbstractTableModel>
#include <vector>

#include "ui/charts/chart_spec.h"

namespace attnscope {

class ChartTableModel : public QAbstractTableModel {
  Q_OBJECT
 public:
  enum Column { series, length, value, low, high, remark, column_count };
  static constexpr int sort_role = Qt::UserRole;  ///< numbers where there are some

  explicit ChartTableModel(QObject* parent = nullptr);

  /// Keeps the lines, and with them cursor and order, where only their figures changed.
  void set_spec(const ChartSpec& spec);
  /// A length that a chart is looked at: its lines are tinted; 0: none.
  void set_hovered_length(double seqlen);

  /// Whether a column says anything here: intervals and remarks may be nowhere.
  bool is_telling(Column column) const;
  double length_at(int row) const { return rows_[static_cast<std::size_t>(row)].point.x; }
  int point_id_at(int row) const { return rows_[static_cast<std::size_t>(row)].point.point_id; }
  /// The lines of the points that are ringed.
  std::vector<int> ringed_rows() const;
  /// The line of a ChartPoint::point_id, -1 where there is none.
  int row_of(int point_id) const;
  /// The first line of a length, -1 where there is none.
  int row_of_length(double seqlen) const;

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

 private:
  struct Row {
    QString series;
    ChartPoint point;
  };
  std::optional<double> figure(const Row& row, int column) const;
  QString text(const Row& row, int column) const;

  std::vector<Row> rows_;
  ValueFormat format_ = ValueFormat::ratio;
  double hovered_length_ = 0;
};

}  // namespace attnscope
