// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// One chart of the Explore page with its buttons and its table, which shows the same figures and follows the
// same pointer.
#pragma once

#include <QObject>
#include <memory>

#include "ui/charts/chart_spec.h"
#include "ui/models/chart_table_model.h"

class QAction;
class QWidget;

namespace attnscope {

class ChartWidget;
class DataTable;

class ChartCell : public QObject {
  Q_OBJECT
 public:
  ChartCell(const QString& name, QWidget* parent);

  ChartWidget* chart() const { return chart_; }
  DataTable* table() const { return table_; }
  /// Shows the figures as a table, checkable.
  QAction* table_action() const { return table_action_; }

  void set_spec(const ChartSpec& spec, double selected_length, int pinned_point);
  /// Where another chart or table is looked at; 0: nowhere.
  void set_hovered_length(double length);

 signals:
  void pointChosen(int point_id);
  void lengthHovered(double length);

 private:
  void build_corner();
  void show_table(bool shown);
  void fill_table();
  void choose_row(int row);

  ChartWidget* chart_;
  ChartTableModel model_;
  DataTable* table_;
  QAction* table_action_;
  int pinned_point_ = -1;
};

}  // namespace attnscope
