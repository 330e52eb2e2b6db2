// SPDX-FileCopyrightText: 2026 The attnscope authors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// The table of runs: the run in bold is looked at, ticked ones lie over it.
#pragma once

#include <QWidget>
#include <string>

class QTableView;
class QLabel;

namespace attnscope {

class RunListModel;

class RunsPanel : public QWidget {
  Q_OBJECT
 public:
  explicit RunsPanel(RunListModel& model, QWidget* parent = nullptr);

  /// Puts the cursor on a line.
  void select(const std::string& run_id);

 signals:
  void runChosen(const QString& runId);

 protected:
  void resizeEvent(QResizeEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  void fit_columns();

  RunListModel& model_;
  QTableView* table_;
  QLabel* empty_;
  std::string row_id_;  ///< where the cursor is, so that it outlives a new list
};

}  // namespace attnscope
