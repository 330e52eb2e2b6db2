// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The table of verdicts: one line a point that the baseline and another run have in common. Sorts through a
// proxy by sort_role; Qt's own roles hold what is shown, read out and coloured.
#pragma once

#include <QAbstractTableModel>
#include <vector>

#include "ui/models/comparison_display.h"

namespace attnscope {

class VerdictModel : public QAbstractTableModel {
  Q_OBJECT
 public:
  enum Column {
    run,
    device,
    implementation,
    shape,
    length,
    batch,
    base_time,
    other_time,
    time_ratio,
    time_verdict,
    memory,
    memory_verdict,
    occupancy,
    occupancy_verdict,
    peak,
    speedup,
    remark,
    column_count
  };
  static constexpr int sort_role = Qt::UserRole;

  explicit VerdictModel(QObject* parent = nullptr);

  /// The lines of these comparisons; they have to outlive the next call.
  void set_compared(const std::vector<ComparedRun>& compared);
  /// Whether the column says anything: several runs, devices or shapes; a remark; a share of the peak.
  bool is_telling(Column column) const { return telling_[static_cast<std::size_t>(column)]; }

  /// The line of a point of one of the runs; -1 where there is none.
  int row_of(const Point* point) const;
  const ComparedPoint& point_at(int row) const { return *rows_[static_cast<std::size_t>(row)].point; }

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

 private:
  struct Row {
    const ComparedRun* other;
    const ComparedPoint* point;
  };
  QString text(const Row& row, int column) const;
  QVariant sort_value(const Row& row, int column) const;
  void find_telling();

  std::vector<Row> rows_;
  std::vector<bool> telling_;
};

}  // namespace attnscope
